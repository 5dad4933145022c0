"""Taking an application from one step to the next, as the officer of the case or as its assessor; and by the clock."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from throughcare.audit import commands as audit
from throughcare.housing import queries, terms
from throughcare.housing.commands.holding import (
    altered,
    hold_for_officer,
    hold_for_others,
    take,
    way_to,
)
from throughcare.housing.events import ApplicationChanged
from throughcare.housing.models import Application
from throughcare.housing.rules import applications as rules
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.kernel.ways import Way
from throughcare.outbox import commands as outbox

OF_A_STAY = ("booked", "arrived", "moving", "not-arrived", "departed")
"""Steps that come of what happens to a stay, and are taken with it."""
SOME = 500
APPEALED = "appealed"
_OF_AN_APPEAL = {"submitted": "The appeal is allowed.", "refused": "The appeal is dismissed."}


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said with a step, where the step asks for it. `reason` is the key of one."""

    note: str = ""
    reason: str = ""
    arrives_on: date | None = None
    nights: int | None = None


@transaction.atomic
def take_step(
    *, account_id: int, case_id: int, reference: str, step: str, words: Words, now: datetime
) -> str:
    """Take the next step of an application of a case, as whoever writes to the case; the title of where it stands then.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such application.
        Refused: the step does not follow, is for others, or lacks something; carries every reason.
    """
    file = hold_for_officer(case_id=case_id, reference=reference)
    case = file.application.case
    way = _allowed(
        file,
        step,
        party="officer",
        words=words,
        account_id=account_id,
        is_case_open=case.closed_at is None,
        now=now,
    )
    asked = ""
    if "dates" in way.needs and words.arrives_on and words.nights:
        until = words.arrives_on + timedelta(days=words.nights)
        asked = f"From {words.arrives_on:%-d %B %Y} until {until:%-d %B %Y}."
        _ask_for_days(file.application, words)
    return take(
        file.application,
        way,
        crn=case.person.crn,
        note="\n".join(part for part in (asked, words.note) if part),
        reason=words.reason,
        words=asked,
        account_id=account_id,
        now=now,
    )


@transaction.atomic
def answer_application(
    *, account_id: int, reference: str, step: str, words: Words, now: datetime
) -> str:
    """Accept, refuse or ask for more, as whoever answers applications; the title of where it stands then.

    Raises:
        Http404: there is none that the account may know of.
        Refused: the step does not follow, is for others, or lacks something; carries every reason.
    """
    file, person = hold_for_others(reference)
    way = _allowed(
        file,
        step,
        party="assessor",
        words=words,
        account_id=account_id,
        is_case_open=True,
        now=now,
    )
    said = _OF_AN_APPEAL.get(step, "") if way.here == APPEALED else ""
    if words.reason:
        said = f"{said} {file_reason(words.reason, kind=way.ends_as)}.".strip()
    return take(
        file.application,
        way,
        crn=person.crn,
        note=words.note,
        reason=words.reason,
        words="\n".join(part for part in (said, words.note.strip()) if part),
        account_id=account_id,
        now=now,
    )


def expire_applications(*, now: datetime) -> int:
    """End what was not answered in time, some at a time, as the engine; how many were ended."""
    today = local_day(now)
    found = list(
        Application.objects.filter(state_id__in=terms.expiring(), due_on__lt=today)
        .select_related("case__person")
        .order_by("id")[:SOME]
    )
    ended = 0
    for application in found:
        words = f"{application.reference}: Expired. Nobody went on with it by {application.due_on:%-d %B %Y}."
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT housing_expire(%s, %s)", [application.pk, "Not gone on with in time."]
            )
            (made,) = cursor.fetchone()
            if made is None:
                continue
            cursor.execute(
                "SELECT housing_tell_as_house(%s, %s, %s)",
                [application.pk, terms.entry_of(application.kind, step="expired"), words],
            )
        crn = application.case.person.crn
        outbox.publish(
            ApplicationChanged(
                crn=crn,
                case_id=application.case_id,
                reference=application.reference,
                kind=application.kind,
                state="expired",
            ),
            now=now,
        )
        audit.record(
            account_id=None,
            action="housing-application.expired",
            subject_kind="case",
            subject_reference=crn,
            now=now,
            detail={"reference": application.reference, "altered": altered(application)},
        )
        ended += 1
    return ended


def file_reason(key: str, *, kind: str) -> str:
    return next((each.description for each in queries.reasons(kind) if each.key == key), "")


def _allowed(
    file: queries.File,
    step: str,
    *,
    party: str,
    words: Words,
    account_id: int,
    is_case_open: bool,
    now: datetime,
) -> Way:
    """The move that leads to a step.

    Raises:
        Refused: it does not follow or lacks something; what comes of a stay is done on the pages of the stay.
    """
    if step in OF_A_STAY or (
        step == "placement-requested" and file.application.state_id == "booked"
    ):
        raise Refused.because("of-a-stay", "That is said of a stay.")
    ends_as = next(
        (
            each.ends_as
            for each in queries.ways()
            if (each.here, each.to.code) == (file.application.state_id, step)
        ),
        "",
    )
    said = rules.Said(
        by_id=account_id,
        note=words.note,
        reason=words.reason,
        reasons=[each.key for each in queries.reasons(ends_as)] if ends_as else (),
        arrives_on=words.arrives_on,
        nights=words.nights,
    )
    return way_to(file, step, party=party, said=said, is_case_open=is_case_open, now=now)


def _ask_for_days(application: Application, words: Words) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT housing_ask_for_days(%s, %s, %s::smallint)",
            [application.pk, words.arrives_on, words.nights],
        )
