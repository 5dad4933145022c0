"""The score of one person, exactly, with what it is made from. This is what the form for a caseload has to equal.

Everything is decimal: coefficients are taken as they are published, logarithms and exponentials to 50 digits. What is kept is rounded
once, half up, to ten places, and everything that is shown or decided follows from what is kept. So nothing depends on the machine,
and whoever has the record can do it again.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from throughcare.kernel.refusals import Reason, Refused
from throughcare.risk.rules import inputs
from throughcare.risk.rules.levels import Facts, Value
from throughcare.risk.rules.lines import Line
from throughcare.risk.rules.predictors import (
    BANDED_AT,
    Fixed,
    Part,
    Shown,
    Tool,
    Variant,
    band_of,
)

DIGITS: Final = 50
PLACES: Final = 10
"""Decimal places of a probability, and of a term, that are kept."""
KEPT: Final = Decimal(1).scaleb(-PLACES)
_MOST_HUNDREDTHS: Final = Decimal("99.99")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What one term adds, and the inputs behind it. Of a part by points it adds points."""

    part: str
    name: str
    value: Decimal
    inputs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartScore:
    """The probability of one part by horizon in years. `says` is why, where no terms were asked."""

    name: str
    words: str
    probabilities: Mapping[int, Decimal]
    terms: tuple[Term, ...] = ()
    points: Decimal | None = None
    band: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What a predictor says. `percents` are as people are shown them, `probabilities` as they are kept.

    `lacking` names what another variant would have needed, where this one was made in its place. `given` are the inputs it was
    made from.
    """

    tool: str
    version: str
    variant: str
    checked: str
    probabilities: Mapping[int, Decimal]
    percents: Mapping[int, Decimal]
    band: str
    parts: tuple[PartScore, ...]
    notes: tuple[str, ...]
    given: Mapping[str, Value]
    lacking: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term for part in self.parts for term in part.terms)


class _Gaps(Exception):  # noqa: N818 names of what is not known, on the way to a refusal
    def __init__(self, names: set[str], reasons: tuple[Reason, ...] = ()) -> None:
        super().__init__(names)
        self.names = names
        self.reasons = reasons


def score(tool: Tool, facts: Facts, *, variant: str | None = None) -> Score:
    """Score somebody by one variant: the first of the tool unless another is named.

    Raises:
        Refused: something is missing, unknown, no answer, out of range or contradictory. Carries all reasons, each with the
            name of its input in the code.
        KeyError: the tool has no such variant.
    """
    variant = variant or tool.first_variant
    catalogue = tool.catalogue
    inputs.check(facts, catalogue=catalogue)
    names = tool.inputs(variant)
    complete = catalogue.complete(facts)
    contradicted = inputs.contradicted(complete, names=names, catalogue=catalogue)
    parts, unknown, outside = _score_parts(tool, variant, complete)
    lacking = catalogue.lacking(unknown, facts)
    reasons = (
        *inputs.lacks(lacking, facts=facts, catalogue=catalogue),
        *contradicted,
        *outside,
    )
    if reasons:
        raise Refused(reasons)
    given = {name: value for name in names if (value := facts.get(name)) is not None}
    return _put_together(tool, variant, parts, complete=complete, given=given)


def score_best(tool: Tool, facts: Facts) -> Score:
    """Score somebody by the first variant or, where only answers from an interview lack, by the one without: which says so.

    Raises:
        Refused: neither can be made. Where answers from an interview lack, the reasons are those of the variant without.
    """
    try:
        return score(tool, facts)
    except Refused as refused:
        lacking = _lacking_of_interview(refused, tool)
        if not lacking:
            raise
        return replace(score(tool, facts, variant=tool.without_interview), lacking=lacking)


def needed_of_all(tool: Tool, *, variant: str, known: Collection[str]) -> tuple[str, ...]:
    """The inputs that everybody has to have for a variant, besides those that are known of all."""
    _, unknown, _ = _score_parts(tool, variant, tool.catalogue.complete({}))
    return tool.catalogue.lacking(unknown - set(known), dict.fromkeys(known, 0))


def kept(value: Decimal) -> Decimal:
    """What is kept of a value.

    >>> kept(Decimal("0.12345678905"))
    Decimal('0.1234567891')
    """
    return value.quantize(KEPT, ROUND_HALF_UP) + 0


def shown(probability: Decimal, *, as_: Shown) -> Decimal:
    """A kept probability as a percentage for people: whole between 1 and 99, or with two places up to 99.99.

    >>> shown(Decimal("0.06885"), as_=Shown.HUNDREDTHS)
    Decimal('6.89')
    """
    percent = probability.scaleb(2)
    if as_ is Shown.WHOLE:
        return min(max(percent.quantize(Decimal(1), ROUND_HALF_UP), Decimal(1)), Decimal(99))
    return min(percent.quantize(Decimal("0.01"), ROUND_HALF_UP), _MOST_HUNDREDTHS)


def _lacking_of_interview(refused: Refused, tool: Tool) -> tuple[str, ...]:
    """What lacks that the variant without interview does without."""
    if not tool.without_interview:
        return ()
    without = set(tool.inputs(tool.without_interview))
    lacking = [
        code.partition(":")[2]
        for code in refused.codes
        if code.startswith(("missing:", "unknown:"))
    ]
    return tuple(name for name in lacking if name not in without)


def _score_parts(
    tool: Tool, variant: str, facts: Facts
) -> tuple[tuple[PartScore, ...], set[str], tuple[Reason, ...]]:
    """The parts that can be scored; what is unknown of the others, and what they have nothing for."""
    parts: list[PartScore] = []
    unknown: set[str] = set()
    outside: list[Reason] = []
    with localcontext(prec=DIGITS):
        for part, of_part in tool.parts_of(variant):
            try:
                parts.append(_score_part(part, of_part, facts))
            except _Gaps as gaps:
                unknown |= gaps.names
                outside += gaps.reasons
    return tuple(parts), unknown, tuple(outside)


def _score_part(part: Part, variant: Variant | None, facts: Facts) -> PartScore:
    fixed = _first_that_holds(part, facts)
    if fixed is not None:
        probabilities = {years: kept(p) for years, p in fixed.probabilities.items()}
        return PartScore(
            name=part.name,
            words=part.words,
            probabilities=probabilities,
            band=fixed.band,
            says=fixed.says,
        )
    if variant is None:
        raise LookupError(f"No line of {part.name} holds.")
    counting = _counting(part, variant, facts)
    values = {
        term: sum((line.value(facts) for line in counting if line.term == term), Decimal(0))
        for term in variant.terms
    }
    total = sum(values.values(), Decimal(0))
    is_by_points = part.per_point is not None
    return PartScore(
        name=part.name,
        words=part.words,
        probabilities={
            years: kept(_probability(part, total, intercept))
            for years, intercept in variant.intercepts.items()
        },
        terms=tuple(
            Term(part=part.name, name=term, value=kept(value), inputs=_behind(variant, term, facts))
            for term, value in values.items()
        ),
        points=total if is_by_points else None,
        band=band_of(total, part.bands_by_points) if is_by_points else "",
    )


def _first_that_holds(part: Part, facts: Facts) -> Fixed | None:
    for fixed in part.before:
        holds = fixed.when.holds(facts)
        if holds is None:
            raise _Gaps({fixed.when.first_unknown(facts)})
        if holds:
            return fixed
    return None


def _counting(part: Part, variant: Variant, facts: Facts) -> list[Line]:
    """The lines that hold; all that is unknown about any of them stops the score."""
    counting, unknown = [], set()
    for line in variant.lines:
        holds = line.when.holds(facts)
        if holds is None:
            unknown.add(line.when.first_unknown(facts))
        if holds is not False:
            unknown.update(name for name in line.of.names if facts.get(name) is None)
        if holds:
            counting.append(line)
    held = {line.term for line in counting}
    uncertain = {line.term for line in variant.lines if line.when.holds(facts) is None}
    outside = tuple(
        _outside(term, variant, facts)
        for term in variant.terms
        if term in part.complete - held - uncertain
    )
    if unknown or outside:
        raise _Gaps(unknown, outside)
    return counting


def _outside(term: str, variant: Variant, facts: Facts) -> Reason:
    found = ", ".join(f"{name} {value}" for name, value in _behind(variant, term, facts))
    return Reason(f"outside:{term}", f"The predictor has nothing for {found}.")


def _behind(variant: Variant, term: str, facts: Facts) -> tuple[tuple[str, Value], ...]:
    names = dict.fromkeys(
        name
        for line in variant.lines
        if line.term == term
        for name in (*line.when.names, *line.of.names)
    )
    return tuple((name, value) for name in names if (value := facts.get(name)) is not None)


def _probability(part: Part, total: Decimal, intercept: Decimal) -> Decimal:
    if part.per_point is None:
        return _logistic(intercept + total)
    if part.without_points is not None and total == 0:
        return part.without_points
    return _logistic(intercept + part.per_point * total)


def _logistic(z: Decimal) -> Decimal:
    return 1 / (1 + (-z).exp())


def _put_together(
    tool: Tool,
    variant: str,
    parts: tuple[PartScore, ...],
    *,
    complete: Facts,
    given: Mapping[str, Value],
) -> Score:
    """Parts added up as they are kept, so that what is shown of them adds up too."""
    probabilities = {
        years: sum((part.probabilities[years] for part in parts), Decimal(0))
        for years in tool.horizons(variant)
    }
    percents = {years: shown(p, as_=tool.shows) for years, p in probabilities.items()}
    own = parts[0].band if len(parts) == 1 else ""
    return Score(
        tool=tool.name,
        version=tool.version,
        variant=variant,
        checked=tool.checked.get(variant, ""),
        probabilities=probabilities,
        percents=percents,
        band=band_of(percents[BANDED_AT], tool.bands) or own,
        parts=parts,
        notes=(
            *(note.says for note in tool.notes if note.when.holds(complete)),
            *tool.says_always(variant),
        ),
        given=given,
    )
