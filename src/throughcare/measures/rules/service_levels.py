"""One case by one service level: met, missed or excluded, with the reason in words (domain rules, 27).

A limit in business days does not count the day on which the clock starts (`kernel.business_days`); the last day is still in
time. What was done in time is met, whatever came afterwards. What was not is excluded where the record shows that it could
not be asked any more by the last day; only then is it missed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from fractions import Fraction

from throughcare.kernel import business_days


class Clock(StrEnum):
    """What starts the clock, and so how cases are found."""

    SENTENCE = "sentence"
    ALLOCATION = "allocation"
    RELEASE = "release"
    FIRST_ATTENDED = "first-attended"
    UNPAID_WORK_ALLOCATED = "unpaid-work-allocated"
    UNPAID_WORK_ORDERED = "unpaid-work-ordered"
    BREACH = "breach"
    BREACH_REFERRED = "breach-referred"
    REFERRAL = "referral"
    REPORT = "report"
    MONTH = "month"


class Exclusion(StrEnum):
    DIED = "died"
    LEFT = "left"
    CUSTODY = "custody"
    ENDED = "ended"


EXCLUDED_WORDS = {
    Exclusion.DIED: "The person died",
    Exclusion.LEFT: "The case went to another provider",
    Exclusion.CUSTODY: "The person was in custody",
    Exclusion.ENDED: "It ended, or was withdrawn",
}
ALREADY_WITH = "The case was with a provider before the sentence, so none was due"


class Outcome(StrEnum):
    MET = "met"
    MISSED = "missed"
    EXCLUDED = "excluded"
    WAITING = "waiting"
    """No outcome yet, or none that can be told from the record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A service level as it stood on [starts_on, ends_on), for bodies of some kinds.

    `clock` is None where no record shows it: `unrecorded` then says what is wanting. `days` are business days; a limit in
    `months` ends on the same day of a later month; with neither, the record itself has the last day.
    """

    code: str
    title: str
    rule: str
    kinds: frozenset[str]
    starts_on: date
    ends_on: date | None
    source: str
    clock: Clock | None = None
    days: int | None = None
    months: int | None = None
    target: Decimal | None = None
    excludes: tuple[Exclusion, ...] = ()
    types: tuple[str, ...] = ()
    unrecorded: str = ""

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the record has of one case and one clock. Of each exclusion the first day on which it was so."""

    case_id: int
    started_on: date
    due_on: date | None = None
    done_on: date | None = None
    is_done_on_unknown: bool = False
    was_with_provider: bool = False
    died_on: date | None = None
    left_on: date | None = None
    custody_on: date | None = None
    ended_on: date | None = None

    def first_day_of(self, exclusion: Exclusion) -> date | None:
        return {
            Exclusion.DIED: self.died_on,
            Exclusion.LEFT: self.left_on,
            Exclusion.CUSTODY: self.custody_on,
            Exclusion.ENDED: self.ended_on,
        }[exclusion]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    facts: Facts
    due_on: date
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many came to what. `share` is of those met or missed, in per cent, rounded down; None where there are none."""

    met: int
    missed: int
    excluded: int
    waiting: int
    reasons: tuple[tuple[Outcome, str, int], ...]
    """Why some were excluded or not judged, the commonest first."""

    @property
    def judged(self) -> int:
        return self.met + self.missed

    @property
    def total(self) -> int:
        return self.judged + self.excluded + self.waiting

    @property
    def share(self) -> Decimal | None:
        if not self.judged:
            return None
        exact = Decimal(self.met * 100) / Decimal(self.judged)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_DOWN)

    @property
    def coverage(self) -> Decimal | None:
        """How many of all are not waiting, in per cent, rounded down; None where there are none."""
        if not self.total:
            return None
        exact = Decimal((self.total - self.waiting) * 100) / Decimal(self.total)
        return exact.quantize(Decimal("0.1"), rounding=ROUND_DOWN)

    def reaches(self, target: Decimal | None) -> bool | None:
        """Whether the target is reached, by the exact share; None where there is no target, or nothing to judge."""
        if target is None or not self.judged:
            return None
        return Fraction(self.met * 100, self.judged) >= Fraction(target)


def due_on(definition: Definition, facts: Facts) -> date:
    """The last day in time.

    >>> from datetime import date
    >>> two_days = Definition(code="", title="", rule="", kinds=frozenset(), starts_on=date(2014, 6, 1), ends_on=None, source="", days=2)
    >>> due_on(two_days, Facts(case_id=1, started_on=date(2014, 6, 6)))
    datetime.date(2014, 6, 10)
    """
    if definition.days is not None:
        return business_days.after(facts.started_on, days=definition.days)
    if facts.due_on is None:
        raise ValueError(f"{definition.code} has no limit of its own, and the record has none.")
    return facts.due_on


def judge(facts: Facts, definition: Definition, *, today: date) -> Judged:
    """What a case comes to by a service level, as its record stands on a day."""
    due = due_on(definition, facts)
    outcome, why = _outcome(facts, definition, due=due, today=today)
    return Judged(facts=facts, due_on=due, outcome=outcome, why=why)


def _outcome(
    facts: Facts, definition: Definition, *, due: date, today: date
) -> tuple[Outcome, str]:
    if facts.done_on is not None and facts.done_on <= due:
        return Outcome.MET, "In time"
    if facts.is_done_on_unknown:
        return Outcome.WAITING, "It was done, and the record does not say when"
    if excluded := _why_excluded(facts, definition, due=due):
        return Outcome.EXCLUDED, excluded
    if facts.done_on is not None:
        return Outcome.MISSED, "Too late"
    if today <= due:
        return Outcome.WAITING, "There is still time"
    return Outcome.MISSED, "Not done by the last day"


def _why_excluded(facts: Facts, definition: Definition, *, due: date) -> str:
    if facts.was_with_provider:
        return ALREADY_WITH
    for exclusion in definition.excludes:
        day = facts.first_day_of(exclusion)
        if day is not None and day <= due:
            return EXCLUDED_WORDS[exclusion]
    return ""


def tally(judged: Iterable[Judged]) -> Tally:
    counts = dict.fromkeys(Outcome, 0)
    reasons: dict[tuple[Outcome, str], int] = {}
    for each in judged:
        counts[each.outcome] += 1
        if each.outcome in {Outcome.EXCLUDED, Outcome.WAITING}:
            key = each.outcome, each.why
            reasons[key] = reasons.get(key, 0) + 1
    ordered = sorted(reasons.items(), key=lambda line: (-line[1], line[0]))
    return Tally(
        met=counts[Outcome.MET],
        missed=counts[Outcome.MISSED],
        excluded=counts[Outcome.EXCLUDED],
        waiting=counts[Outcome.WAITING],
        reasons=tuple((outcome, why, number) for (outcome, why), number in ordered),
    )
