"""What was entered, row by row, for whoever puts it right."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from throughcare.sentences.catalogue import catalogue
from throughcare.sentences.models import (
    Adjustment,
    Booking,
    CourtOrder,
    Movement,
    Recall,
    Recorded,
    Sentence,
)
from throughcare.sentences.rules.records import Catalogue

_ALL = (CourtOrder, Sentence, Recall, Adjustment, Movement)


@dataclass(frozen=True, kw_only=True)
class OrderEntered:
    order: CourtOrder
    number: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, kw_only=True)
class Entered:
    """Everything in force of a time in custody. `called` has what a sentence is called by its key: order and count."""

    orders: tuple[OrderEntered, ...]
    recalls: tuple[Recall, ...]
    adjustments: tuple[Adjustment, ...]
    movements: tuple[Movement, ...]
    called: Mapping[UUID, str]

    @property
    def sentences(self) -> list[Sentence]:
        return [each for order in self.orders for each in order.sentences]


def entered(booking: Booking) -> Entered:
    """Five queries."""
    current = {"booking": booking, "superseded_at": None}
    orders = list(CourtOrder.objects.filter(**current).order_by("imposed_on", "pk"))
    sentences = list(Sentence.objects.filter(**current).order_by("line", "pk"))
    made = tuple(
        OrderEntered(
            order=order,
            number=number,
            sentences=tuple(each for each in sentences if each.order_key == order.key),
        )
        for number, order in enumerate(orders, start=1)
    )
    return Entered(
        orders=made,
        recalls=tuple(Recall.objects.filter(**current).order_by("revoked_on", "pk")),
        adjustments=tuple(Adjustment.objects.filter(**current).order_by("from_on", "pk")),
        movements=tuple(Movement.objects.filter(**current).order_by("moved_on", "pk")),
        called={
            each.key: f"{order.number}.{each.line}" for order in made for each in order.sentences
        },
    )


def row_in_force(table: type[Recorded], booking: Booking, key: UUID) -> Recorded | None:
    return table.objects.filter(booking=booking, key=key, superseded_at=None).first()


def rows_before(booking: Booking, *, limit: int) -> list[Recorded]:
    """What was entered and is not in force any more, the latest end first."""
    found: list[Recorded] = []
    for table in _ALL:
        found += table.objects.filter(booking=booking, superseded_at__isnull=False).order_by(
            "-superseded_at", "-pk"
        )[:limit]
    ordered = sorted(found, key=lambda row: (row.superseded_at, row.pk), reverse=True)
    return ordered[:limit]


def types() -> Catalogue:
    """The types of sentence and what is said of offences."""
    return catalogue()
