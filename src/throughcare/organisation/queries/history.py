"""The whole story of a unit, as the system knows it or once knew it."""

from dataclasses import dataclass
from datetime import datetime

from throughcare.organisation.queries.moments import Moment, asked, rows


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Something that began to be true of a unit. `corrected_at` is when it was found wrong."""

    starts_at: datetime
    subject: str
    """`code`, `fact NAME`, `parent in HIERARCHY`, `owner`, `succeeded by`, `succeeds`."""
    value: str
    """A code where it is a unit, empty for none."""
    recorded_at: datetime
    corrected_at: datetime | None
    change: str
    """The reference of the change that it came with, or empty."""


# What is said of a unit, with both clocks; edges and their events are never corrected.
_SAID = """
    SELECT said.starts_at, said.subject, said.value, said.recorded_at, said.corrected_at, coalesce(c.reference, '')
    FROM (
        SELECT starts_at, 'code' AS subject, code AS value, recorded_at, withdrawn_at AS corrected_at, change_id
        FROM organisation_unitcode WHERE unit_id = %(unit)s
        UNION ALL
        SELECT starts_at, 'fact ' || fact, value, recorded_at, superseded_at, change_id
        FROM organisation_unitfact WHERE unit_id = %(unit)s
        UNION ALL
        SELECT starts_at, 'parent in ' || hierarchy,
            coalesce(organisation_code(parent_id, starts_at, %(live)s::bigint[], %(known)s), ''),
            recorded_at, superseded_at, change_id
        FROM organisation_placement WHERE unit_id = %(unit)s
        UNION ALL
        SELECT o.starts_at, 'owner', coalesce(e.code, ''), o.recorded_at, o.superseded_at, o.change_id
        FROM organisation_unitownership o LEFT JOIN organisation_legalentity e ON e.id = o.entity_id
        WHERE o.unit_id = %(unit)s
        UNION ALL
        SELECT e.effective_at, 'succeeded by',
            coalesce(organisation_code(s.successor_id, e.effective_at, %(live)s::bigint[], %(known)s), ''),
            e.recorded_at, NULL, e.change_id
        FROM organisation_successionedge s JOIN organisation_successionevent e ON e.id = s.event_id
        WHERE s.predecessor_id = %(unit)s
        UNION ALL
        SELECT e.effective_at, 'succeeds',
            coalesce(organisation_code(s.predecessor_id, e.effective_at, %(live)s::bigint[], %(known)s), ''),
            e.recorded_at, NULL, e.change_id
        FROM organisation_successionedge s JOIN organisation_successionevent e ON e.id = s.event_id
        WHERE s.successor_id = %(unit)s
    ) said
    LEFT JOIN organisation_change c ON c.id = said.change_id
    WHERE said.recorded_at <= %(known)s::timestamptz
      AND (said.change_id IS NULL OR said.change_id = ANY (%(live)s::bigint[]))
"""
_ORDER = " ORDER BY said.starts_at, said.subject, said.value, said.recorded_at"


def history(unit_id: int, *, moment: Moment) -> tuple[Entry, ...]:
    """What is true of a unit from when, in order of time, as known on the day; what is still to come included. One query."""
    return _entries(
        _SAID
        + "AND (said.corrected_at IS NULL OR said.corrected_at > %(known)s::timestamptz)"
        + _ORDER,
        unit_id=unit_id,
        moment=moment,
    )


def corrections(unit_id: int, *, moment: Moment) -> tuple[Entry, ...]:
    """What was once held true of a unit and was found wrong by the day of knowledge. One query."""
    return _entries(
        _SAID + "AND said.corrected_at <= %(known)s::timestamptz" + _ORDER,
        unit_id=unit_id,
        moment=moment,
    )


def _entries(statement: str, *, unit_id: int, moment: Moment) -> tuple[Entry, ...]:
    return tuple(
        Entry(**dict(zip(Entry.__dataclass_fields__, row, strict=True)))
        for row in rows(statement, asked(moment, unit=unit_id))
    )
