"""Where somebody who is referred to an accredited programme may come to stand next (domain rules, 22).

Statuses and moves are rows with their days. Practice of the service, not law.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from throughcare.kernel.refusals import Reason


@dataclass(frozen=True, kw_only=True)
class Status:
    """A place to stand. One that `is_grouped` has a place in a group; `is_closed` is an end."""

    code: str
    position: int
    description: str
    is_closed: bool
    is_grouped: bool


@dataclass(frozen=True, kw_only=True)
class Follows:
    """That a status may follow another, from a day on and until another."""

    here: str
    to: Status
    starts_on: date
    ends_on: date | None


def next_statuses(moves: Iterable[Follows], *, here: str, on: date) -> tuple[Status, ...]:
    """What may follow on a day, in order."""
    found = (
        each.to
        for each in moves
        if each.here == here
        and each.starts_on <= on
        and (each.ends_on is None or on < each.ends_on)
    )
    return tuple(sorted(found, key=lambda status: status.position))


def reasons_against_status(
    wanted: str, *, offered: Collection[Status], note: str, has_group: bool, sessions_untold: int
) -> list[Reason]:
    """Why a status may not follow now."""
    status = next((each for each in offered if each.code == wanted), None)
    if status is None:
        return [Reason("does-not-follow", "Select a status that can follow this one.")]
    reasons = []
    if status.is_grouped and not has_group:
        reasons.append(Reason("no-group", "Give the person a place in a group first."))
    if not status.is_grouped and not note.strip():
        reasons.append(Reason("no-note", "Say why."))
    if status.code == "programme-complete" and sessions_untold:
        reasons.append(
            Reason("sessions-untold", "A session is over and the register has nothing of it.")
        )
    return reasons


def reasons_against_place(
    *, is_of_programme: bool, taken: int, places: int, is_over: bool, may_have_group: bool
) -> list[Reason]:
    """Why nobody more can be given a place in a group."""
    reasons = []
    if not may_have_group:
        reasons.append(
            Reason(
                "not-now", "A place is given to somebody who waits for one: awaiting allocation."
            )
        )
    if not is_of_programme:
        reasons.append(Reason("another-programme", "The group does another programme."))
    if is_over:
        reasons.append(Reason("group-over", "The group has ended."))
    if taken >= places:
        reasons.append(Reason("full", "The group has no place left."))
    return reasons
