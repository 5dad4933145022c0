"""Who is or was with a unit: an old one finds whom it had, a new one whom it has or had."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

from throughcare.organisation import queries as organisation


@dataclass(frozen=True, kw_only=True)
class With:
    """A page of the people who are or were with a unit, by CRN, and how many there are in all."""

    crns: tuple[str, ...]
    total: int


def unit_and_under(found: organisation.Routed) -> list[int]:
    """The unit that a code was given to and all under it: as it is, or as it was in its last moment."""
    at = organisation.pinned()
    if not found.given_to.is_open and found.ended_at is not None:
        at = organisation.Moment(at=found.ended_at - timedelta(microseconds=1), live=at.live)
    under = organisation.all_under(found.given_to.unit_id, hierarchy="line", moment=at)
    return [found.given_to.unit_id, *(each.unit_id for each in under)]


def ever_with(person_ids: Collection[int], *, unit_ids: Collection[int]) -> frozenset[int]:
    """Which of some people are or were with any of some units; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM probation_ever_with(%s::bigint[], %s::bigint[])",
            [list(person_ids), list(unit_ids)],
        )
        return frozenset(person_id for (person_id,) in cursor.fetchall())


def people_with(unit_ids: Collection[int], *, limit: int, offset: int) -> With:
    """Everybody who is or was with any of some units, in pages; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT crn, total FROM probation_people_with(%s::bigint[], %s, %s)",
            [list(unit_ids), limit, offset],
        )
        rows = cursor.fetchall()
    return With(crns=tuple(crn for crn, _ in rows), total=rows[0][1] if rows else 0)
