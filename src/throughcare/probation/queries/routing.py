"""Where an old code leads for a person: to whoever has them now."""

from dataclasses import dataclass

from django.db import connection

from throughcare.organisation import queries as organisation


@dataclass(frozen=True, kw_only=True)
class Went:
    """Who has the case of a person, the open one first, and whether it ever was with a unit or anything under it."""

    case_id: int
    owner_id: int | None
    was_there: bool
    is_refused: bool


def route(
    code: str, *, crn: str | None, moment: organisation.Moment | None = None
) -> organisation.Routed:
    """Where something that bears a code goes now, about a person where one is named.

    A person who was with an old unit decides, wherever its other duties went. Of somebody closed to the viewer, or whom
    nobody supervises, nothing is told: the answer is the one for the code alone.

    Raises:
        Refused: nobody was given the code, or it was made in error.
    """
    at = moment or organisation.pinned()
    found = organisation.routed(code, moment=at)
    if not crn or not found.is_old:
        return found
    person = went(crn, unit_id=found.given_to.unit_id)
    if person is None or person.is_refused or person.owner_id is None:
        return found
    found = organisation.routed(code, moment=at, owner_of_item_id=person.owner_id)
    if not person.was_there or _has(found, person.owner_id, at):
        return found
    (owner,) = organisation.named([person.owner_id], moment=at)
    return organisation.passed_on(found, to=owner)


def went(crn: str, *, unit_id: int) -> Went | None:
    """Who has the case of a person; None where there is no case, or the account may not ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM probation_went(%s, %s)", [crn, unit_id])
        row = cursor.fetchone()
    return Went(**dict(zip(Went.__dataclass_fields__, row, strict=True))) if row else None


def _has(found: organisation.Routed, owner_id: int, moment: organisation.Moment) -> bool:
    """Whether a code leads to the owner, or to what is in the line under the owner."""
    if found.to is None:
        return False
    above = organisation.chain_above(found.to.unit_id, hierarchy="line", moment=moment)
    return owner_id in {found.to.unit_id, *(each.unit_id for each in above)}
