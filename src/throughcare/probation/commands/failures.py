"""What is done about a failure to comply (14.2): an action, what it opens, what it writes into the log, and its answer's day."""

from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import ActionState, EnforcementKind, Proceedings
from throughcare.probation.commands.enforcements import begin_enforcement
from throughcare.probation.commands.holding import add_contact, write_trail
from throughcare.probation.commands.log import hold_contact
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import FailureActedOn
from throughcare.probation.models import (
    Case,
    Contact,
    Enforcement,
    EnforcementAction,
    FailureAction,
    Sentence,
)
from throughcare.probation.rules.compliance import answer_due

WITHDRAWAL: Final = "EA06"
"""What follows a letter that should not have gone: its withdrawal (14.2)."""


@transaction.atomic
def act_on_failure(
    *, account_id: int, crn: str, number: int, action_code: str, now: datetime
) -> FailureAction:
    """Do something about a failure that is in the log.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: it is no failure, there is no such action, or one waits for its answer; carries every reason.
    """
    case, found = hold_contact(crn, number)
    reasons = []
    if found.outcome is None or not found.outcome.is_enforceable:
        reasons.append(Reason("no-failure", "There is no failure to act on."))
    if offered_action(action_code) is None:
        reasons.append(Reason("no-such-action", "Select what you will do about it."))
    if FailureAction.objects.filter(contact=found, state=ActionState.WAITING).exists():
        reasons.append(
            Reason("waits", "What was done about it waits for an answer: record the answer first.")
        )
    if reasons:
        raise Refused(reasons)
    return act_on(case, found, action_code=action_code, account_id=account_id, now=now)


def offered_action(code: str) -> EnforcementAction | None:
    return EnforcementAction.objects.filter(code=code, is_offered=True).first()


def act_on(
    case: Case, failure: Contact, *, action_code: str, account_id: int, now: datetime
) -> FailureAction:
    """Do something about a failure of a case that is held and that nothing speaks against."""
    action = EnforcementAction.objects.select_related("entry_type").get(code=action_code)
    today = local_day(now)
    respond_by = answer_due(
        today=today, days=action.response_days if action.needs_response else None
    )
    made = FailureAction.objects.create(
        case=case,
        contact=failure,
        action=action,
        enforcement=_opened(case, failure, action, account_id=account_id, now=now),
        state=ActionState.TAKEN if respond_by is None else ActionState.WAITING,
        taken_on=today,
        respond_by=respond_by,
        taken_by_id=account_id,
        recorded_at=now,
    )
    if action.entry_type is not None:
        add_contact(
            case,
            account_id=account_id,
            type_code=action.entry_type.code,
            starts_at=now,
            subject=Subject(sentence_id=failure.sentence_id, requirement_id=failure.requirement_id),
            is_alert=action.entry_type.alerts_officer is True,
            linked=failure,
            now=now,
        )
    outbox.publish(
        FailureActedOn(
            crn=case.person.crn, case_id=case.pk, number=failure.number, action=action.code
        ),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action="failure.acted-on",
        now=now,
        number=failure.number,
        taken=action.code,
    )
    return made


def _opened(
    case: Case, failure: Contact, action: EnforcementAction, *, account_id: int, now: datetime
) -> Enforcement | None:
    if not action.opens:
        return None
    return begin_enforcement(
        case,
        _kind_opened(action, failure),
        account_id=account_id,
        due_on=answer_due(
            today=local_day(now), days=action.response_days if action.needs_response else None
        ),
        sentence_id=failure.sentence_id,
        now=now,
    )


def _kind_opened(action: EnforcementAction, failure: Contact) -> EnforcementKind:
    """A failure under a custodial sentence is on licence, and is answered by recall; any other by breach."""
    if action.opens != Proceedings.EITHER:
        return EnforcementKind(action.opens)
    is_on_licence = (
        failure.sentence_id is not None
        and Sentence.objects.filter(id=failure.sentence_id, type__is_custodial=True).exists()
    )
    return EnforcementKind.RECALL if is_on_licence else EnforcementKind.BREACH
