"""How long a record is kept, and what holds it back beyond that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

NO_SENTENCE: Final = "no-sentence"


@dataclass(frozen=True, kw_only=True)
class Served:
    """A sentence that is known of: its family, and the day on which it was over; None while it goes on."""

    family: str
    ended_on: date | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the record says. `closed_on` is the day on which the last case was closed; None while one is open.

    `flags` are codes of flags that stand, `holds` and `mappa` what people decided; `is_asked_for` that somebody waits for a copy.
    """

    closed_on: date | None
    sentences: tuple[Served, ...] = ()
    flags: frozenset[str] = frozenset()
    is_mappa: bool = False
    holds: tuple[str, ...] = ()
    is_asked_for: bool = False


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """How many years a record is kept after a sentence of each family, from a day on.

    `never` are families after which it is kept for good, `flags` those that hold it back, with what each is called.
    """

    starts_on: date
    source: str
    years: Mapping[str, int]
    otherwise: int
    never: frozenset[str]
    flags: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """Until when a record is kept and by which rule, None where for good or not known yet; and what holds it back."""

    due_on: date | None
    rule: str
    held_by: tuple[str, ...]

    def may_go(self, *, on: date) -> bool:
        return self.due_on is not None and self.due_on <= on and not self.held_by


def verdict(facts: Facts, *, schedules: tuple[Schedule, ...], on: date) -> Verdict:
    """By the schedule of the day: the rule that keeps it longest decides.

    >>> plan = Schedule(starts_on=date(2001, 4, 1), source="policy", years={"community": 6}, otherwise=12,
    ...     never=frozenset({"indeterminate"}), flags={"IKMF": "to be retained"})
    >>> done = Served(family="community", ended_on=date(2010, 3, 1))
    >>> found = verdict(Facts(closed_on=date(2010, 4, 1), sentences=(done,)), schedules=(plan,), on=date(2020, 1, 1))
    >>> found.due_on.isoformat(), found.rule, found.may_go(on=date(2020, 1, 1))
    ('2016-04-01', 'community', True)
    """
    schedule = max(
        (each for each in schedules if each.starts_on <= on), key=lambda each: each.starts_on
    )
    held_by = _held_by(facts, schedule=schedule)
    if facts.closed_on is None or any(each.ended_on is None for each in facts.sentences):
        return Verdict(due_on=None, rule="", held_by=("The case or a sentence goes on", *held_by))
    if kept := sorted({each.family for each in facts.sentences} & schedule.never):
        return Verdict(
            due_on=None, rule=kept[0], held_by=("A life or indeterminate sentence", *held_by)
        )
    # After the day on which the case was closed at the earliest: nothing is counted from before it was done with.
    ends = [
        (
            _years_later(
                max(each.ended_on or facts.closed_on, facts.closed_on),
                years=schedule.years.get(each.family, schedule.otherwise),
            ),
            each.family,
        )
        for each in facts.sentences
    ] or [
        (
            _years_later(
                facts.closed_on, years=schedule.years.get(NO_SENTENCE, schedule.otherwise)
            ),
            NO_SENTENCE,
        )
    ]
    due_on, rule = max(ends)
    return Verdict(due_on=due_on, rule=rule, held_by=held_by)


def _held_by(facts: Facts, *, schedule: Schedule) -> tuple[str, ...]:
    flags = [schedule.flags[code] for code in sorted(facts.flags & schedule.flags.keys())]
    mappa = ["MAPPA applies"] if facts.is_mappa else []
    asked = ["Somebody waits for a copy of it"] if facts.is_asked_for else []
    return (*dict.fromkeys([*flags, *mappa, *facts.holds, *asked]),)


def _years_later(day: date, *, years: int) -> date:
    """The same day so many years later; of 29 February where there is none, 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
