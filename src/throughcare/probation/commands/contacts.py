"""Writing the log of a case."""

from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import ContactKind
from throughcare.probation.commands.drafts import end_as_contact
from throughcare.probation.commands.holding import (
    LONGEST_NOTES,
    add_contact,
    hold_case,
    write_trail,
)
from throughcare.probation.events import ContactRecorded
from throughcare.probation.models import Case, Contact, ContactType, Outcome


@transaction.atomic
def record_contact(
    *,
    account_id: int,
    case_id: int,
    type_code: str,
    starts_at: datetime,
    now: datetime,
    ends_at: datetime | None = None,
    outcome_code: str | None = None,
    notes: str = "",
    is_sensitive: bool = False,
) -> Contact:
    """Write what happened into the log of a case. What the account was drafting about the case has become it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    kind = ContactType.objects.filter(code=type_code, is_offered=True, is_system=False).first()
    reasons = [
        *_reasons_against_type(kind, outcome_code=outcome_code),
        *_reasons_against_time(case, starts_at=starts_at, ends_at=ends_at, now=now),
    ]
    if len(notes) > LONGEST_NOTES:
        reasons.append(Reason("notes-too-long", "Notes can be 12,000 characters at most."))
    if reasons:
        raise Refused(reasons)
    made = add_contact(
        case,
        account_id=account_id,
        type_code=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        outcome_code=outcome_code,
        notes=notes,
        is_sensitive=is_sensitive,
        now=now,
    )
    crn = case.person.crn
    outbox.publish(
        ContactRecorded(
            crn=crn, case_id=case_id, number=made.number, type=type_code, outcome=outcome_code
        ),
        now=now,
    )
    write_trail(case, account_id=account_id, action="contact.recorded", now=now, number=made.number)
    end_as_contact(case, made, account_id=account_id, now=now)
    return made


def _reasons_against_type(kind: ContactType | None, *, outcome_code: str | None) -> list[Reason]:
    reasons = []
    if kind is None:
        reasons.append(Reason("type-not-offered", "This type of contact is not offered."))
    elif kind.kind == ContactKind.APPOINTMENT and outcome_code is None:
        reasons.append(Reason("outcome-missing", "An appointment in the past needs an outcome."))
    if outcome_code is not None and not Outcome.objects.filter(code=outcome_code).exists():
        reasons.append(Reason("no-such-outcome", "There is no such outcome."))
    return reasons


def _reasons_against_time(
    case: Case, *, starts_at: datetime, ends_at: datetime | None, now: datetime
) -> list[Reason]:
    reasons = []
    if starts_at > now:
        reasons.append(Reason("not-yet", "This has not happened yet: make an appointment instead."))
    if starts_at < case.opened_at:
        reasons.append(Reason("before-case", "This was before the case was opened."))
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if ends_at is not None and ends_at <= starts_at:
        reasons.append(Reason("ends-before-start", "The end must be after the start."))
    return reasons
