"""What is done with a victim's file: each is of a victim liaison officer of the body that has the contact, and is written to the trail."""

from datetime import date, datetime
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Max
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation import commands as change_probation
from throughcare.victims.choices import (
    ANSWERS,
    Because,
    NoticeKind,
    RequestKind,
    RequestState,
    Way,
    WishKind,
)
from throughcare.victims.models import (
    ConditionRequest,
    LogEntry,
    Notice,
    Representation,
    Task,
    Victim,
    Wish,
)

Numbered = TypeVar("Numbered", LogEntry, ConditionRequest, Representation, Notice)


@transaction.atomic
def open_contact(
    *,
    account_id: int,
    crn: str,
    first: str,
    last: str,
    now: datetime,
    telephone: str = "",
    email: str = "",
    address: str = "",
    safely: str = "",
    reads_welsh: bool = False,
) -> Victim:
    """Begin the file of a victim about a case that the account may open; the body of its post has the contact.

    Raises:
        PermissionDenied: the account is of no victim liaison officer.
        Refused: there is no such open case that it may know of, or no name is given; carries every reason.
    """
    access.require(action=Action.KEEP_VICTIMS)
    reasons = _reasons_against_name(first, last)
    with connection.cursor() as cursor:
        cursor.execute("select contact_id, reference from victims_open(%s, %s)", [crn, now])
        found = cursor.fetchone()
    if found is None:
        reasons.append(Reason("no-case", f"There is no open case under {crn} that you may open."))
    if reasons:
        raise Refused(reasons)
    made = Victim.objects.create(
        contact_id=found[0],
        reference=found[1],
        first=first.strip(),
        last=last.strip(),
        telephone=telephone,
        email=email,
        address=address,
        safely=safely,
        reads_welsh=reads_welsh,
        recorded_at=now,
        changed_at=now,
    )
    _trail(made, account_id=account_id, action="victim.opened", now=now)
    _tell_record(made, account_id=account_id, now=now)
    return made


@transaction.atomic
def change_details(
    *,
    account_id: int,
    reference: str,
    first: str,
    last: str,
    telephone: str,
    email: str,
    address: str,
    safely: str,
    reads_welsh: bool,
    now: datetime,
) -> Victim:
    """Put right who a victim is and how to reach them.

    Raises:
        Http404: there is no such file that the account may know of.
        Refused: no name is given.
    """
    victim = _hold(reference)
    if reasons := _reasons_against_name(first, last):
        raise Refused(reasons)
    Victim.objects.filter(id=victim.pk).update(
        first=first.strip(),
        last=last.strip(),
        telephone=telephone,
        email=email,
        address=address,
        safely=safely,
        reads_welsh=reads_welsh,
        changed_at=now,
    )
    _trail(victim, account_id=account_id, action="victim.details-changed", now=now)
    return victim


@transaction.atomic
def record_wish(
    *,
    account_id: int,
    reference: str,
    wish: WishKind,
    said_on: date,
    now: datetime,
    notes: str = "",
) -> Wish:
    """Keep whether a victim wants contact from now on.

    Raises:
        Http404: there is no such file that the account may know of.
        Refused: the day is ahead.
    """
    victim = _hold(reference)
    _refuse_ahead(said_on, now=now)
    Wish.objects.filter(victim=victim, superseded_at=None).update(superseded_at=now)
    made = Wish.objects.create(
        victim=victim,
        wish=wish,
        said_on=said_on,
        notes=notes,
        account_id=account_id,
        recorded_at=now,
    )
    _trail(victim, account_id=account_id, action="victim.wish-recorded", now=now)
    return made


@transaction.atomic
def add_entry(
    *, account_id: int, reference: str, way: Way, happened_on: date, notes: str, now: datetime
) -> LogEntry:
    """Write into the log of a victim.

    Raises:
        Http404: there is no such file that the account may know of.
        Refused: nothing is written, or the day is ahead; carries every reason.
    """
    victim = _hold(reference)
    _refuse_ahead(happened_on, now=now, text=notes)
    return _numbered(
        LogEntry(
            victim=victim,
            way=way,
            happened_on=happened_on,
            notes=notes.strip(),
            account_id=account_id,
            recorded_at=now,
        ),
        action="victim.contact-logged",
    )


@transaction.atomic
def ask_for_condition(
    *,
    account_id: int,
    reference: str,
    kind: RequestKind,
    wording: str,
    asked_on: date,
    now: datetime,
) -> ConditionRequest:
    """Keep that a victim asks for a condition.

    Raises:
        Http404: there is no such file that the account may know of.
        Refused: nothing is written, or the day is ahead; carries every reason.
    """
    victim = _hold(reference)
    _refuse_ahead(asked_on, now=now, text=wording)
    return _numbered(
        ConditionRequest(
            victim=victim,
            kind=kind,
            wording=wording.strip(),
            asked_on=asked_on,
            state=RequestState.ASKED,
            account_id=account_id,
            recorded_at=now,
        ),
        action="victim.condition-asked",
    )


@transaction.atomic
def answer_request(
    *,
    account_id: int,
    reference: str,
    number: int,
    state: RequestState,
    answer: str,
    answered_on: date,
    now: datetime,
) -> ConditionRequest:
    """Keep what became of a request for a condition.

    Raises:
        Http404: there is no such request that the account may know of.
        Refused: it was answered before, no answer is given, or the day does not do; carries every reason.
    """
    victim = _hold(reference)
    found = ConditionRequest.objects.filter(victim=victim, number=number).first()
    if found is None:
        raise Http404
    reasons = _reasons_against(answered_on, now=now, text=answer)
    if found.state != RequestState.ASKED:
        reasons.append(Reason("answered", "This request is answered already."))
    if state not in ANSWERS:
        reasons.append(Reason("no-answer", "Say what became of the request."))
    if answered_on < found.asked_on:
        reasons.append(Reason("before-asked", "The answer cannot be before the request."))
    if reasons:
        raise Refused(reasons)
    found.state, found.answer, found.answered_on = state, answer.strip(), answered_on
    found.save(update_fields=("state", "answer", "answered_on"))
    _trail(victim, account_id=account_id, action="victim.condition-answered", now=now)
    return found


@transaction.atomic
def add_representation(
    *, account_id: int, reference: str, made_on: date, text: str, now: datetime
) -> Representation:
    """Keep what a victim puts to those who decide.

    Raises:
        Http404: there is no such file that the account may know of.
        Refused: nothing is written, or the day is ahead; carries every reason.
    """
    victim = _hold(reference)
    _refuse_ahead(made_on, now=now, text=text)
    return _numbered(
        Representation(
            victim=victim,
            made_on=made_on,
            text=text.strip(),
            account_id=account_id,
            recorded_at=now,
        ),
        action="victim.representation-made",
    )


@transaction.atomic
def record_notice(
    *,
    account_id: int,
    reference: str,
    kind: NoticeKind,
    way: Way,
    told_on: date,
    now: datetime,
    notes: str = "",
) -> Notice:
    """Keep that a victim was told of something.

    Raises:
        Http404: there is no such file that the account may know of.
        Refused: they said that they want no contact, or the day is ahead; carries every reason.
    """
    victim = _hold(reference)
    reasons = _reasons_against(told_on, now=now)
    if Wish.objects.filter(victim=victim, superseded_at=None, wish=WishKind.OUT).exists():
        reasons.append(Reason("wants-none", "The victim said that they do not want contact."))
    if reasons:
        raise Refused(reasons)
    return _numbered(
        Notice(
            victim=victim,
            kind=kind,
            way=way,
            told_on=told_on,
            notes=notes,
            account_id=account_id,
            recorded_at=now,
        ),
        action="victim.notice-recorded",
    )


@transaction.atomic
def finish_task(
    *, account_id: int, reference: str, because: Because, outcome: str, now: datetime
) -> Task:
    """Say what was done about something that happened.

    Raises:
        Http404: there is no such task that the account may know of.
        Refused: nothing is said.
    """
    victim = _hold(reference)
    found = Task.objects.filter(victim=victim, because=because, done_at=None).first()
    if found is None:
        raise Http404
    if not outcome.strip():
        raise Refused.because("no-outcome", "Say what was done.")
    found.done_at, found.done_by_id, found.what_was_done = now, account_id, outcome.strip()
    found.save(update_fields=("done_at", "done_by_id", "what_was_done"))
    _trail(victim, account_id=account_id, action="victim.task-done", now=now)
    return found


@transaction.atomic
def close_contact(*, account_id: int, reference: str, now: datetime) -> None:
    """End the contact with a victim; the file stays. Twice is once.

    Raises:
        Http404: there is no such file that the account may know of.
    """
    victim = _hold(reference)
    with connection.cursor() as cursor:
        cursor.execute("select victims_close(%s, %s)", [victim.contact_id, now])
    _trail(victim, account_id=account_id, action="victim.closed", now=now)
    _tell_record(victim, account_id=account_id, now=now)


def raise_tasks(*, case_id: int, because: Because, now: datetime) -> None:
    """Have everybody in contact about a case looked after, but those who want none; one of a kind waits at a time. For the engine."""
    with connection.cursor() as cursor:
        cursor.execute("select victims_raise(%s, %s, %s)", [case_id, because.value, now])


def _tell_record(victim: Victim, *, account_id: int, now: datetime) -> None:
    """Have the record of the person say that there is contact with a victim, or no longer, and nothing of whom."""
    change_probation.follow_victim_contacts(
        account_id=account_id, contact_id=victim.contact_id, now=now
    )


def _hold(reference: str) -> Victim:
    access.require(action=Action.KEEP_VICTIMS)
    found = Victim.objects.select_for_update(no_key=True).filter(reference=reference).first()
    if found is None:
        raise Http404
    return found


def _numbered(row: Numbered, *, action: str) -> Numbered:
    """Write the next of a kind in a file that is held."""
    last = type(row).objects.filter(victim_id=row.victim_id).aggregate(last=Max("number"))
    row.number = (last["last"] or 0) + 1
    row.save(force_insert=True)
    _trail(row.victim, account_id=row.account_id, action=action, now=row.recorded_at)
    return row


def _reasons_against_name(first: str, last: str) -> list[Reason]:
    if first.strip() and last.strip():
        return []
    return [Reason("no-name", "Enter the first and the last name.")]


def _reasons_against(day: date, *, now: datetime, text: str = "-") -> list[Reason]:
    reasons = []
    if day > now.date():
        reasons.append(Reason("ahead", "The day must not be in the future."))
    if not text.strip():
        reasons.append(Reason("no-text", "Enter what was said."))
    return reasons


def _refuse_ahead(day: date, *, now: datetime, text: str = "-") -> None:
    if reasons := _reasons_against(day, now=now, text=text):
        raise Refused(reasons)


def _trail(victim: Victim, *, account_id: int | None, action: str, now: datetime) -> None:
    # Under the reference of the contact: the trail of the person's record says nothing of a victim.
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="victim-contact",
        subject_reference=victim.reference,
        now=now,
    )
