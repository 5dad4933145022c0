"""The tier on two axes: protect A to D from what a person may do to others, change 0 to 3 from what may be changed.

The points are data (`two_axis.yaml`); here they are counted and explained.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from throughcare.allocation.frameworks import TwoAxis
from throughcare.allocation.rules.registrations import Read, Registered, read
from throughcare.allocation.rules.terms import Term

PROTECT: Final = "protect"
CHANGE: Final = "change"
WHOLE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Required:
    """A requirement of an order: its main category, and whether it only restricts."""

    code: str
    is_restrictive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentenced:
    """A sentence: `type` is its kind (SC, NC, SP)."""

    type: str
    is_terminated: bool = False
    requirements: tuple[Required, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a tier on two axes is made from. Scores are percentages; None is not scored.

    `needs` gives a severity for each section that has one. `dates` gives the day of the record behind `rsr`, `ogrs`,
    `assessment` and `enforcement`, where it is known.
    """

    is_woman: bool = False
    rsr: Decimal | None = None
    ogrs: Decimal | None = None
    is_assessed: bool = False
    needs: Mapping[str, str] = field(default_factory=dict)
    registrations: tuple[Registered, ...] = ()
    sentences: tuple[Sentenced, ...] = ()
    has_parenting_duties: bool = False
    impulsivity: int = 0
    temper_control: int = 0
    enforcement_in_last_year: bool = False
    dates: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """The answer: such as B2, or B2S where supervision is suspended. `next_` says what the next level of each axis needs."""

    protect_level: str
    protect_points: int
    change_level: int
    change_points: int
    suffix: str
    has_mandate: bool
    terms: tuple[Term, ...]
    next_: tuple[str, ...]

    @property
    def code(self) -> str:
        return f"{self.protect_level}{self.change_level}{self.suffix}"


def tier(facts: Facts, *, rules: TwoAxis) -> Tier:
    """How much supervision a person needs, and why.

    Raises:
        ValueError: a score is no percentage, or a severity is not one.
    """
    _require_percentages(facts)
    flags = read(facts.registrations, rules=rules)
    protect = [*_risk_terms(facts, flags, rules=rules), *women_terms(facts, rules=rules)]
    mandate = has_mandate(facts.sentences, rules=rules)
    change = _change_terms(facts, flags, rules=rules) if mandate and facts.is_assessed else []
    protect_points, change_points = _sum(protect), _sum(change)
    suspended = flags.of.get(rules.suspended_type)
    level, why = _change_level(facts, mandate=mandate, points=change_points, rules=rules)
    return Tier(
        protect_level=rules.protect_levels.of(Decimal(protect_points)) or "",
        protect_points=protect_points,
        change_level=level,
        change_points=change_points,
        suffix=rules.suspended_suffix if suspended else "",
        has_mandate=mandate,
        terms=(*protect, *change),
        next_=(_next_protect(protect_points, rules=rules), why),
    )


def has_mandate(sentences: Collection[Sentenced], *, rules: TwoAxis) -> bool:
    """Whether some live sentence asks a person to change.

    Custody does, and any requirement that is neither a restriction nor unpaid work.
    """
    return any(
        sentence.type in rules.mandate_sentences
        or any(
            not each.is_restrictive and each.code not in rules.no_mandate_requirements
            for each in sentence.requirements
        )
        for sentence in sentences
        if not sentence.is_terminated
    )


def women_terms(facts: Facts, *, rules: TwoAxis) -> list[Term]:
    """What is counted of women alone."""
    if not facts.is_woman:
        return []
    has_poor_control = facts.impulsivity > 0 or facts.temper_control > 0
    assessed_on = facts.dates.get("assessment")
    found = [
        ("parenting", "Parenting responsibilities (6.9)", facts.has_parenting_duties, assessed_on),
        (
            "self_control",
            "Impulsivity (11.2) or temper control (11.4)",
            has_poor_control,
            assessed_on,
        ),
        (
            "enforcement",
            f"Breach or recall in the last {rules.enforcement_days} days",
            facts.enforcement_in_last_year,
            facts.dates.get("enforcement"),
        ),
    ]
    return [
        Term(
            part=PROTECT,
            item=item,
            value="yes" if is_so else "no",
            gives=rules.women[name] if is_so else 0,
            from_="Enforcement" if name == "enforcement" else "Assessment",
            dated_on=dated_on,
            changes=f"no: 0 points; yes: {rules.women[name]}",
        )
        for name, item, is_so, dated_on in found
    ]


def counts_as_enforcement(*, outcome: str, referred_on: date, on: date, rules: TwoAxis) -> bool:
    """Whether a breach or a recall counts: with such an outcome, and referred within the days that are looked back."""
    return (
        outcome in rules.enforcement_outcomes
        and 0 <= (on - referred_on).days <= rules.enforcement_days
    )


def _require_percentages(facts: Facts) -> None:
    for name, score in (("RSR", facts.rsr), ("OGRS", facts.ogrs)):
        if score is not None and not 0 <= score <= WHOLE:
            raise ValueError(f"{name} is a percentage from 0 to 100.")


def _risk_terms(facts: Facts, flags: Read, *, rules: TwoAxis) -> list[Term]:
    rsr = Decimal(0) if facts.rsr is None else facts.rsr
    by_rsr = rules.rsr.of(rsr) or 0
    by_rosh = rules.rosh[flags.rosh.code] if flags.rosh else 0
    above = rules.rsr.above(rsr)
    terms = [
        Term(
            part=PROTECT,
            item="Risk of serious recidivism",
            value="not scored" if facts.rsr is None else f"{facts.rsr} percent",
            gives=by_rsr,
            counts=by_rsr >= by_rosh,
            from_="Score",
            dated_on=facts.dates.get("rsr"),
            changes=f"from {above[0]} percent: {above[1]} points" if above else "",
        ),
        Term(
            part=PROTECT,
            item="Risk of serious harm",
            value=flags.rosh.code if flags.rosh else "not registered",
            gives=by_rosh,
            counts=by_rosh > by_rsr,
            from_="Registration",
            dated_on=flags.rosh.date if flags.rosh else None,
            changes=_others(rules.rosh, than=by_rosh),
        ),
        _mappa_term(flags, rules=rules),
    ]
    terms += [
        Term(
            part=PROTECT,
            item="Complexity",
            value=code,
            gives=rules.complexity_points,
            from_="Registration",
            dated_on=flags.of[code].date,
            changes="ended: 0 points",
        )
        for code in flags.complexity
    ]
    return terms


def _mappa_term(flags: Read, *, rules: TwoAxis) -> Term:
    level = flags.mappa.level if flags.mappa else ""
    points = rules.mappa_levels.get(level, 0)
    return Term(
        part=PROTECT,
        item="MAPPA level",
        value=level or "none",
        gives=points,
        from_="Registration",
        dated_on=flags.mappa.date if flags.mappa else None,
        changes=_others(rules.mappa_levels, than=points),
    )


def _change_terms(facts: Facts, flags: Read, *, rules: TwoAxis) -> list[Term]:
    terms = [
        _need_term(section, facts=facts, rules=rules)
        for section in rules.need_weights
        if section in facts.needs
    ]
    if strange := set(facts.needs) - set(rules.need_weights):
        raise ValueError(f"There is no need {min(strange)}.")
    per = rules.ogrs_percent_per_point
    ogrs = Decimal(0) if facts.ogrs is None else facts.ogrs
    points = int(ogrs // per)
    terms.append(
        Term(
            part=CHANGE,
            item="Likelihood of reoffending (OGRS, two years)",
            value="not scored" if facts.ogrs is None else f"{facts.ogrs} percent",
            gives=points,
            from_="Score",
            dated_on=facts.dates.get("ogrs"),
            changes=f"from {(points + 1) * per} percent: {points + 1} points"
            if ogrs < WHOLE
            else "",
        )
    )
    terms += [
        Term(
            part=CHANGE,
            item="Integrated offender management",
            value=code,
            gives=gives,
            from_="Registration",
            dated_on=flags.of[code].date,
            changes="ended: 0 points",
        )
        for code, gives in rules.intensive.items()
        if code in flags.of
    ]
    return terms


def _need_term(section: str, *, facts: Facts, rules: TwoAxis) -> Term:
    found, weight = facts.needs[section], rules.need_weights[section]
    if found not in rules.severities:
        raise ValueError(f"There is no severity {found}.")
    points = {name: weight * times for name, times in rules.severities.items()}
    return Term(
        part=CHANGE,
        item=f"Need: {section.replace('_', ' ')}",
        value=found,
        gives=points[found],
        from_="Assessment",
        dated_on=facts.dates.get("assessment"),
        changes=_others(points, than=points[found]),
    )


def _change_level(facts: Facts, *, mandate: bool, points: int, rules: TwoAxis) -> tuple[int, str]:
    if not mandate:
        return (
            rules.without_mandate,
            "Change is 0 while no live sentence is custody or has a requirement other than a restriction or unpaid work.",
        )
    if not facts.is_assessed:
        level = rules.without_assessment
        return level, f"Change is {level} until there is a completed assessment."
    level = rules.change_levels.of(Decimal(points)) or 0
    above = rules.change_levels.above(Decimal(points))
    if above is None:
        return level, "Change has no level above this one."
    return level, f"Change is {above[1]} from {above[0]} points: {above[0] - points} more."


def _next_protect(points: int, *, rules: TwoAxis) -> str:
    above = rules.protect_levels.above(Decimal(points))
    if above is None:
        return "Protect has no level above this one."
    return f"Protect is {above[1]} from {above[0]} points: {above[0] - points} more."


def _others(points: Mapping[str, int], *, than: int) -> str:
    return "; ".join(f"{name}: {gives} points" for name, gives in points.items() if gives != than)


def _sum(terms: Collection[Term]) -> int:
    return sum(int(term.gives) for term in terms if term.counts)
