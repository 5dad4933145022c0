"""A request for a copy: asked, prepared by one, approved by another. Each is of whoever may disclose the record."""

from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from procrastinate.contrib.django import app

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.disclosure import queries, rules, terms
from throughcare.disclosure.choices import LEFT_OUT_FOR, OPEN, Regime, RequestState
from throughcare.disclosure.commands.copying import PREPARE, QUEUE
from throughcare.disclosure.models import LeftOut, Request
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation.holdings import KeptBack
from throughcare.people import queries as people
from throughcare.probation import queries as probation

GIVEN_UP_AFTER: Final = timedelta(minutes=15)
"""A copy that is being prepared for longer may be begun again."""


@transaction.atomic
def ask_for_copy(
    *,
    account_id: int,
    crn: str,
    regime: Regime,
    received_on: date,
    now: datetime,
    from_on: date | None = None,
    to_on: date | None = None,
) -> Request:
    """Take down that somebody asks to see what is kept about them; `to_on` is not included.

    Raises:
        PermissionDenied: the account may not disclose this record.
        Refused: the days do not do, or a request waits already; carries every reason.
    """
    access.require(action=Action.DISCLOSE)
    profile = people.profile(crn=crn)
    if profile is None or not queries.may_disclose(profile.person.pk):
        raise PermissionDenied
    reasons = []
    if received_on > now.date():
        reasons.append(Reason("ahead", "The day of the request must not be in the future."))
    if from_on is not None and to_on is not None and to_on <= from_on:
        reasons.append(Reason("ends-first", "The last day must not be before the first."))
    if Request.objects.filter(person=profile.person, state__in=OPEN).exists():
        reasons.append(Reason("waits", "A request for this record waits already."))
    try:
        due_on = rules.due_on(received_on, clocks=terms.clocks(regime))
    except LookupError:
        reasons.append(Reason("no-law", "No law gave a right to a copy on that day."))
    if reasons:
        raise Refused(reasons)
    made = Request.objects.create(
        reference=f"new {profile.person.pk}",
        person=profile.person,
        regime=regime,
        received_on=received_on,
        due_on=due_on,
        from_on=from_on,
        to_on=to_on,
        asked_by_id=account_id,
        asked_at=now,
    )
    made.reference = f"D{made.pk:07}"
    made.save(update_fields=["reference"])
    _trail(made, account_id=account_id, action="copy.asked", now=now)
    return made


@transaction.atomic
def leave_out(
    *, account_id: int, reference: str, number: int, because: KeptBack, now: datetime
) -> LeftOut:
    """Have an entry of the log left out of a copy. One that is prepared has to be prepared again.

    Raises:
        Http404: there is no such request that the account may look after.
        Refused: there is no such entry, it is left out already, or the request has ended; carries every reason.
    """
    request = _hold(reference)
    reasons = _reasons_unless(request, RequestState.WAITING, RequestState.PREPARED)
    card = probation.card_of(request.person.crn, at=now)
    entry = queries.entry_key(card.case_id, number=number) if card else None
    if entry is None:
        reasons.append(Reason("no-entry", f"There is no entry {number} in the log."))
    elif LeftOut.objects.filter(request=request, contact=entry).exists():
        reasons.append(Reason("left-out", f"Entry {number} is left out already."))
    if because not in LEFT_OUT_FOR:
        reasons.append(Reason("no-reason", "Say why it is left out."))
    if reasons or entry is None:
        raise Refused(reasons)
    made = LeftOut.objects.create(
        request=request,
        contact_id=entry,
        because=because.value,
        account_id=account_id,
        recorded_at=now,
    )
    Request.objects.filter(pk=request.pk).update(state=RequestState.WAITING)
    _trail(request, account_id=account_id, action="copy.entry-left-out", now=now)
    return made


@transaction.atomic
def have_prepared(*, account_id: int, reference: str, now: datetime) -> None:
    """Have the worker prepare a copy, which then waits for somebody else's approval.

    Raises:
        Http404: there is no such request that the account may look after.
        Refused: it is being prepared, or has ended.
    """
    request = _hold(reference)
    is_stuck = (
        request.state == RequestState.PREPARING
        and request.begun_at is not None
        and request.begun_at < now - GIVEN_UP_AFTER
    )
    if not is_stuck:
        reasons = _reasons_unless(request, RequestState.WAITING, RequestState.PREPARED)
        if reasons:
            raise Refused(reasons)
    Request.objects.filter(pk=request.pk).update(
        state=RequestState.PREPARING,
        prepared_by_id=account_id,
        begun_at=now,
        steps_done=0,
        steps_total=len(queries.disclosed()) + 1,
    )
    _trail(request, account_id=account_id, action="copy.preparing", now=now)
    app.configure_task(PREPARE, lock=f"copy {reference}", queue=QUEUE).defer(reference=reference)


@transaction.atomic
def approve(*, account_id: int, reference: str, now: datetime) -> None:
    """Let a prepared copy go out.

    Raises:
        Http404: there is no such request that the account may look after.
        Refused: it is not prepared, or the account prepared it itself; carries every reason.
    """
    request = _hold(reference)
    reasons = _reasons_unless(request, RequestState.PREPARED)
    if request.prepared_by_id == account_id:
        reasons.append(
            Reason("own-copy", "Somebody other than you approves what you had prepared.")
        )
    if reasons:
        raise Refused(reasons)
    Request.objects.filter(pk=request.pk).update(
        state=RequestState.GONE, ended_by_id=account_id, ended_at=now
    )
    _trail(request, account_id=account_id, action="copy.approved", now=now)


@transaction.atomic
def decline(*, account_id: int, reference: str, answer: str, now: datetime) -> None:
    """Send a prepared copy back to be prepared again, and say why.

    Raises:
        Http404: there is no such request that the account may look after.
        Refused: it is not prepared, or nothing is said; carries every reason.
    """
    request = _hold(reference)
    reasons = _reasons_unless(request, RequestState.PREPARED)
    if not answer.strip():
        reasons.append(Reason("no-answer", "Say what has to be changed."))
    if reasons:
        raise Refused(reasons)
    Request.objects.filter(pk=request.pk).update(state=RequestState.WAITING, answer=answer.strip())
    _trail(request, account_id=account_id, action="copy.declined", now=now)


@transaction.atomic
def withdraw(*, account_id: int, reference: str, answer: str, now: datetime) -> None:
    """End a request without a copy, and say why.

    Raises:
        Http404: there is no such request that the account may look after.
        Refused: it has ended, or nothing is said; carries every reason.
    """
    request = _hold(reference)
    reasons = _reasons_unless(request, *OPEN)
    if not answer.strip():
        reasons.append(Reason("no-answer", "Say why there is no copy."))
    if reasons:
        raise Refused(reasons)
    Request.objects.filter(pk=request.pk).update(
        state=RequestState.WITHDRAWN, answer=answer.strip(), ended_by_id=account_id, ended_at=now
    )
    _trail(request, account_id=account_id, action="copy.withdrawn", now=now)


def _hold(reference: str) -> Request:
    access.require(action=Action.DISCLOSE)
    found = (
        Request.objects.select_for_update(no_key=True, of=("self",))
        .select_related("person")
        .filter(reference=reference)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _reasons_unless(request: Request, *states: RequestState) -> list[Reason]:
    if request.state in states:
        return []
    label = RequestState(request.state).label.lower()
    return [Reason("not-now", f"This request cannot be changed so: it is “{label}”.")]


def _trail(request: Request, *, account_id: int, action: str, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="person",
        subject_reference=request.person.crn,
        now=now,
        detail={
            "request": request.reference,
            "altered": f"{Request._meta.label}/{request.pk}",
        },
    )
