"""An application as it is written: begun with what the record knows, and then said in full."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, connection, transaction

from throughcare.housing import terms
from throughcare.housing.choices import Kind
from throughcare.housing.commands.holding import hold_for_officer, note_deed
from throughcare.housing.models import Application
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.people import queries as people
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

_COLUMNS = (
    *("is_urgent", "arrives_on", "nights", "purpose", "needs", "risk"),
    *("needs_step_free", "needs_single"),
)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What is asked for."""

    is_urgent: bool
    arrives_on: date | None
    nights: int | None
    purpose: str
    needs: str
    risk: str
    needs_step_free: bool
    needs_single: bool


@transaction.atomic
def draft_application(*, account_id: int, case_id: int, kind: Kind, now: datetime) -> Application:
    """Begin an application, with what the record knows of risk, adjustments and release filled in.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the case is closed, or one of the kind goes on.
    """
    case = change_probation.hold_case(case_id)
    if case.closed_at is not None:
        raise Refused.because("case-closed", "The case is closed.")
    try:
        with transaction.atomic():
            made = Application.objects.create(
                case=case,
                reference=_next_reference(),
                kind=kind,
                state_id="draft",
                nights=terms.suggested_nights(kind),
                applied_by_id=account_id,
                stands_since=now,
                recorded_at=now,
                **_known_of(case.person_id, case_id=case_id, now=now),
            )
    except IntegrityError:
        raise Refused.because(
            "goes-on", f"An application for {kind.label.lower()} goes on already."
        ) from None
    note_deed(
        made,
        crn=case.person.crn,
        account_id=account_id,
        action="housing-application.drafted",
        now=now,
    )
    return made


@transaction.atomic
def write_draft(
    *, account_id: int, case_id: int, reference: str, asking: Asking, now: datetime
) -> Application:
    """Say what is asked for in a draft. What is missing still is asked for as it is submitted.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such application.
        Refused: it was submitted.
    """
    application = hold_for_officer(case_id=case_id, reference=reference).application
    if application.state_id != "draft":
        raise Refused.because(
            "submitted", "The application was submitted: it cannot be changed any more."
        )
    for name in _COLUMNS:
        setattr(application, name, getattr(asking, name))
    application.save(update_fields=_COLUMNS)
    note_deed(
        application,
        crn=application.case.person.crn,
        account_id=account_id,
        action="housing-application.written",
        now=now,
    )
    return application


def _next_reference() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('housing_reference')")
        (number,) = cursor.fetchone()
    return f"HA{number}"


def _known_of(person_id: int, *, case_id: int, now: datetime) -> dict[str, str | date | None]:
    """What the record knows, in words that may be changed before they are submitted."""
    record = probation.record(case_id, at=now)
    today = local_day(now)
    lines = []
    if record.risk is not None and record.risk.rosh:
        lines.append(f"Risk of serious harm: {record.risk.get_rosh_display()}.")
    if record.risk is not None and record.risk.mappa and record.risk.mappa != "none":
        lines.append(f"MAPPA: {record.risk.get_mappa_display()}.")
    if record.flags:
        lines.append(f"Flags: {', '.join(flag.type.description for flag in record.flags)}.")
    life = people.life(person_id, on=today)
    needs = [
        ": ".join(part for part in (line.what, line.words) if part) for line in life.adjustments
    ]
    return {
        "risk": "\n".join(lines),
        "needs": ". ".join(needs),
        "arrives_on": probation.next_release(case_id, on=today),
    }
