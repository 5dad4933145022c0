"""The answer to what was done about a failure: evidence that is accepted or not, or none (14.2)."""

from datetime import datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import (
    ActionKind,
    ActionState,
    EnforcementKind,
    EnforcementResult,
    ResponseKind,
)
from throughcare.probation.commands.enforcements import end_with
from throughcare.probation.commands.failures import WITHDRAWAL, act_on
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.commands.log import clear, hold_contact
from throughcare.probation.commands.outcomes import is_allowed, set_outcome
from throughcare.probation.commands.processes import GOES_ON
from throughcare.probation.events import FailureAnswered
from throughcare.probation.models import Case, Contact, FailureAction, Outcome

ANSWERS = (ResponseKind.ACCEPTED, ResponseKind.REJECTED, ResponseKind.NONE)


@transaction.atomic
def answer_failure(
    *,
    account_id: int,
    crn: str,
    number: int,
    response: str,
    now: datetime,
    outcome_code: str = "",
) -> FailureAction:
    """Record how a failure that was acted on was answered, which closes what was done about it.

    Evidence that is accepted gives the failure the outcome that it turned out to be, lowers the count, and takes back a letter
    that has gone. A warning ends either way; a breach or a recall goes on until it is ended by itself.

    Raises:
        Http404: there is no such entry that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: nothing waits for an answer, it is none, or no outcome that complies is given with evidence; carries every reason.
    """
    case, found = hold_contact(crn, number)
    waits = (
        FailureAction.objects.filter(contact=found, state=ActionState.WAITING)
        .select_related("action", "enforcement")
        .first()
    )
    outcome = Outcome.objects.filter(code=outcome_code, is_offered=True, is_complied=True).first()
    reasons = []
    if waits is None:
        reasons.append(Reason("nothing-waits", "Nothing waits for an answer."))
    if response not in ANSWERS:
        reasons.append(Reason("no-answer", "Select how it was answered."))
    if response == ResponseKind.ACCEPTED and (
        outcome is None or not is_allowed(found.type_id, outcome)
    ):
        reasons.append(Reason("no-outcome", "Select what it turned out to be."))
    if reasons or waits is None:
        raise Refused(reasons)
    _close(waits, ResponseKind(response), account_id=account_id, now=now)
    if response == ResponseKind.ACCEPTED and outcome is not None:
        if waits.action.kind == ActionKind.LETTER:
            act_on(case, found, action_code=WITHDRAWAL, account_id=account_id, now=now)
        set_outcome(case, found, outcome, account_id=account_id, now=now)
    _end_warning(case, waits, ResponseKind(response), account_id=account_id, now=now)
    for alert in Contact.objects.filter(case=case, linked=found, is_alert=True, deleted_at=None):
        clear(case, alert, account_id=account_id, now=now)
    _tell(case, found, response, account_id=account_id, now=now)
    return waits


def _close(waits: FailureAction, response: ResponseKind, *, account_id: int, now: datetime) -> None:
    waits.state, waits.response = ActionState.CLOSED, response
    waits.responded_on, waits.answered_by_id = local_day(now), account_id
    waits.save(update_fields=["state", "response", "responded_on", "answered_by_id"])


def _end_warning(
    case: Case, waits: FailureAction, response: ResponseKind, *, account_id: int, now: datetime
) -> None:
    found = waits.enforcement
    if found is None or found.kind != EnforcementKind.WARNING or found.state not in GOES_ON:
        return
    # Another failure may be warned of in the same letter.
    if FailureAction.objects.filter(enforcement=found, state=ActionState.WAITING).exists():
        return
    is_excused = response == ResponseKind.ACCEPTED
    result = EnforcementResult.EXCUSED if is_excused else EnforcementResult.ANSWERED
    end_with(case, found, result, account_id=account_id, now=now)


def _tell(case: Case, found: Contact, response: str, *, account_id: int, now: datetime) -> None:
    outbox.publish(
        FailureAnswered(
            crn=case.person.crn, case_id=case.pk, number=found.number, response=response
        ),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action="failure.answered",
        now=now,
        number=found.number,
        response=response,
    )
