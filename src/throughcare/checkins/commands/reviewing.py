"""What an officer makes of check-ins. A machine may have compared faces; whether it is them is said here, by a person."""

from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.checkins import terms
from throughcare.checkins.choices import Follows, Standing, State
from throughcare.checkins.commands.holding import (
    checkin_of,
    hold_checkin,
    hold_registration,
    note,
    registration_of,
)
from throughcare.checkins.events import CheckInReviewed
from throughcare.checkins.models import CheckIn
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation

_NOT_HERE: Final = "That cannot be done where the check-in stands now. Look at it again."


@transaction.atomic
def review(
    *,
    account_id: int,
    case_id: int,
    number: int,
    is_them: bool,
    follows: Follows | None,
    notes: str,
    now: datetime,
) -> str:
    """Say whether it was the person who answered, and what follows; the outcome that the entry of the log has now.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such check-in.
        Refused: it does not wait for a review, or nothing is said of what follows where it is not them.
    """
    found = hold_checkin(case_id=case_id, number=number)
    _require(found, State.SUBMITTED)
    if not is_them and follows is None:
        raise Refused.because("no-follow-up", "Select what follows.")
    found.state, found.is_them = State.REVIEWED, is_them
    return _record(
        found,
        outcome=terms.agreed().them if is_them or follows is None else _outcome(follows),
        notes=notes,
        action="checkin.reviewed",
        account_id=account_id,
        now=now,
    )


@transaction.atomic
def settle(
    *,
    account_id: int,
    case_id: int,
    number: int,
    follows: Follows,
    notes: str,
    now: datetime,
) -> str:
    """Say what is to be made of a check-in that was missed; the outcome that the entry of the log has now.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such check-in.
        Refused: it was not missed, or somebody said so already.
    """
    found = hold_checkin(case_id=case_id, number=number)
    _require(found, State.MISSED)
    found.state = State.SETTLED
    return _record(
        found,
        outcome=_outcome(follows),
        notes=notes,
        action="checkin.settled",
        account_id=account_id,
        now=now,
    )


@transaction.atomic
def dismiss(*, account_id: int, case_id: int, number: int, now: datetime) -> None:
    """Say that one has seen that a check-in could not be sent. Nothing counts, since nobody was asked.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such check-in.
        Refused: it was sent, or somebody said so already.
    """
    found = hold_checkin(case_id=case_id, number=number)
    _require(found, State.UNSENT)
    found.state = State.SETTLED
    _end(found, action="checkin.dismissed", outcome=None, account_id=account_id, now=now)


@transaction.atomic
def send_again(*, account_id: int, case_id: int, number: int, now: datetime) -> None:
    """Have a new link sent for a check-in whose link was lost or locked, or that could not be sent. The old one opens nothing.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such check-in.
        Refused: it was answered or missed, or check-ins are paused or stopped.
    """
    registration = hold_registration(case_id)
    found = hold_checkin(case_id=case_id, number=number)
    if registration.standing != Standing.ACTIVE or found.registration_id != registration.pk:
        raise Refused.because("paused", "Check-ins are paused or stopped.")
    _require(found, State.SENT, State.UNSENT)
    found.state, found.token_digest, found.proof_digest = State.DUE, None, ""
    found.proven_at, found.tries, found.unsent_because = None, 0, ""
    found.save(
        update_fields=[
            *("state", "token_digest", "proof_digest", "proven_at", "tries", "unsent_because")
        ]
    )
    crn = found.case.person.crn
    note(
        crn=crn,
        account_id=account_id,
        action="checkin.link-renewed",
        now=now,
        altered=[checkin_of(number)],
        checkin=number,
    )


@transaction.atomic
def ask_now(*, account_id: int, case_id: int, now: datetime) -> None:
    """Have somebody asked to check in today, whatever the rhythm says; the rhythm goes on after it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the person is not registered.
        Refused: check-ins are paused, or one is out.
    """
    found = hold_registration(case_id)
    today = local_day(now)
    if found.standing != Standing.ACTIVE:
        raise Refused.because("paused", "Check-ins are paused or stopped.")
    if CheckIn.objects.filter(registration=found, state__in=(State.DUE, State.SENT)).exists():
        raise Refused.because("one-is-out", "A check-in is out already.")
    if today < found.first_due_on:
        raise Refused.because("not-yet", "Check-ins begin later than today.")
    found.next_due_on = today
    found.changed_at, found.changed_by_id = now, account_id
    found.save(update_fields=["next_due_on", "changed_at", "changed_by_id"])
    crn = found.case.person.crn
    note(
        crn=crn,
        account_id=account_id,
        action="checkin.asked-for",
        now=now,
        altered=[registration_of(found.pk)],
    )


def _record(
    found: CheckIn, *, outcome: str, notes: str, action: str, account_id: int, now: datetime
) -> str:
    """Write what came of a check-in into its entry of the log, which waits no more."""
    _end(found, action=action, outcome=outcome, account_id=account_id, now=now)
    entry, crn = found.contact, found.case.person.crn
    if entry is None:
        raise Refused.because("no-entry", "Its entry is not in the log any more.")
    if notes.strip():
        change_probation.append_note(
            account_id=account_id, crn=crn, number=entry.number, text=notes.strip(), now=now
        )
    if entry.outcome_id is None:
        change_probation.change_outcome(
            account_id=account_id,
            crn=crn,
            number=entry.number,
            outcome_code=outcome,
            version=entry.version,
            now=now,
        )
    change_probation.clear_alert(account_id=account_id, crn=crn, number=entry.number, now=now)
    return entry.outcome_id or outcome


def _end(
    found: CheckIn, *, action: str, outcome: str | None, account_id: int, now: datetime
) -> None:
    found.reviewed_at, found.reviewed_by_id = now, account_id
    found.save(update_fields=["state", "is_them", "reviewed_at", "reviewed_by_id"])
    crn = found.case.person.crn
    outbox.publish(
        CheckInReviewed(crn=crn, case_id=found.case_id, checkin=found.number, outcome=outcome),
        now=now,
    )
    note(
        crn=crn,
        account_id=account_id,
        action=action,
        now=now,
        altered=[checkin_of(found.number)],
        checkin=found.number,
    )


def _require(found: CheckIn, *states: State) -> None:
    if found.state not in states:
        raise Refused.because("not-here", _NOT_HERE)


def _outcome(follows: Follows) -> str:
    agreed = terms.agreed()
    return agreed.failure if follows == Follows.FAILURE else agreed.acceptable
