"""Entering, amending and taking out what dates are worked out from; each change works them out again."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.people import queries as people
from throughcare.sentences.choices import OF_A_SENTENCE, Cause, MovementReason
from throughcare.sentences.commands.holding import calculate_again, hold_booking, write_trail
from throughcare.sentences.models import (
    Adjustment,
    Booking,
    Calculation,
    CourtOrder,
    Movement,
    Recall,
    Recorded,
    Sentence,
)
from throughcare.sentences.rules.said import (
    AdjustmentSaid,
    MovementSaid,
    OrderSaid,
    RecallSaid,
    Said,
    SentenceSaid,
    reasons_against,
)

TABLES: Final[Mapping[type[Said], type[Recorded]]] = {
    OrderSaid: CourtOrder,
    SentenceSaid: Sentence,
    RecallSaid: Recall,
    AdjustmentSaid: Adjustment,
    MovementSaid: Movement,
}
CAUSES: Final[Mapping[type[Said], Cause]] = {
    OrderSaid: Cause.ORDER,
    SentenceSaid: Cause.SENTENCE,
    RecallSaid: Cause.RECALL,
    AdjustmentSaid: Cause.ADJUSTMENT,
    MovementSaid: Cause.MOVEMENT,
}


@transaction.atomic
def open_booking(*, account_id: int, person_id: int, number: str, now: datetime) -> Booking:
    """Begin a time in custody of a person; `number` is the prison's own, where it is known.

    Raises:
        PermissionDenied: the account may not write to the person's case.
        Refused: one is open already.
    """
    if not people.may_change(person_id):
        raise PermissionDenied
    if Booking.objects.filter(person_id=person_id, closed_at=None).exists():
        raise Refused.because("is-open", "A time in custody is open already. Close it first.")
    made = Booking.objects.create(
        person_id=person_id,
        key=uuid4(),
        book_number=number.strip(),
        recorded_at=now,
        recorded_by_id=account_id,
    )
    _tell(made, account_id=account_id, action="custody-time.opened", now=now)
    return made


@transaction.atomic
def close_booking(*, account_id: int, booking_key: UUID, now: datetime) -> None:
    """Say that a time in custody is over: its sentences have expired, or were never so.

    Raises:
        PermissionDenied: there is none that the account may write to.
        Refused: it is closed.
    """
    booking = hold_booking(booking_key)
    booking.closed_at = now
    booking.save(update_fields=["closed_at"])
    _tell(booking, account_id=account_id, action="custody-time.closed", now=now)


@transaction.atomic
def describe_person(
    *,
    account_id: int,
    booking_key: UUID,
    is_registered: bool,
    wants_removal: bool,
    has_power_to_detain: bool,
    now: datetime,
) -> Calculation:
    """Say what is known of the person that dates depend on.

    Raises:
        PermissionDenied: there is no time in custody that the account may write to.
        Refused: it is closed.
    """
    booking = hold_booking(booking_key)
    booking.is_registered, booking.wants_removal = is_registered, wants_removal
    booking.has_power_to_detain = has_power_to_detain
    booking.save(update_fields=["is_registered", "wants_removal", "has_power_to_detain"])
    made = calculate_again(booking, cause=Cause.PERSON, account_id=account_id, now=now)
    _tell(booking, account_id=account_id, action="custody-time.described", now=now)
    return made


@transaction.atomic
def enter_order(
    *,
    account_id: int,
    booking_key: UUID,
    order: OrderSaid,
    sentences: Sequence[SentenceSaid],
    now: datetime,
) -> Calculation:
    """Enter a warrant with its sentences, and work the dates out again.

    Raises:
        PermissionDenied: there is no time in custody that the account may write to.
        Refused: something of it cannot be; carries every reason.
    """
    booking = hold_booking(booking_key)
    reasons = reasons_against(order, today=local_day(now))
    for each in sentences:
        reasons += reasons_against(each, today=local_day(now)) + _reasons_of_links(booking, each)
    if not sentences:
        reasons.append(Reason("no-sentence", "Enter at least one sentence."))
    if reasons:
        raise Refused(dict.fromkeys(reasons))
    row = _add(booking, order, key=uuid4(), account_id=account_id, now=now)
    for line, each in enumerate(sentences, start=1):
        more = {"order_key": row.key, "line": line}
        _add(booking, each, key=uuid4(), account_id=account_id, now=now, more=more)
    return _changed(
        booking, row, Cause.ORDER, action="court-order.entered", account_id=account_id, now=now
    )


@transaction.atomic
def add(
    *,
    account_id: int,
    booking_key: UUID,
    said: Said,
    now: datetime,
    order_key: UUID | None = None,
) -> Calculation:
    """Enter one thing more: a sentence of a warrant that is there already (`order_key`), a recall, time, a movement.

    Raises:
        PermissionDenied: there is no time in custody that the account may write to, or no such order in it.
        Refused: it cannot be; carries every reason.
    """
    booking = hold_booking(booking_key)
    _refuse(booking, said, now=now)
    more: dict[str, Any] = {}  # Any: columns of any type
    if isinstance(said, SentenceSaid):
        if order_key is None:
            raise PermissionDenied
        order = in_force(CourtOrder, booking, order_key)
        lines = Sentence.objects.filter(booking=booking, order_key=order.key).values_list(
            "line", flat=True
        )
        more = {"order_key": order.key, "line": max(lines, default=0) + 1}
    row = _add(booking, said, key=uuid4(), account_id=account_id, now=now, more=more)
    cause = CAUSES[type(said)]
    return _changed(booking, row, cause, action=f"{cause}.entered", account_id=account_id, now=now)


@transaction.atomic
def amend(
    *, account_id: int, booking_key: UUID, key: UUID, said: Said, because: str, now: datetime
) -> Calculation:
    """Put something right: the row of before is ended, and one with the same key takes its place.

    Raises:
        PermissionDenied: there is no such row that the account may write to.
        Refused: it cannot be, or nobody says why; carries every reason.
    """
    booking = hold_booking(booking_key)
    row = in_force(TABLES[type(said)], booking, key)
    _refuse(booking, said, now=now, because=because, but=key)
    more = {"order_key": row.order_key, "line": row.line} if isinstance(row, Sentence) else {}
    _end(row, because=because, account_id=account_id, now=now)
    made = _add(booking, said, key=key, account_id=account_id, now=now, more=more)
    cause = CAUSES[type(said)]
    return _changed(booking, made, cause, action=f"{cause}.amended", account_id=account_id, now=now)


@transaction.atomic
def remove(
    *,
    account_id: int,
    booking_key: UUID,
    what: type[Said],
    key: UUID,
    because: str,
    now: datetime,
) -> Calculation:
    """Take something out that is not so, or not so any more; its row is kept, ended.

    Raises:
        PermissionDenied: there is no such row that the account may write to.
        Refused: something else hangs from it, or nobody says why; carries every reason.
    """
    booking = hold_booking(booking_key)
    row = in_force(TABLES[what], booking, key)
    reasons = _without(because) + _reasons_to_stay(booking, row)
    if reasons:
        raise Refused(reasons)
    _end(row, because=because, account_id=account_id, now=now)
    cause = CAUSES[what]
    return _changed(booking, row, cause, action=f"{cause}.removed", account_id=account_id, now=now)


@transaction.atomic
def ask_again(*, account_id: int, booking_key: UUID, now: datetime) -> Calculation:
    """Work the dates out again though nothing changed, such as after a change of the law.

    Raises:
        PermissionDenied: there is no time in custody that the account may write to.
        Refused: it is closed.
    """
    booking = hold_booking(booking_key)
    made = calculate_again(booking, cause=Cause.ASKED, account_id=account_id, now=now)
    _tell(booking, account_id=account_id, action="release-dates.asked", now=now)
    return made


def in_force(table: type[Recorded], booking: Booking, key: UUID) -> Recorded:
    """The row in force under a key in a time in custody.

    Raises:
        PermissionDenied: there is none.
    """
    row = table.objects.filter(booking=booking, key=key, superseded_at=None).first()
    if row is None:
        raise PermissionDenied
    return row


def _refuse(
    booking: Booking,
    said: Said,
    *,
    now: datetime,
    because: str | None = None,
    but: UUID | None = None,
) -> None:
    reasons = reasons_against(said, today=local_day(now)) + _reasons_of_links(
        booking, said, but=but
    )
    if because is not None:
        reasons += _without(because)
    if reasons:
        raise Refused(reasons)


def _without(because: str) -> list[Reason]:
    return [] if because.strip() else [Reason("no-reason", "Say why it is changed.")]


def _reasons_of_links(booking: Booking, said: Said, *, but: UUID | None = None) -> list[Reason]:
    """What stands against the sentences that something names: each has to be in force, and none may follow itself."""
    match said:
        case SentenceSaid(follows_key=UUID() as key):
            if key == but:
                return [Reason("follows-itself", "A sentence cannot be consecutive to itself.")]
            return _not_there(booking, key)
        case RecallSaid(sentence_key=key):
            recalls = Recall.objects.filter(booking=booking, sentence_key=key, superseded_at=None)
            recalls = recalls.exclude(key=but) if but is not None else recalls
            said_twice = "This sentence is on a recall already. Amend that one."
            twice = [Reason("is-recalled", said_twice)] if recalls.exists() else []
            return _not_there(booking, key) + twice
        case AdjustmentSaid(sentence_key=None) if said.kind in OF_A_SENTENCE:
            return [Reason("no-sentence", "Select the sentence to which it is credited.")]
        case AdjustmentSaid(sentence_key=UUID() as key) if said.kind in OF_A_SENTENCE:
            return _not_there(booking, key)
    return []


def _not_there(booking: Booking, key: UUID) -> list[Reason]:
    if Sentence.objects.filter(booking=booking, key=key, superseded_at=None).exists():
        return []
    return [Reason("no-such-sentence", "That sentence is not there any more. Select another.")]


def _reasons_to_stay(booking: Booking, row: Recorded) -> list[Reason]:
    """What hangs from a row and would be left without it."""
    current = {"booking": booking, "superseded_at": None}
    if isinstance(row, CourtOrder):
        if Sentence.objects.filter(**current, order_key=row.key).exists():
            return [Reason("has-sentences", "Remove the sentences of this order first.")]
        return []
    if not isinstance(row, Sentence):
        return []
    reasons = []
    if Sentence.objects.filter(**current, follows_key=row.key).exists():
        reasons.append(Reason("is-followed", "Another sentence is consecutive to this one."))
    if Recall.objects.filter(**current, sentence_key=row.key).exists():
        reasons.append(Reason("is-recalled", "Remove the recall of this sentence first."))
    if Adjustment.objects.filter(**current, sentence_key=row.key).exists():
        said = "Remand or bail is credited to this sentence. Credit it to another, or remove it."
        reasons.append(Reason("is-credited", said))
    return reasons


def _add(
    booking: Booking,
    said: Said,
    *,
    key: UUID,
    account_id: int,
    now: datetime,
    more: Mapping[str, Any] | None = None,
) -> Recorded:
    return TABLES[type(said)].objects.create(
        booking=booking,
        person_id=booking.person_id,
        key=key,
        recorded_at=now,
        recorded_by_id=account_id,
        **_columns(said),
        **(more or {}),
    )


def _columns(said: Said) -> dict[str, Any]:  # Any: columns of any type
    columns = asdict(said)
    if isinstance(said, SentenceSaid):
        columns.pop("custody"), columns.pop("licence")
        for prefix, term in (("", said.custody), ("licence_", said.licence)):
            for unit in ("years", "months", "weeks", "days"):
                columns[f"{prefix}{unit}"] = getattr(term, unit)
        columns["exclusions"] = sorted(said.exclusions)
        columns["offence_code"] = said.offence_code.strip().upper()
    if isinstance(said, MovementSaid):
        columns["direction"] = MovementReason(said.reason).direction
    if isinstance(said, AdjustmentSaid) and said.kind not in OF_A_SENTENCE:
        columns["sentence_key"] = None
    return columns


def _end(row: Recorded, *, because: str, account_id: int, now: datetime) -> None:
    row.superseded_at, row.superseded_by_id = now, account_id
    row.superseded_because = because.strip()
    row.save(update_fields=["superseded_at", "superseded_by_id", "superseded_because"])


def _changed(
    booking: Booking,
    row: Recorded,
    cause: Cause,
    *,
    action: str,
    account_id: int,
    now: datetime,
) -> Calculation:
    made = calculate_again(booking, cause=cause, account_id=account_id, now=now)
    altered = f"{row._meta.label}/{row.key}"
    write_trail(booking, account_id=account_id, action=action, now=now, altered=altered)
    return made


def _tell(booking: Booking, *, account_id: int, action: str, now: datetime) -> None:
    altered = f"{booking._meta.label}/{booking.key}"
    write_trail(booking, account_id=account_id, action=action, now=now, altered=altered)
