"""The tier as one letter, from A (most supervision) to G: the highest that any step gives.

The steps are data (`single_letter.yaml`); here they are taken and explained.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from throughcare.allocation.frameworks import UNKNOWN, SingleLetter
from throughcare.allocation.rules.terms import Term

MISSING: Final = "MISSING"
NOT_SUPERVISED: Final = "NOT_SUPERVISED"
LOWEST: Final = "G"
WHOLE: Final = 100


class Step(StrEnum):
    REOFFENDING = "reoffending"
    SEXUAL_REOFFENDING = "sexual_reoffending"
    MAPPA_ROSH = "mappa_rosh"
    LIFER = "lifer"
    DOMESTIC_ABUSE = "domestic_abuse"
    STALKING = "stalking"
    CHILD_PROTECTION = "child_protection"
    EVER_SEXUAL_OFFENCE = "ever_sexual_offence"


WORDS: Final = {
    Step.REOFFENDING: "Reoffending (ARP and CSRP)",
    Step.SEXUAL_REOFFENDING: "Sexual contact reoffending (DC-SRP)",
    Step.MAPPA_ROSH: "MAPPA and risk of serious harm",
    Step.LIFER: "Life or IPP, and released",
    Step.DOMESTIC_ABUSE: "Domestic abuse",
    Step.STALKING: "Stalking protection order",
    Step.CHILD_PROTECTION: "Child protection",
    Step.EVER_SEXUAL_OFFENCE: "Ever a sexual offence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A percentage. A static score is made without what an assessment knows, and may rise with it."""

    value: Decimal
    is_static: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SexualScore:
    value: Decimal
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a letter is made from. `dates` gives the day of the record behind each step, where it is known."""

    is_supervised: bool = True
    arp: Score | None = None
    csrp: Score | None = None
    sexual: SexualScore | None = None
    rosh: str | None = None
    has_mappa: bool = False
    is_lifer: bool = False
    released_on: date | None = None
    histories: frozenset[Step] = frozenset()
    dates: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    code: str
    is_provisional: bool = False
    terms: tuple[Term, ...] = ()


def tier(facts: Facts, *, on: date, rules: SingleLetter) -> Tier:
    """The letter of a person on a day, and why.

    Raises:
        ValueError: a score cannot be what it says it is.
    """
    if not facts.is_supervised:
        return Tier(code=NOT_SUPERVISED)
    if facts.arp is None or facts.csrp is None:
        return Tier(code=MISSING, terms=tuple(_missing(facts)))
    taken = dict(steps(facts, on=on, rules=rules))
    answer = min(taken.values())
    return Tier(
        code=answer,
        is_provisional=is_provisional(facts, taken=taken, rules=rules),
        terms=tuple(
            Term(
                part=step.value,
                item=WORDS[step],
                value=_value(step, facts=facts),
                gives=gives,
                counts=gives == answer,
                dated_on=facts.dates.get(step),
                changes=_changes(step, facts=facts),
            )
            for step, gives in taken.items()
        ),
    )


def steps(facts: Facts, *, on: date, rules: SingleLetter) -> Iterator[tuple[Step, str]]:
    """Each step that applies, and the tier it gives."""
    if facts.arp is not None and facts.csrp is not None:
        yield Step.REOFFENDING, _by_table(facts.arp, facts.csrp, rules=rules)
    if facts.sexual is not None and facts.sexual.value > 0:
        yield Step.SEXUAL_REOFFENDING, _by_band(facts.sexual, rules=rules)
    by_rosh = rules.with_mappa if facts.has_mappa else rules.without_mappa
    if (found := by_rosh.get(facts.rosh or UNKNOWN)) is not None:
        yield Step.MAPPA_ROSH, found
    if facts.is_lifer and facts.released_on is not None and facts.released_on <= on:
        yield Step.LIFER, _by_release(facts.released_on, on=on, rules=rules)
    for name, gives in rules.history.items():
        if (step := Step(name)) in facts.histories:
            yield step, gives


def is_provisional(facts: Facts, *, taken: Mapping[Step, str], rules: SingleLetter) -> bool:
    """Whether the tier may yet rise once scores are dynamic and the risk of serious harm is known.

    It may not where another step gives already the best that what is missing could.
    """
    if facts.arp is None or facts.csrp is None:
        return False
    others = [gives for step, gives in taken.items() if step is not Step.REOFFENDING]
    best = _best_possible(facts.arp, facts.csrp, rules=rules)
    if best is not None and not _reaches(others, best):
        return True
    if facts.rosh is not None:
        return False
    is_firm = not (facts.arp.is_static or facts.csrp.is_static)
    settled = [
        gives
        for step, gives in taken.items()
        if step is not Step.MAPPA_ROSH and (is_firm or step is not Step.REOFFENDING)
    ]
    wanted = rules.unknown_rosh_needs["with_mappa" if facts.has_mappa else "without_mappa"]
    return not _reaches(settled, wanted)


def _missing(facts: Facts) -> Iterator[Term]:
    for name, score in (("ARP", facts.arp), ("CSRP", facts.csrp)):
        if score is None:
            yield Term(
                part=Step.REOFFENDING,
                item=name,
                value="not scored",
                gives=MISSING,
                changes="a score: without both there is no tier",
            )


def _best_possible(arp: Score, csrp: Score, *, rules: SingleLetter) -> str | None:
    """The best tier of the table that is left open by static scores; None where none is static."""
    row = rules.table[_line(csrp.value, rules.csrp, name="CSRP")]
    column = _line(arp.value, rules.arp, name="ARP")
    if arp.is_static and csrp.is_static:
        return min(min(each) for each in rules.table)
    if arp.is_static:
        return min(row)
    if csrp.is_static:
        return min(each[column] for each in rules.table)
    return None


def _reaches(found: Collection[str], wanted: str) -> bool:
    return min(found, default=LOWEST) <= wanted


def _by_table(arp: Score, csrp: Score, *, rules: SingleLetter) -> str:
    row = rules.table[_line(csrp.value, rules.csrp, name="CSRP")]
    return row[_line(arp.value, rules.arp, name="ARP")]


def _line(value: Decimal, starts: tuple[Decimal, ...], *, name: str) -> int:
    if not 0 <= value <= WHOLE:
        raise ValueError(f"{name} is a percentage from 0 to 100.")
    return next(at for at, start in enumerate(starts) if value >= start)


def _by_band(sexual: SexualScore, *, rules: SingleLetter) -> str:
    if sexual.band not in rules.contact_sexual:
        raise ValueError(f"There is no band {sexual.band}.")
    found = rules.contact_sexual[sexual.band].of(sexual.value)
    if found is None:
        raise ValueError(f"A score of {sexual.value} is not in the band {sexual.band}.")
    return found


def _by_release(released_on: date, *, on: date, rules: SingleLetter) -> str:
    """By whole years since release: within a year means until the day before its anniversary."""
    had_birthday = (on.month, on.day) >= (released_on.month, released_on.day)
    years = on.year - released_on.year - (not had_birthday)
    return next(gives for limit, gives in rules.life if limit is None or years < limit)


def _value(step: Step, *, facts: Facts) -> str:
    match step:
        case Step.REOFFENDING:
            return f"ARP {_score(facts.arp)}, CSRP {_score(facts.csrp)}"
        case Step.SEXUAL_REOFFENDING:
            return (
                ""
                if facts.sexual is None
                else f"{facts.sexual.value}, {facts.sexual.band}".replace("_", " ")
            )
        case Step.MAPPA_ROSH:
            mappa = "MAPPA" if facts.has_mappa else "no MAPPA"
            return f"{mappa}, risk of serious harm {facts.rosh or 'not known'}".replace("_", " ")
        case Step.LIFER:
            return f"released on {facts.released_on:%-d %B %Y}" if facts.released_on else ""
    return "yes"


def _score(score: Score | None) -> str:
    return "" if score is None else f"{score.value} ({'static' if score.is_static else 'dynamic'})"


def _changes(step: Step, *, facts: Facts) -> str:
    match step:
        case Step.REOFFENDING:
            is_static = any(each and each.is_static for each in (facts.arp, facts.csrp))
            return (
                "a completed assessment makes static scores dynamic" if is_static else "new scores"
            )
        case Step.SEXUAL_REOFFENDING:
            return "a new score"
        case Step.MAPPA_ROSH:
            return "another level of risk of serious harm, or the start or end of MAPPA"
        case Step.LIFER:
            return "time: within a year, within five years, and after"
        case Step.EVER_SEXUAL_OFFENCE:
            return ""
    return "the end of the flag"
