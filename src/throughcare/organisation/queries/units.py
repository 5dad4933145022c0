"""What is true of a unit, what it belongs to, and who owns it."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from throughcare.organisation.queries.moments import Moment, Values, asked, rows

_NAMED = """
    SELECT u.id, u.reference, coalesce(organisation_code(u.id, m.at, m.live, m.known), ''),
        coalesce(organisation_fact(u.id, 'name', m.at, m.live, m.known), ''),
        coalesce(organisation_fact(u.id, 'kind', m.at, m.live, m.known), ''),
        organisation_is_open(u.id, m.at, m.live, m.known)
    FROM (SELECT %(at)s::timestamptz AS at, %(live)s::bigint[] AS live, %(known)s::timestamptz AS known) m
"""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A unit by what people call it at a moment; code, name and kind are empty before it begins."""

    unit_id: int
    reference: UUID
    code: str
    name: str
    kind: str
    is_open: bool


@dataclass(frozen=True, kw_only=True)
class Entity:
    """Somebody in law who owns a company."""

    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class UnitAsAt:
    """All that is true of a unit at a moment."""

    unit_id: int
    code: str
    facts: dict[str, str]
    """Values by `choices.Fact`."""
    parents: dict[str, int]
    """The parent's id by `choices.Hierarchy`; a hierarchy that it is not in is left out."""
    owner: Entity | None


def unit(unit_id: int, *, moment: Moment) -> UnitAsAt:
    """All that is true of a unit.

    Raises:
        LookupError: there is no such unit.
    """
    found = units([unit_id], moment=moment)
    if not found:
        raise LookupError(f"There is no unit {unit_id}.")
    return found[0]


def units(unit_ids: Collection[int], *, moment: Moment) -> tuple[UnitAsAt, ...]:
    """All that is true of some units, by id; one query."""
    found = rows(
        """
        SELECT u.id, coalesce(organisation_code(u.id, m.at, m.live, m.known), ''),
            (SELECT coalesce(jsonb_object_agg(f.fact, f.value), '{}')
             FROM (SELECT DISTINCT x.fact FROM organisation_unitfact x WHERE x.unit_id = u.id) kinds
             CROSS JOIN LATERAL (
                 SELECT kinds.fact, organisation_fact(u.id, kinds.fact, m.at, m.live, m.known) AS value
             ) f WHERE f.value IS NOT NULL)::text,
            (SELECT coalesce(jsonb_object_agg(p.hierarchy, p.parent_id), '{}')
             FROM (SELECT DISTINCT x.hierarchy FROM organisation_placement x WHERE x.unit_id = u.id) kinds
             CROSS JOIN LATERAL (
                 SELECT kinds.hierarchy,
                     organisation_parent(u.id, kinds.hierarchy, m.at, m.live, m.known) AS parent_id
             ) p WHERE p.parent_id IS NOT NULL)::text,
            e.code, e.name
        FROM (SELECT %(at)s::timestamptz AS at, %(live)s::bigint[] AS live, %(known)s::timestamptz AS known) m
        JOIN organisation_unit u ON u.id = ANY (%(ids)s::bigint[])
        LEFT JOIN organisation_ownerships_at(%(at)s, %(live)s::bigint[], %(known)s) o ON o.unit_id = u.id
        LEFT JOIN organisation_legalentity e ON e.id = o.entity_id
        ORDER BY u.id
        """,
        asked(moment, ids=list(unit_ids)),
    )
    return tuple(
        UnitAsAt(
            unit_id=unit_id,
            code=code,
            facts=json.loads(facts),
            parents=json.loads(parents),
            owner=None if entity is None else Entity(code=entity, name=name),
        )
        for unit_id, code, facts, parents, entity, name in found
    )


def named(unit_ids: Collection[int], *, moment: Moment) -> tuple[Named, ...]:
    """Units by what people call them, by id; one query."""
    return _named(
        _NAMED + "JOIN organisation_unit u ON u.id = ANY (%(ids)s::bigint[]) ORDER BY u.id",
        asked(moment, ids=list(unit_ids)),
    )


def parent(unit_id: int, *, hierarchy: str, moment: Moment) -> Named | None:
    """The one parent of a unit in a hierarchy, or None at the top and outside."""
    return next(iter(chain_above(unit_id, hierarchy=hierarchy, moment=moment)), None)


def chain_above(unit_id: int, *, hierarchy: str, moment: Moment) -> tuple[Named, ...]:
    """The parent, its parent, and so on to the top; one query."""
    return _named(
        _NAMED
        + """
        JOIN organisation_above(%(unit)s, %(hierarchy)s, %(at)s, %(live)s::bigint[], %(known)s) a ON a.height > 0
        JOIN organisation_unit u ON u.id = a.unit_id ORDER BY a.height
        """,
        asked(moment, unit=unit_id, hierarchy=hierarchy),
    )


def keepers(unit_ids: Collection[int], *, moment: Moment) -> dict[int, Named]:
    """Who keeps the archive of units that do not operate, by unit; those without a keeper that operates are left out. Two queries.

    As known now.
    """
    kept = rows(
        """
        SELECT u.unit_id, organisation_keeper(u.unit_id, %(at)s, %(live)s::bigint[])
        FROM unnest(%(ids)s::bigint[]) u (unit_id)
        """,
        asked(moment, ids=sorted(unit_ids)),
    )
    by_unit = {unit_id: keeper_id for unit_id, keeper_id in kept if keeper_id is not None}
    if not by_unit:
        return {}
    found = {each.unit_id: each for each in named(set(by_unit.values()), moment=moment)}
    return {unit_id: found[keeper_id] for unit_id, keeper_id in by_unit.items()}


def all_under(unit_id: int, *, hierarchy: str, moment: Moment) -> tuple[Named, ...]:
    """Every unit under one at any depth, closed ones included, by id; one query."""
    return _named(
        _NAMED
        + """
        JOIN organisation_under(%(unit)s, %(hierarchy)s, %(at)s, %(live)s::bigint[], %(known)s) b ON b.unit_id <> %(unit)s
        JOIN organisation_unit u ON u.id = b.unit_id ORDER BY u.id
        """,
        asked(moment, unit=unit_id, hierarchy=hierarchy),
    )


def owner_in_law(unit_id: int, *, moment: Moment) -> Entity | None:
    """Who owns the company that a unit is, or None where nobody was named."""
    return unit(unit_id, moment=moment).owner


def owned_by(entity_code: str, *, moment: Moment) -> tuple[Named, ...]:
    """The companies that somebody in law owns, by id; one query."""
    return _named(
        _NAMED
        + """
        JOIN organisation_ownerships_at(%(at)s, %(live)s::bigint[], %(known)s) o ON true
        JOIN organisation_legalentity e ON e.id = o.entity_id AND e.code = %(entity)s
        JOIN organisation_unit u ON u.id = o.unit_id ORDER BY u.id
        """,
        asked(moment, entity=entity_code),
    )


def of_kinds(kinds: Collection[str] | None, *, moment: Moment) -> tuple[Named, ...]:
    """The open units of some kinds, or of every kind of provider, by id; one query."""
    return _named(
        _NAMED  # noqa: S608  made of constants alone
        + """
        JOIN organisation_facts_at(%(at)s, %(live)s::bigint[], %(known)s) k
            ON k.fact = 'kind' AND k.value
                = ANY (coalesce(%(kinds)s::text[], ARRAY(SELECT code::text FROM organisation_kind WHERE is_provider)))
        JOIN organisation_unit u ON u.id = k.unit_id
        WHERE organisation_is_open(u.id, m.at, m.live, m.known) ORDER BY u.id
        """,
        {**asked(moment), "kinds": None if kinds is None else sorted(kinds)},
    )


def _named(statement: str, values: Values) -> tuple[Named, ...]:
    return tuple(
        Named(
            unit_id=unit_id, reference=reference, code=code, name=name, kind=kind, is_open=is_open
        )
        for unit_id, reference, code, name, kind, is_open in rows(statement, values)
    )
