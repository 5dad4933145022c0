"""Writing the log of a case."""

from datetime import datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.counts import count_again
from throughcare.probation.commands.drafts import end_as_contact
from throughcare.probation.commands.holding import (
    LONGEST_NOTES,
    add_contact,
    hold_case,
    write_trail,
)
from throughcare.probation.commands.outcomes import is_allowed
from throughcare.probation.commands.subjects import THE_PERSON, Subject, reasons_against_subject
from throughcare.probation.events import ContactRecorded
from throughcare.probation.models import Case, Contact, ContactType, Outcome
from throughcare.probation.rules.compliance import reasons_against_length


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
    subject: Subject = THE_PERSON,
    office_id: int | None = None,
) -> Contact:
    """Write what happened into the log of a case. What the account was drafting about the case has become it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    kind = ContactType.objects.filter(code=type_code, is_offered=True, is_system=False).first()
    outcome = Outcome.objects.filter(code=outcome_code).first() if outcome_code else None
    reasons = [
        *_reasons_against_type(kind, outcome_code=outcome_code, outcome=outcome),
        *_reasons_against_time(case, starts_at=starts_at, ends_at=ends_at, now=now),
        *reasons_against_subject(case, subject, kind=kind, day=local_day(starts_at)),
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
        outcome=outcome,
        notes=notes,
        # A type that is sensitive makes its entries so, whatever is said of one.
        is_sensitive=is_sensitive or (kind is not None and kind.is_sensitive is True),
        is_alert=kind is not None and kind.alerts_officer is True,
        subject=subject,
        office_id=office_id,
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
    count_again(case, subject, account_id=account_id, now=now, cause=made)
    end_as_contact(case, made, account_id=account_id, now=now)
    return made


def _reasons_against_type(
    kind: ContactType | None, *, outcome_code: str | None, outcome: Outcome | None
) -> list[Reason]:
    reasons = []
    if kind is None:
        reasons.append(Reason("type-not-offered", "This type of contact is not offered."))
    elif kind.waits_for_outcome and outcome_code is None:
        reasons.append(Reason("outcome-missing", "An appointment in the past needs an outcome."))
    if outcome_code is not None and outcome is None:
        reasons.append(Reason("no-such-outcome", "There is no such outcome."))
    if kind is not None and outcome is not None and not is_allowed(kind.code, outcome):
        reasons.append(Reason("outcome-not-allowed", "This type of contact has no such outcome."))
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
    if ends_at is not None:
        reasons += reasons_against_length(starts_at=starts_at, ends_at=ends_at)
    return reasons
