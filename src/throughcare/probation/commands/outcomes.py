"""What came of an appointment, and what is done about a failure in the same step."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.appointments import subject_of
from throughcare.probation.commands.counts import count_again
from throughcare.probation.commands.drafts import end_if_said
from throughcare.probation.commands.failures import act_on, offered_action
from throughcare.probation.commands.holding import LONGEST_NOTES, write_trail
from throughcare.probation.commands.log import hold_contact
from throughcare.probation.commands.slots import close_slot, hold_slot, reasons_against_change
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import ContactChanged
from throughcare.probation.models import (
    AllowedOutcome,
    Appointment,
    Case,
    Contact,
    FailureAction,
    Outcome,
)
from throughcare.probation.rules.compliance import hours_credited


@dataclass(frozen=True, kw_only=True)
class Result:
    """What was recorded, and whether enforcement has to be decided on now; `action` is what was done about it already."""

    contact: Contact
    prompts_enforcement: bool
    action: FailureAction | None = None


@transaction.atomic
def record_outcome(
    *,
    account_id: int,
    appointment_id: int,
    outcome_code: str,
    now: datetime,
    notes: str = "",
    action_code: str = "",
) -> Result:
    """Write what came of an appointment: it becomes an entry of the log. What is done about a failure may be said with it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it has an outcome already, there is no such outcome or its type does not allow it, it has not started and the
            outcome is more than an acceptable absence, or there is nothing to act on; carries every reason.
    """
    case, slot = hold_slot(appointment_id)
    outcome = Outcome.objects.filter(code=outcome_code, is_offered=True).first()
    reasons = reasons_against_change(slot)
    if outcome is None:
        reasons.append(Reason("no-such-outcome", "Select what happened."))
    else:
        reasons += _reasons_against_outcome(slot, outcome, now=now)
        if action_code:
            reasons += _reasons_against_action(outcome, action_code)
    if len(notes) > LONGEST_NOTES:
        reasons.append(Reason("notes-too-long", "Notes can be 12,000 characters at most."))
    if reasons or outcome is None:
        raise Refused(reasons)
    made = close_slot(case, slot, account_id=account_id, outcome=outcome, notes=notes, now=now)
    count_again(case, subject_of(slot), account_id=account_id, now=now, cause=made)
    write_trail(
        case,
        account_id=account_id,
        action="outcome.recorded",
        now=now,
        altered=slot,
        number=made.number,
        outcome=outcome_code,
    )
    end_if_said(case, made, account_id=account_id, now=now)
    taken = (
        act_on(case, made, action_code=action_code, account_id=account_id, now=now)
        if action_code
        else None
    )
    return Result(
        contact=made,
        prompts_enforcement=outcome.is_enforceable and taken is None,
        action=taken,
    )


@transaction.atomic
def change_outcome(
    *, account_id: int, crn: str, number: int, outcome_code: str, version: int, now: datetime
) -> Contact:
    """Give an entry of the log another outcome; the counts that it moves are counted again.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: somebody changed it since `version` was read, there is no such outcome or its type does not allow it, or its
            time is ahead and the outcome is more than an acceptable absence.
    """
    case, found = hold_contact(crn, number)
    outcome = Outcome.objects.filter(code=outcome_code, is_offered=True).first()
    reasons = []
    if found.version != version:
        reasons.append(
            Reason(
                "changed-since",
                "Somebody changed this entry while you had it open. It says"
                f" “{found.outcome.description if found.outcome else 'No outcome'}” now: read it again.",
            )
        )
    if outcome is None:
        reasons.append(Reason("no-such-outcome", "Select what happened."))
    else:
        if not is_allowed(found.type_id, outcome):
            said = "This type of contact has no such outcome."
            reasons.append(Reason("outcome-not-allowed", said))
        if found.starts_at > now and not outcome.is_acceptable_absence:
            said = "This has not happened yet: only an acceptable absence can be recorded."
            reasons.append(Reason("not-yet", said))
    if reasons or outcome is None:
        raise Refused(reasons)
    return set_outcome(case, found, outcome, account_id=account_id, now=now)


def set_outcome(
    case: Case, found: Contact, outcome: Outcome, *, account_id: int, now: datetime
) -> Contact:
    """Write another outcome of an entry of a case that is held, with all that follows."""
    found.outcome, found.version = outcome, found.version + 1
    found.changed_at, found.changed_by_id = now, account_id
    found.hours_credited = hours_credited(
        starts_at=found.starts_at,
        ends_at=found.ends_at,
        is_attended=outcome.is_attended,
        is_complied=outcome.is_complied,
    )
    found.save(
        update_fields=["outcome", "version", "changed_at", "changed_by_id", "hours_credited"]
    )
    Appointment.objects.filter(contact=found).update(outcome=outcome.code)
    subject = Subject(
        sentence_id=found.sentence_id, requirement_id=found.requirement_id, is_rar=found.is_rar
    )
    count_again(case, subject, account_id=account_id, now=now, cause=found)
    crn = case.person.crn
    outbox.publish(
        ContactChanged(crn=crn, case_id=case.pk, number=found.number, outcome=outcome.code),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action="outcome.changed",
        now=now,
        altered=found,
        outcome=outcome.code,
    )
    return found


def is_allowed(type_code: str, outcome: Outcome) -> bool:
    """Whether a type allows an outcome: one that lists none allows every one."""
    allowed = set(
        AllowedOutcome.objects.filter(type_id=type_code).values_list("outcome_id", flat=True)
    )
    return not allowed or outcome.code in allowed


def _reasons_against_outcome(slot: Appointment, outcome: Outcome, *, now: datetime) -> list[Reason]:
    reasons = []
    if slot.starts_at > now and not outcome.is_acceptable_absence:
        reasons.append(
            Reason(
                "not-yet",
                "This appointment has not started: only an acceptable absence can be recorded.",
            )
        )
    if not is_allowed(slot.type_id, outcome):
        reasons.append(
            Reason("outcome-not-allowed", "This type of appointment has no such outcome.")
        )
    return reasons


def _reasons_against_action(outcome: Outcome, action_code: str) -> list[Reason]:
    if not outcome.is_enforceable:
        return [Reason("no-failure", "There is no failure to act on.")]
    if offered_action(action_code) is None:
        return [Reason("no-such-action", "Select what you will do about it.")]
    return []
