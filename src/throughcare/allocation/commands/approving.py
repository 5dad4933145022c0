"""A request in the public interest: asked for by whoever decides, and answered by somebody else who gives cases to officers there."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from throughcare.allocation.choices import RequestState
from throughcare.allocation.events import PublicInterestAnswered
from throughcare.allocation.models import PublicInterestRequest
from throughcare.allocation.rules import clocks
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation


@transaction.atomic
def ask_in_public_interest(
    *, account_id: int, case_id: int, reason: str, now: datetime
) -> PublicInterestRequest:
    """Ask for a person to be managed by the public service though no other rule says so; whoever has the case holds it meanwhile.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it is not said why, or a request waits already.
    """
    case = change_probation.hold_case(case_id)
    if not reason.strip():
        raise Refused.because("no-reason", "Say why it is exceptional.")
    if PublicInterestRequest.objects.filter(case_id=case_id, state=RequestState.ASKED).exists():
        raise Refused.because("asked", "A request about this case waits for an answer already.")
    made = PublicInterestRequest.objects.create(
        case=case,
        reason=reason.strip(),
        state=RequestState.ASKED,
        asked_by_id=account_id,
        asked_at=now,
        due_on=clocks.due_on(clocks.PUBLIC_INTEREST, since=local_day(now)),
    )
    _know(case_id, "requested", account_id=account_id, now=now)
    change_probation.write_trail(
        case, account_id=account_id, action="public-interest.asked", now=now, altered=made
    )
    return made


@transaction.atomic
def answer_in_public_interest(
    *, account_id: int, case_id: int, answer: RequestState, words: str, now: datetime
) -> PublicInterestRequest:
    """Answer the request that waits: approved or refused.

    Raises:
        PermissionDenied: the account may not write to the case, or does not give its unit's cases to officers.
        Refused: nothing waits, it is their own request, or it is not said why.
    """
    case = change_probation.hold_case(case_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT allocation_may_allocate(%s)", [case_id])
        if not cursor.fetchone()[0]:
            raise PermissionDenied
    waiting = PublicInterestRequest.objects.filter(
        case_id=case_id, state=RequestState.ASKED
    ).first()
    if waiting is None:
        raise Refused.because("none-waits", "No request about this case waits for an answer.")
    if waiting.asked_by_id == account_id:
        raise Refused.because("own-request", "Somebody else has to answer your request.")
    if not words.strip():
        raise Refused.because("no-reason", "Say why.")
    waiting.state = answer
    waiting.answer = words.strip()
    waiting.answered_by_id = account_id
    waiting.answered_at = now
    waiting.save(update_fields=["state", "answer", "answered_by_id", "answered_at"])
    _know(case_id, answer.value, account_id=account_id, now=now)
    outbox.publish(
        PublicInterestAnswered(crn=case.person.crn, case_id=case_id, state=answer.value), now=now
    )
    change_probation.write_trail(
        case, account_id=account_id, action="public-interest.answered", now=now, altered=waiting
    )
    return waiting


def _know(case_id: int, state: str, *, account_id: int, now: datetime) -> None:
    change_probation.change_status(
        account_id=account_id, case_id=case_id, known={"public_interest": state}, now=now
    )
