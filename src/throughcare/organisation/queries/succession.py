"""How duties passed from unit to unit, and what that makes of figures for a period."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughcare.organisation.queries import units
from throughcare.organisation.queries.moments import Moment, asked, rows
from throughcare.organisation.queries.units import Named


@dataclass(frozen=True, kw_only=True)
class Edge:
    """Part of an event by which duties passed; no successor for an empty closure."""

    event: str
    effective_at: datetime
    legal_basis: str
    predecessor_id: int
    successor_id: int | None
    kind: str
    rule: str
    """What decides which item goes along this edge; empty where all of them do."""
    passes: str
    is_reversal: bool


@dataclass(frozen=True, kw_only=True)
class Reform:
    """A live change by which duties passed from unit to unit."""

    change_id: int
    reference: str
    title: str
    effective_at: datetime


@dataclass(frozen=True, kw_only=True)
class Ancestor:
    unit: Named
    generation: int
    """1 for a direct predecessor."""


@dataclass(frozen=True, kw_only=True)
class Bridge:
    """A unit of a period, and the unit under which its figures are restated at the period's end.

    A unit that is divided among several has a bridge to each: its figures are counted again item by item, by `rules`.
    """

    unit_id: int
    code: str
    successor_id: int | None
    successor_code: str
    is_divided: bool
    rules: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """The units that figures for a period can be given under, and how one shape is restated in another."""

    starts_at: datetime
    ends_at: datetime
    old: tuple[Named, ...]
    """Open as the period begins."""
    new: tuple[Named, ...]
    """Open in its last instant."""
    bridges: tuple[Bridge, ...]
    """From every unit that was open at any time in the period."""
    edges: tuple[Edge, ...]
    """By which duties passed between them in the period."""

    @property
    def is_straddled(self) -> bool:
        """Whether figures differ by shape at all."""
        return any(bridge.unit_id != bridge.successor_id for bridge in self.bridges)


def current_successors(unit_id: int, *, moment: Moment) -> tuple[Named, ...]:
    """The open units that a unit's duties have come to, by id; a unit that is open answers itself. One query.

    Nothing is answered for an empty closure, and for a unit that has not begun.
    """
    found = rows(
        "SELECT unit_id FROM organisation_successors(%(unit)s, %(at)s, %(live)s::bigint[], %(known)s)",
        asked(moment, unit=unit_id),
    )
    return units.named([row[0] for row in found], moment=moment)


def predecessors(unit_id: int, *, moment: Moment) -> tuple[Ancestor, ...]:
    """Every unit whose duties came to this one, nearest first. A reversal makes nobody a predecessor."""
    generations = dict(
        rows(
            """
            SELECT unit_id, generation
            FROM organisation_predecessors(%(unit)s, %(at)s, %(live)s::bigint[], %(known)s)
            """,
            asked(moment, unit=unit_id),
        )
    )
    found = (
        Ancestor(unit=each, generation=generations[each.unit_id])
        for each in units.named(list(generations), moment=moment)
    )
    return tuple(sorted(found, key=lambda each: (each.generation, each.unit.unit_id)))


def edges(unit_ids: Collection[int], *, moment: Moment) -> tuple[Edge, ...]:
    """All edges from or to some units up to the moment, in order of time; one query."""
    found = rows(
        """
        SELECT s.reference, s.effective_at, s.legal_basis, s.predecessor_id, s.successor_id, s.kind, s.rule,
            s.passes, s.is_reversal
        FROM organisation_edges_at(%(at)s, %(live)s::bigint[], %(known)s) s
        WHERE s.predecessor_id = ANY (%(ids)s::bigint[]) OR s.successor_id = ANY (%(ids)s::bigint[])
        ORDER BY s.effective_at, s.event_id, s.predecessor_id, s.successor_id
        """,
        asked(moment, ids=list(unit_ids)),
    )
    return tuple(Edge(**dict(zip(Edge.__dataclass_fields__, row, strict=True))) for row in found)


def reforms(*, moment: Moment) -> tuple[Reform, ...]:
    """What has changed who answers for what, up to the moment, the latest first; one query."""
    found = rows(
        """
        SELECT c.id, c.reference, c.title, c.effective_at
        FROM organisation_change c
        WHERE c.id = ANY (%(live)s::bigint[]) AND c.effective_at <= %(at)s
          AND EXISTS (SELECT FROM organisation_successionevent e JOIN organisation_successionedge s ON s.event_id = e.id
                      WHERE e.change_id = c.id AND s.successor_id IS DISTINCT FROM s.predecessor_id)
        ORDER BY c.effective_at DESC, c.id DESC
        """,
        asked(moment),
    )
    return tuple(
        Reform(change_id=row[0], reference=row[1], title=row[2], effective_at=row[3])
        for row in found
    )


def shapes(
    *,
    starts_at: datetime,
    ends_at: datetime,
    moment: Moment,
    kinds: Collection[str] | None = None,
) -> Shapes:
    """Old units, new units, and the bridge between them, for a report on [starts_at, ends_at).

    Without `kinds`, units of every kind of provider. `moment` says by which changes and as known when; its own `at` does not count.

    Raises:
        ValueError: the period is empty.
    """
    if starts_at >= ends_at:
        raise ValueError("A period ends after it starts.")
    first = Moment(at=starts_at, live=moment.live, known=moment.known)
    last = Moment(at=ends_at - timedelta(microseconds=1), live=moment.live, known=moment.known)
    bridges = _bridges(first=first, last=last, kinds=kinds)
    passed = edges({bridge.unit_id for bridge in bridges}, moment=last)
    return Shapes(
        starts_at=starts_at,
        ends_at=ends_at,
        old=units.of_kinds(kinds, moment=first),
        new=units.of_kinds(kinds, moment=last),
        bridges=bridges,
        edges=tuple(edge for edge in passed if starts_at <= edge.effective_at < ends_at),
    )


def _bridges(*, first: Moment, last: Moment, kinds: Collection[str] | None) -> tuple[Bridge, ...]:
    found = rows(
        """
        WITH begun AS (
            SELECT DISTINCT f.unit_id FROM organisation_unitfact f
            WHERE f.fact = 'operating' AND f.value = 'yes' AND f.starts_at <= %(at)s
              AND f.recorded_at <= %(known)s::timestamptz
              AND (f.superseded_at IS NULL OR f.superseded_at > %(known)s::timestamptz)
              AND (f.change_id IS NULL OR f.change_id = ANY (%(live)s::bigint[]))
              AND (f.starts_at > %(first)s
                   OR organisation_is_open(f.unit_id, %(first)s, %(live)s::bigint[], %(known)s))
        ),
        counted AS (
            SELECT b.unit_id FROM begun b
            WHERE organisation_fact(b.unit_id, 'kind', %(at)s, %(live)s::bigint[], %(known)s)
                = ANY (coalesce(%(kinds)s::text[], ARRAY(SELECT code::text FROM organisation_kind WHERE is_provider)))
        )
        SELECT c.unit_id, organisation_code(c.unit_id, %(at)s, %(live)s::bigint[], %(known)s),
            s.unit_id, organisation_code(s.unit_id, %(at)s, %(live)s::bigint[], %(known)s),
            count(s.unit_id) OVER (PARTITION BY c.unit_id) > 1,
            (SELECT array_agg(DISTINCT e.rule ORDER BY e.rule)
             FROM organisation_edges_at(%(at)s, %(live)s::bigint[], %(known)s) e
             WHERE e.predecessor_id = c.unit_id AND e.rule <> ''
               AND e.event_id = organisation_last_closing(c.unit_id, %(at)s, %(live)s::bigint[], %(known)s))
        FROM counted c
        LEFT JOIN LATERAL organisation_successors(c.unit_id, %(at)s, %(live)s::bigint[], %(known)s) s ON true
        ORDER BY c.unit_id, s.unit_id
        """,
        {**asked(last), "kinds": None if kinds is None else sorted(kinds), "first": first.at},
    )
    return tuple(
        Bridge(
            unit_id=unit_id,
            code=code or "",
            successor_id=successor_id,
            successor_code=successor_code or "",
            is_divided=is_divided,
            rules=tuple(rules or ()) if is_divided else (),
        )
        for unit_id, code, successor_id, successor_code, is_divided, rules in found
    )
