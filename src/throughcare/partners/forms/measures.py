"""Service levels as they are read: what came out, what of it could be judged, and how old the records are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Self

from ninja import Schema

from throughcare.measures import queries as measures


class WhyNot(Schema):
    """Why some were excluded, or are waiting: not judged yet, or not to be judged by the record."""

    outcome: str
    why: str
    number: int


class ServiceLevel(Schema):
    """One service level. `share` is of those judged, in per cent, rounded down; null where there were none.

    `coverage` is how many in a hundred were judged or excluded; the rest wait. `recorded_at` is when the latest record that was
    counted was written. One that no record shows has no figure: `unrecorded` says what is wanting.
    """

    code: str
    title: str
    rule: str
    source: str
    target: Decimal | None
    is_reached: bool | None
    share: Decimal | None
    met: int
    missed: int
    excluded: int
    waiting: int
    coverage: Decimal | None
    reasons: list[WhyNot]
    recorded_at: datetime | None
    unrecorded: str

    @classmethod
    def of(cls, figure: measures.Figure) -> Self:
        definition, tally = figure.definition, figure.tally
        return cls(
            code=definition.code,
            title=definition.title,
            rule=definition.rule,
            source=definition.source,
            target=definition.target,
            is_reached=tally.reaches(definition.target),
            share=tally.share,
            met=tally.met,
            missed=tally.missed,
            excluded=tally.excluded,
            waiting=tally.waiting,
            coverage=tally.coverage,
            reasons=[
                WhyNot(outcome=outcome, why=why, number=number)
                for outcome, why, number in tally.reasons
            ],
            recorded_at=figure.recorded_at,
            unrecorded=definition.unrecorded,
        )


class Measures(Schema):
    """The service levels of a provider, or of a unit under one, by clocks that started in a month. Counted when it was asked."""

    unit: str
    name: str
    since: date
    until: date
    counted_at: datetime
    service_levels: list[ServiceLevel]

    @classmethod
    def of(
        cls,
        scope: measures.Scope,
        figures: tuple[measures.Figure, ...],
        *,
        since: date,
        until: date,
        counted_at: datetime,
    ) -> Self:
        return cls(
            unit=scope.unit.code,
            name=scope.unit.name,
            since=since,
            until=until,
            counted_at=counted_at,
            service_levels=[ServiceLevel.of(each) for each in figures],
        )
