"""What every change to an application or a stay does first and last."""

from datetime import date, datetime

from django.db import IntegrityError, connection, transaction
from django.http import Http404

from throughcare.audit import commands as audit
from throughcare.housing import queries, terms
from throughcare.housing.events import ApplicationChanged
from throughcare.housing.models import Application, Stay
from throughcare.housing.rules import applications as rules
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.kernel.ways import Way, ways_from
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation


def hold_for_officer(*, case_id: int, reference: str) -> queries.File:
    """An application of a case that the account may write to, its case locked until commit.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such application.
    """
    change_probation.hold_case(case_id)
    file = queries.file_of(reference)
    if file is None or file.application.case_id != case_id:
        raise Http404
    return file


def hold_for_others(reference: str) -> tuple[queries.File, queries.Person]:
    """An application that the account answers or has the bed of, locked with its case until commit, and whom it is about.

    Raises:
        Http404: there is none that the account may know of.
    """
    found = queries.file_of(reference)
    if found is None:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute("SELECT housing_hold(%s)", [found.application.pk])
    file = queries.file_of(reference)
    known = queries.people([found.application.pk])
    if file is None or found.application.pk not in known:
        raise Http404
    return file, known[found.application.pk]


def way_to(
    file: queries.File,
    step: str,
    *,
    party: str,
    said: rules.Said,
    is_case_open: bool,
    now: datetime,
) -> Way:
    """The move that leads to a step.

    Raises:
        Refused: it does not follow, is for others, or lacks something; carries every reason.
    """
    today = local_day(now)
    ways = queries.ways()
    offered = ways_from(ways, here=file.application.state_id, party=party, on=today)
    way = next((each for each in offered if each.to.code == step), None)
    if way is None:
        raise Refused.because(
            "does-not-follow",
            f"That does not follow where the application stands now: {file.application.state.title.lower()}.",
        )
    reasons = rules.reasons_against(
        way,
        known=queries.known_of(file, is_case_open=is_case_open),
        said=said,
        today=today,
    )
    if reasons:
        raise Refused(reasons)
    return way


def take(
    application: Application,
    way: Way,
    *,
    crn: str,
    note: str,
    reason: str,
    words: str,
    account_id: int,
    now: datetime,
    told_as: str = "",
) -> str:
    """Take a step that was found allowed: kept, told in the log, announced and written to the trail. The title of where it leads.

    The log tells of it as of the step, or as of another one where that says better what happened.
    """
    due = terms.due_on(way.to.code, is_urgent=application.is_urgent, on=local_day(now))
    if not _is_taken(application, [way.code, note.strip(), reason, due]):
        raise Refused.because("went-on", "The application went on meanwhile. Look at it again.")
    tell_in_log(
        application,
        type_code=terms.entry_of(application.kind, step=told_as or way.to.code),
        words="\n".join(
            part for part in (f"{application.reference}: {way.to.title}.", words) if part
        ),
        alerts=terms.alerts(told_as or way.to.code) and way.party != "officer",
    )
    outbox.publish(
        ApplicationChanged(
            crn=crn,
            case_id=application.case_id,
            reference=application.reference,
            kind=application.kind,
            state=way.to.code,
        ),
        now=now,
    )
    note_deed(
        application,
        crn=crn,
        account_id=account_id,
        action=f"housing-application.{way.to.code}",
        now=now,
    )
    return way.to.title


def _is_taken(application: Application, said: list[str | date | None]) -> bool:
    """Have the database take a step, if it still follows.

    Raises:
        Refused: it would go on again, and another of its kind does.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT housing_take_step(%s, %s, %s, %s, %s)", [application.pk, *said])
            (made,) = cursor.fetchone()
    except IntegrityError as fault:
        held = getattr(getattr(fault.__cause__, "diag", None), "constraint_name", "")
        if held != "housing_application_one_goes_on":
            raise
        kind = application.get_kind_display().lower()
        raise Refused.because("goes-on", f"Another application for {kind} goes on.") from None
    return made is not None


def tell_in_log(application: Application, *, type_code: str, words: str, alerts: bool) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT housing_tell(%s, %s, %s, %s)", [application.pk, type_code, words, alerts]
        )


def altered(application: Application) -> list[str]:
    """What the trail calls an application and its last stay, which goes on with it."""
    last = Stay.objects.filter(application=application).order_by("-number").first()
    stays = [] if last is None else [f"{Stay._meta.label}/{last.number}"]
    return [f"{Application._meta.label}/{application.pk}", *stays]


def note_deed(
    application: Application,
    *,
    crn: str,
    account_id: int | None,
    action: str,
    now: datetime,
    **more: int | str | None,
) -> None:
    """Write who did what with an application, and with the stay that came of it last, to the trail of the person."""
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="case",
        subject_reference=crn,
        now=now,
        detail={"reference": application.reference, "altered": altered(application), **more},
    )
