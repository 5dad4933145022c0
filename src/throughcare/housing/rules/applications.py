"""Which step of an application follows which, for whom, and what has to be there first (domain rules, 22).

The steps and moves are rows with their days, and practice of the service.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from throughcare.housing.rules.stays import Lengths
from throughcare.kernel.refusals import Reason
from throughcare.kernel.ways import Way


@dataclass(frozen=True, kw_only=True)
class Appeals:
    """Within how many days of a refusal somebody may appeal against it, and how often for one application."""

    days: int
    times: int


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The last refusal of an application: when, by which account, and how many appeals there were."""

    on: date
    by_id: int | None
    appeals: int


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an application says, and what came of it so far."""

    arrives_on: date | None
    nights: int | None
    purpose: str
    risk: str
    is_case_open: bool
    lengths: Lengths
    appeals: Appeals
    refusal: Refusal | None = None


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said with a step, where the step asks for it, and by which account. `reasons` are those that may be chosen."""

    by_id: int | None = None
    note: str = ""
    reason: str = ""
    reasons: Collection[str] = ()
    arrives_on: date | None = None
    nights: int | None = None


def reasons_against(way: Way, *, known: Known, said: Said, today: date) -> list[Reason]:
    """Everything that a move lacks. What a bed or a stay has to have is asked by the rules of stays."""
    reasons = reasons_against_appeal(way, known=known, by_id=said.by_id, today=today)
    if "complete" in way.needs:
        reasons += _incomplete(known, today=today)
    if "dates" in way.needs:
        reasons += _against_dates(said.arrives_on, said.nights, lengths=known.lengths, today=today)
    if "note" in way.needs and not said.note.strip():
        reasons.append(Reason("no-note", "Say what is asked, or why."))
    if "reason" in way.needs and said.reason not in said.reasons:
        reasons.append(Reason("no-reason", "Select a reason."))
    if not known.is_case_open and not way.to.is_end:
        reasons.append(Reason("case-closed", "The case is closed."))
    return reasons


def reasons_against_appeal(
    way: Way, *, known: Known, by_id: int | None, today: date
) -> list[Reason]:
    """What is against a move that appeals against a refusal, or decides an appeal; of others, nothing.

    An appeal is in time on the last of its days still. Whoever refused decides nothing about it.
    """
    if known.refusal is None:
        return []
    reasons = []
    if "appeal" in way.needs and (today - known.refusal.on).days > known.appeals.days:
        days = known.appeals.days
        reasons.append(
            Reason("too-late", f"An appeal is made within {days} days of the refusal. Apply again.")
        )
    if "appeal" in way.needs and known.refusal.appeals >= known.appeals.times:
        reasons.append(
            Reason("appealed-already", "The appeal was decided. Apply again if things changed.")
        )
    if "another" in way.needs and by_id is not None and by_id == known.refusal.by_id:
        reasons.append(
            Reason("refused-it", "Somebody other than who refused it decides the appeal.")
        )
    return reasons


def _incomplete(known: Known, *, today: date) -> list[Reason]:
    reasons = _against_dates(known.arrives_on, known.nights, lengths=known.lengths, today=today)
    if not known.purpose.strip():
        reasons.append(Reason("no-purpose", "Say what the placement is for."))
    if not known.risk.strip():
        reasons.append(Reason("no-risk", "Enter what the premises have to know about risk."))
    return reasons


def _against_dates(
    arrives_on: date | None, nights: int | None, *, lengths: Lengths, today: date
) -> list[Reason]:
    reasons = []
    if arrives_on is None:
        reasons.append(Reason("no-day", "Enter the day on which the person is to arrive."))
    elif arrives_on < today:
        reasons.append(Reason("day-over", "The day of arrival must be today or later."))
    if nights is None or nights < 1:
        reasons.append(Reason("no-nights", "Enter for how many nights."))
    elif nights > lengths.booked:
        reasons.append(
            Reason("too-long", f"At most {lengths.booked} nights may be asked for at once.")
        )
    return reasons
