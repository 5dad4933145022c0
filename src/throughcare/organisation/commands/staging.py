"""Writing a change ahead: rows that count once it is live, and the switch that makes it so.

Everything is written in bulk and as it will stand; who may do so is asked by the rooms that call.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from django.db import IntegrityError, connection, transaction

from throughcare.kernel.refusals import Refused, broken_constraint
from throughcare.organisation.choices import NO, YES, Fact, SuccessionKind
from throughcare.organisation.models import (
    Change,
    Kind,
    LegalEntity,
    Placement,
    SuccessionEdge,
    SuccessionEvent,
    Switch,
    Unit,
    UnitCode,
    UnitFact,
    UnitOwnership,
)

_SAYS_THE_SAME: Final = "organisation_switch_no_overlap"


@dataclass(frozen=True, kw_only=True)
class NewUnit:
    """A unit that begins with the change. `facts` are beyond name, kind, operating, legal and accepting work."""

    code: str
    name: str
    kind: str
    accepts_work: bool = True
    parents: tuple[tuple[str, str], ...] = ()  # hierarchy, code of the parent
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Closing:
    """A unit stops operating; in law it may exist for longer, or for good where `dissolved_at` is None."""

    unit_id: int
    closes_at: datetime
    dissolved_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Move:
    """A unit goes under another parent, with a new code where the code says where it belongs."""

    unit_id: int
    hierarchy: str
    parent_id: int | None
    code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Edge:
    predecessor_id: int
    successor_id: int | None
    kind: str
    rule: str = ""
    passes: str = ""
    is_reversal: bool = False


def bring_in_kinds(*, kinds: Iterable[tuple[str, str, bool]]) -> None:
    """Name kinds of unit: code, name, and whether they can answer in law for a case. Those there are stay as they are."""
    Kind.objects.bulk_create(
        [Kind(code=code, name=name, is_provider=is_provider) for code, name, is_provider in kinds],
        ignore_conflicts=True,
    )


def begin_change(
    *,
    reference: str,
    title: str,
    effective_at: datetime,
    now: datetime,
    redirects_until: datetime | None = None,
) -> int:
    """Open a set of rows that will come true together; its id. The same reference again is the same change.

    Until `redirects_until` codes that end with it lead on to what follows; None leaves it to the setting.
    """
    change, _ = Change.objects.get_or_create(
        reference=reference,
        defaults={
            "title": title,
            "effective_at": effective_at,
            "redirects_until": redirects_until,
            "recorded_at": now,
        },
    )
    return change.pk


def make_live(*, change_id: int, account_id: int | None, now: datetime) -> None:
    """Say that a change is live: from now on its rows count.

    Raises:
        Refused: another live change says something of the same unit at the same instant.
    """
    try:
        with transaction.atomic():
            Switch.objects.create(
                change_id=change_id, is_live=True, recorded_at=now, account_id=account_id
            )
    except IntegrityError as error:
        if broken_constraint(error) != _SAYS_THE_SAME:
            raise
        raise Refused.because(
            "clash",
            "Another live plan says something of the same units for the same moment. Give this one another instant, or another day on "
            "which bodies end in law.",
        ) from error


def make_not_live(*, change_id: int, account_id: int | None, now: datetime) -> None:
    """Say that a change is no longer live: its rows count for nothing."""
    Switch.objects.create(
        change_id=change_id, is_live=False, recorded_at=now, account_id=account_id
    )


def unstage_units(*, change_id: int) -> None:
    """Take back the units and facts of a change; the database refuses for one that ever was live."""
    SuccessionEdge.objects.filter(event__change_id=change_id).delete()
    SuccessionEvent.objects.filter(change_id=change_id).delete()
    for table in (UnitFact, Placement, UnitOwnership):
        table.objects.filter(change_id=change_id).delete()
    units = list(
        UnitCode.objects.filter(change_id=change_id)
        .exclude(unit__facts__isnull=False)
        .values_list("unit_id", flat=True)
    )
    UnitCode.objects.filter(change_id=change_id).delete()
    Unit.objects.filter(id__in=units).delete()


def stage_units(
    *,
    change_id: int,
    units: Sequence[NewUnit],
    starts_at: datetime,
    now: datetime,
    again: Mapping[str, int] = MappingProxyType({}),
) -> dict[str, int]:
    """Write units that begin with the change; their ids by code.

    Of those in `again` the unit of that id begins once more: a code is never given to another.
    """
    new = [unit.code for unit in units if unit.code not in again]
    made = Unit.objects.bulk_create(Unit(recorded_at=now) for _ in new)
    ids = {code: row.pk for code, row in zip(new, made, strict=True)}
    ids |= {unit.code: again[unit.code] for unit in units if unit.code in again}
    UnitCode.objects.bulk_create(
        UnitCode(
            code=code, unit_id=unit_id, starts_at=starts_at, change_id=change_id, recorded_at=now
        )
        for code, unit_id in ids.items()
    )
    UnitFact.objects.bulk_create(
        UnitFact(
            unit_id=ids[unit.code],
            fact=fact,
            value=value,
            starts_at=starts_at,
            change_id=change_id,
            recorded_at=now,
        )
        for unit in units
        for fact, value in _facts_of(unit)
    )
    parents = ids | _ids_by_code(
        {parent for unit in units for _, parent in unit.parents} - ids.keys()
    )
    Placement.objects.bulk_create(
        Placement(
            unit_id=ids[unit.code],
            hierarchy=hierarchy,
            parent_id=parents[parent],
            starts_at=starts_at,
            change_id=change_id,
            recorded_at=now,
        )
        for unit in units
        for hierarchy, parent in unit.parents
    )
    return ids


def stage_closings(*, change_id: int, closings: Iterable[Closing], now: datetime) -> None:
    """Write that units stop operating and accepting work, and when they cease in law."""
    rows = []
    for closing in closings:
        ends = [(Fact.OPERATING, closing.closes_at), (Fact.ACCEPTS_WORK, closing.closes_at)]
        if closing.dissolved_at is not None:
            ends.append((Fact.LEGAL, closing.dissolved_at))
        rows += [
            UnitFact(
                unit_id=closing.unit_id,
                fact=fact,
                value=NO,
                starts_at=moment,
                change_id=change_id,
                recorded_at=now,
            )
            for fact, moment in ends
        ]
    UnitFact.objects.bulk_create(rows)


def stage_facts(
    *,
    change_id: int,
    facts: Iterable[tuple[int, str, str]],
    starts_at: datetime,
    now: datetime,
) -> None:
    """Write what becomes true of units that go on: unit, fact and value."""
    UnitFact.objects.bulk_create(
        UnitFact(
            unit_id=unit_id,
            fact=Fact(fact),
            value=value,
            starts_at=starts_at,
            change_id=change_id,
            recorded_at=now,
        )
        for unit_id, fact, value in facts
    )


def stage_moves(
    *, change_id: int, moves: Sequence[Move], starts_at: datetime, now: datetime
) -> None:
    """Write new parents, and new codes where given."""
    Placement.objects.bulk_create(
        Placement(
            unit_id=move.unit_id,
            hierarchy=move.hierarchy,
            parent_id=move.parent_id,
            starts_at=starts_at,
            change_id=change_id,
            recorded_at=now,
        )
        for move in moves
    )
    UnitCode.objects.bulk_create(
        UnitCode(
            code=move.code,
            unit_id=move.unit_id,
            starts_at=starts_at,
            change_id=change_id,
            recorded_at=now,
        )
        for move in moves
        if move.code is not None
    )


def stage_ownerships(
    *,
    change_id: int,
    owners: Iterable[tuple[int, str, str]],
    starts_at: datetime,
    now: datetime,
) -> None:
    """Write who owns companies: unit, and code and name of the entity in law."""
    rows = []
    for unit_id, code, name in owners:
        entity, _ = LegalEntity.objects.get_or_create(code=code, defaults={"name": name})
        rows.append(
            UnitOwnership(
                unit_id=unit_id,
                entity=entity,
                starts_at=starts_at,
                change_id=change_id,
                recorded_at=now,
            )
        )
    UnitOwnership.objects.bulk_create(rows)


def stage_succession(
    *,
    change_id: int,
    reference: str,
    legal_basis: str,
    effective_at: datetime,
    edges: Iterable[Edge],
    now: datetime,
) -> None:
    """Write the event by which duties pass, with all its edges."""
    event = SuccessionEvent.objects.create(
        reference=reference,
        effective_at=effective_at,
        legal_basis=legal_basis,
        change_id=change_id,
        recorded_at=now,
    )
    SuccessionEdge.objects.bulk_create(
        SuccessionEdge(
            event=event,
            predecessor_id=edge.predecessor_id,
            successor_id=edge.successor_id,
            kind=SuccessionKind(edge.kind),
            rule=edge.rule,
            passes=edge.passes,
            is_reversal=edge.is_reversal,
        )
        for edge in edges
    )


def _facts_of(unit: NewUnit) -> tuple[tuple[str, str], ...]:
    return (
        (Fact.NAME, unit.name),
        (Fact.KIND, unit.kind),
        (Fact.OPERATING, YES),
        (Fact.LEGAL, YES),
        (Fact.ACCEPTS_WORK, YES if unit.accepts_work else NO),
        *unit.facts,
    )


def _ids_by_code(codes: set[str]) -> dict[str, int]:
    return dict(UnitCode.objects.filter(code__in=codes).values_list("code", "unit_id"))


def finish_staging() -> None:
    """Let the planner know how many rows were written, before anybody is served by them."""
    tables = (Unit, UnitCode, UnitFact, Placement, UnitOwnership, SuccessionEdge)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(each._meta.db_table for each in tables)}")
