"""Many times in custody at once, each with its calculation, for a nation that is being made: calculated here and copied in."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import connection

from throughcare.kernel.days import local_day
from throughcare.sentences.choices import Cause, State
from throughcare.sentences.queries.working import WorkedOut, work_out
from throughcare.sentences.rules.by_hand import releases_on
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.facts import Direction, Movement, Recall, RecallType
from throughcare.sentences.rules.records import AdjustmentRecord, Record, SentenceRecord

MADE: Final = UUID("5d1b3a0e-6a5e-4f0e-9d2c-7d5b0f2f4a11")
"""From which the keys of made rows follow, so that the same nation has the same."""
TYPE: Final = "ADIMP"
Row = Sequence[Any]  # Any: columns of any type


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One person with one standard sentence: `id` is that of every row, as each table has one for it.

    Remand ends on the day before the sentence. A recall is a standard one. Where nobody approved the dates `approved_by_id` is None.
    """

    id: int
    person_id: int
    born_on: date
    book_number: str
    court: str
    imposed_on: date
    offence_on: date
    months: int
    remand: int
    recalled_on: date | None
    returned_on: date | None
    made_by_id: int | None
    approved_by_id: int | None


def fill_bookings(several: Sequence[Made], *, now: datetime) -> None:
    """Make times in custody, as the owner of the tables, and tell nobody."""
    worked = [(each, work_out(_record(each), today=local_day(now))) for each in several]
    for table, columns, rows in (
        ("booking", BOOKING, (_booking(each, found, now=now) for each, found in worked)),
        ("courtorder", ORDER, (_order(each, now=now) for each in several)),
        ("sentence", SENTENCE, (_sentence(each, now=now) for each in several)),
        (
            "adjustment",
            ADJUSTMENT,
            (_remand(each, now=now) for each in several if each.remand),
        ),
        ("movement", MOVEMENT, (_movement(each, now=now) for each in several)),
        ("recall", RECALL, (_recall(each, now=now) for each in several if each.recalled_on)),
        (
            "calculation",
            CALCULATION,
            (_calculation(each, found, now=now) for each, found in worked),
        ),
    ):
        _copy(f"sentences_{table}", columns, rows)


RECORDED: Final = (
    "id",
    "booking_id",
    "person_id",
    "key",
    "recorded_at",
    "recorded_by_id",
    "superseded_because",
)
BOOKING: Final = (
    *("id", "person_id", "key", "book_number", "is_registered", "wants_removal"),
    *("has_power_to_detain", "releases_on", "recorded_at", "recorded_by_id"),
)
ORDER: Final = (*RECORDED, "court", "case_number", "imposed_on", "is_foreign")
LENGTHS: Final = (
    *("years", "months", "weeks", "days"),
    *("licence_years", "licence_months", "licence_weeks", "licence_days"),
)
SENTENCE: Final = (
    *(*RECORDED, "order_key", "line", "type", "offence_code", "offence_from", *LENGTHS),
    *("lists", "exclusions", "is_part_paid", "is_schedule_19za"),
)
ADJUSTMENT: Final = (*RECORDED, "kind", "sentence_key", "from_on", "to_on", "reason")
MOVEMENT: Final = (*RECORDED, "moved_on", "direction", "reason")
RECALL: Final = (*RECORDED, "sentence_key", "type", "revoked_on", "returned_on")
CALCULATION: Final = (
    *("id", "booking_id", "person_id", "key", "cause", "law", "law_version", "inputs", "outcome"),
    *("messages", "dates", "worked", "explanation", "overrides", "state", "made_at"),
    *("made_by_id", "approved_at", "approved_by_id"),
)


def _record(each: Made) -> Record:
    sentence = SentenceRecord(
        key=str(_key("sentence", each)),
        type=TYPE,
        sentenced_on=each.imposed_on,
        custody=Duration(months=each.months),
        offence_code="TH68010",
        offence_from=each.offence_on,
        recall=_recall_of(each),
        case_sequence=1,
        line_sequence=1,
    )
    remand = AdjustmentRecord(
        kind="REMAND", sentence=sentence.key, from_on=_first(each), to_on=_last(each)
    )
    return Record(
        born_on=each.born_on,
        sentences=(sentence,),
        adjustments=(remand,) if each.remand else (),
        movements=(Movement(on=each.imposed_on, direction=Direction.IN, reason="SENTENCE"),),
    )


def _recall_of(each: Made) -> Recall | None:
    if each.recalled_on is None:
        return None
    return Recall(
        type=RecallType.STANDARD, revoked_on=each.recalled_on, returned_on=each.returned_on
    )


def _booking(each: Made, found: WorkedOut, *, now: datetime) -> Row:
    day = releases_on(found.days)
    return (
        *(each.id, each.person_id, _key("booking", each), each.book_number, False, False, False),
        *(day, now, each.made_by_id),
    )


def _order(each: Made, *, now: datetime) -> Row:
    number = f"T{each.imposed_on.year}{each.id % 10_000:04}"
    return (*_recorded("courtorder", each, now=now), each.court, number, each.imposed_on, False)


def _sentence(each: Made, *, now: datetime) -> Row:
    lengths = (0, each.months, 0, 0, 0, 0, 0, 0)
    return (
        *(*_recorded("sentence", each, now=now), _key("courtorder", each), 1, TYPE, "TH68010"),
        *(each.offence_on, *lengths, "", "[]", False, False),
    )


def _remand(each: Made, *, now: datetime) -> Row:
    return (
        *(*_recorded("adjustment", each, now=now), "REMAND", _key("sentence", each)),
        *(_first(each), _last(each), ""),
    )


def _movement(each: Made, *, now: datetime) -> Row:
    return (
        *_recorded("movement", each, now=now),
        *(each.imposed_on, Direction.IN.value, "SENTENCE"),
    )


def _recall(each: Made, *, now: datetime) -> Row:
    return (
        *(*_recorded("recall", each, now=now), _key("sentence", each), RecallType.STANDARD.value),
        *(each.recalled_on, each.returned_on),
    )


def _calculation(each: Made, found: WorkedOut, *, now: datetime) -> Row:
    is_approved = each.approved_by_id is not None and bool(found.dates)
    return (
        *(each.id, each.id, each.person_id, _key("calculation", each), Cause.ORDER.value),
        *(found.law, found.law_version, _json(found.inputs), str(found.outcome)),
        *(_json(found.messages), _json(found.dates), _json(found.worked)),
        *(_json(found.explanation), "{}"),
        *((State.APPROVED if is_approved else State.DRAFT).value, now, each.made_by_id),
        *((now, each.approved_by_id) if is_approved else (None, None)),
    )


def _recorded(table: str, each: Made, *, now: datetime) -> Row:
    return (each.id, each.id, each.person_id, _key(table, each), now, each.made_by_id, "")


def _first(each: Made) -> date:
    return date.fromordinal(each.imposed_on.toordinal() - each.remand)


def _last(each: Made) -> date:
    return date.fromordinal(each.imposed_on.toordinal() - 1)


def _key(table: str, each: Made) -> UUID:
    return uuid5(MADE, f"{table} {each.id}")


def _json(value: object) -> str:
    return json.dumps(value)


def _copy(table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as copy,
    ):
        for row in rows:
            copy.write_row(row)
