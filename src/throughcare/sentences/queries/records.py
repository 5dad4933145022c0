"""What is recorded of a time in custody, as the rules take it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from throughcare.sentences import models as tables
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.facts import AtLargeReason, Direction, Movement, Recall, RecallType
from throughcare.sentences.rules.records import AdjustmentRecord, Record, SentenceRecord

Row = TypeVar("Row", bound=tables.Recorded)


def record_of(booking: tables.Booking) -> Record:
    """Everything in force of a time in custody; six queries."""
    return records_of([booking])[booking.pk]


def records_of(bookings: Sequence[tables.Booking]) -> Mapping[int, Record]:
    """Everything in force of several times in custody, by their keys; five queries, whose persons come with the bookings."""
    ids = [each.pk for each in bookings]
    orders = _by_booking(tables.CourtOrder, ids)
    sentences = _by_booking(tables.Sentence, ids)
    recalls = _by_booking(tables.Recall, ids)
    adjustments = _by_booking(tables.Adjustment, ids)
    movements = _by_booking(tables.Movement, ids)
    return {
        each.pk: Record(
            born_on=each.person.born_on,
            is_registered=each.is_registered,
            wants_removal=each.wants_removal,
            has_power_to_detain=each.has_power_to_detain,
            sentences=_sentences(orders[each.pk], sentences[each.pk], recalls[each.pk]),
            adjustments=tuple(map(_adjustment, adjustments[each.pk])),
            movements=tuple(map(_movement, movements[each.pk])),
        )
        for each in bookings
    }


def _by_booking(table: type[Row], ids: Sequence[int]) -> Mapping[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in table.objects.filter(booking_id__in=ids, superseded_at=None).order_by("id"):
        found[row.booking_id].append(row)
    return found


def _sentences(
    orders: Iterable[tables.CourtOrder],
    sentences: Iterable[tables.Sentence],
    recalls: Iterable[tables.Recall],
) -> tuple[SentenceRecord, ...]:
    numbered = {
        each.key: (number, each)
        for number, each in enumerate(
            sorted(orders, key=lambda order: (order.imposed_on, order.pk)), start=1
        )
    }
    recalled = {each.sentence_key: each for each in recalls}
    ordered = sorted(sentences, key=lambda row: (numbered[row.order_key][0], row.line, row.pk))
    return tuple(_sentence(row, *numbered[row.order_key], recalled.get(row.key)) for row in ordered)


def _sentence(
    row: tables.Sentence, number: int, order: tables.CourtOrder, recall: tables.Recall | None
) -> SentenceRecord:
    return SentenceRecord(
        key=str(row.key),
        type=row.type,
        sentenced_on=order.imposed_on,
        custody=Duration(years=row.years, months=row.months, weeks=row.weeks, days=row.days),
        extension=Duration(
            years=row.licence_years,
            months=row.licence_months,
            weeks=row.licence_weeks,
            days=row.licence_days,
        ),
        offence_code=row.offence_code,
        offence_from=row.offence_from,
        offence_to=row.offence_to,
        follows=_text(row.follows_key),
        lists=frozenset(row.lists),
        exclusions=frozenset(row.exclusions),
        fine=None if row.fine is None else float(row.fine),
        is_part_paid=row.is_part_paid,
        is_schedule_19za=row.is_schedule_19za,
        is_foreign=order.is_foreign,
        supervised_until=row.supervised_until,
        recall=_recall(recall) if recall else None,
        case_sequence=number,
        line_sequence=row.line,
    )


def _recall(row: tables.Recall) -> Recall:
    return Recall(type=RecallType(row.type), revoked_on=row.revoked_on, returned_on=row.returned_on)


def _adjustment(row: tables.Adjustment) -> AdjustmentRecord:
    return AdjustmentRecord(
        kind=row.kind,
        sentence=_text(row.sentence_key),
        days=row.days,
        from_on=row.from_on,
        to_on=row.to_on,
        reason=AtLargeReason(row.reason) if row.reason else None,
    )


def _movement(row: tables.Movement) -> Movement:
    return Movement(on=row.moved_on, direction=Direction(row.direction), reason=row.reason)


def _text(key: UUID | None) -> str | None:
    return str(key) if key else None
