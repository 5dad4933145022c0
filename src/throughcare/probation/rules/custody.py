"""Custody: which status may follow which, when somebody may be released or recalled, and when the community takes over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from throughcare.kernel.refusals import Reason
from throughcare.probation.rules.lengths import months_later
from throughcare.probation.rules.limits import Limits

MOVES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "A": ("B", "R", "I", "T"),
        "D": ("A", "B", "T"),
        "R": ("A", "B", "C"),
        "I": ("A", "B", "T"),
        "B": ("C", "P", "T", "AT"),
        "C": ("B", "T"),
        "P": ("T", "AT"),
        "T": (),
        "AT": (),
    }
)
"""By status, what it may go to; drawn from the rules of release and recall. The database holds to the same."""

_AFTER: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {("back", "R"): "A", ("out", "A"): "R", ("hospital", "A"): "I"}
)
"""By movement and status, the status after it; whatever is not named leaves it as it is."""

IN_PRISON: Final = ("A", "C", "D", "I", "R")
MAY_BE_RELEASED: Final = ("A", "C", "D", "R")
MAY_BE_RECALLED: Final = ("B", "R")
OVER: Final = ("T", "AT")


def may_become(was: str, *, becomes: str) -> bool:
    """Whether a status may follow another; to stay as it is, it always may."""
    return was == becomes or becomes in MOVES[was]


def reasons_against_release(*, status: str, is_committal: bool) -> list[Reason]:
    """Why somebody may not be released: only from custody, and not from a committal for a breach of supervision."""
    reasons = []
    if status == "B":
        reasons.append(Reason("is-released", "This person is released already."))
    elif status not in MAY_BE_RELEASED:
        reasons.append(Reason("not-in-custody", "Only somebody who is in custody is released."))
    if is_committal:
        said = "Nobody is released on licence from a committal for a breach of supervision."
        reasons.append(Reason("is-committal", said))
    return reasons


def reasons_against_recall(*, status: str, has_release: bool, is_recalled: bool) -> list[Reason]:
    """Why somebody may not be recalled: only from licence or temporary licence, and each release once."""
    reasons = []
    if status not in MAY_BE_RECALLED:
        said = "Only somebody who is released on licence is recalled."
        reasons.append(Reason("not-on-licence", said))
    if not has_release:
        reasons.append(Reason("no-release", "No release is recorded that a recall could end."))
    if is_recalled:
        reasons.append(Reason("is-recalled", "The latest release is recalled already."))
    return reasons


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What a movement does: the status after it, and whether it starts a recall. `doubt` says why nothing may be done by itself."""

    status: str
    starts_recall: bool = False
    doubt: str = ""


def effect_of(kind: str, *, status: str, is_committal: bool = False) -> Effect:
    """What follows from a movement that a prison reports.

    >>> effect_of("release", status="A")
    Effect(status='B', starts_recall=False, doubt='')
    """
    if status in OVER:
        return Effect(status=status, doubt="The custody of this sentence is over.")
    if kind == "admission":
        return _admitted(status)
    if kind == "release":
        return _released(status, is_committal=is_committal)
    if status not in IN_PRISON:
        return Effect(status=status, doubt="The record says that this person is not in prison.")
    return Effect(status=_AFTER.get((kind, status), status))


def _admitted(status: str) -> Effect:
    match status:
        case "B":
            # A return after release is a recall, whether or not one is recorded.
            return Effect(status="C", starts_recall=True)
        case "R" | "I":
            return Effect(status="A")
        case "P":
            said = "This person is under post-sentence supervision: custody may be of another sentence."
            return Effect(status=status, doubt=said)
    return Effect(status=status)


def _released(status: str, *, is_committal: bool) -> Effect:
    if status == "B":
        return Effect(status=status, doubt="This person is released already.")
    if status == "P" or is_committal:
        said = "The record does not allow a release on licence from this custody."
        return Effect(status=status, doubt=said)
    return Effect(status="B")


@dataclass(frozen=True, kw_only=True)
class Handover:
    """When a case goes from the prison to the community: None where the community is responsible from the start."""

    starts_on: date | None
    why: str


def handover(
    *,
    sentenced_on: date,
    earliest_release_on: date,
    has_parole: bool,
    is_early: bool,
    limits: Limits,
) -> Handover:
    """When the community takes over (offender management in custody; policy, not law). The terms are those of the sentence's day."""
    if is_early:
        on = _before(earliest_release_on, limits, "handover-early-months", day=sentenced_on)
        return Handover(starts_on=on, why="It was allocated early.")
    within = _number(limits, "handover-none-within", day=sentenced_on)
    if earliest_release_on <= months_later(sentenced_on, months=within):
        why = f"Release is within {within} months of the sentence: the community is responsible from the start."
        return Handover(starts_on=None, why=why)
    if has_parole:
        on = _before(earliest_release_on, limits, "handover-parole-months", day=sentenced_on)
        return Handover(starts_on=on, why="The Parole Board decides on release.")
    on = _before(earliest_release_on, limits, "handover-months", day=sentenced_on)
    days = _number(limits, "handover-days", day=sentenced_on)
    return Handover(starts_on=on - timedelta(days=days), why="Release is automatic.")


def _before(day_of_release: date, limits: Limits, code: str, *, day: date) -> date:
    return months_later(day_of_release, months=-_number(limits, code, day=day))


def _number(limits: Limits, code: str, *, day: date) -> int:
    version = limits[code].on(day)
    if version is None or version.most is None:
        raise LookupError(f"Nothing is set for {code} on {day:%d %B %Y}.")
    return int(version.most)
