"""A model: how often each level is met among pairs of one person and of two, and what a pair weighs by it.

A weight is the logarithm to base 2 of the odds that two records are of one person; 0 is even.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from math import exp2, log2
from typing import Any, Final

from throughcare.linkage.rules.comparisons import COMPARISONS, TERMS, Comparison, Level
from throughcare.linkage.rules.records import Standard

DIGITS: Final = 6
"""Significant digits of a chance that a model keeps, so that the order of rows leaves no trace in it."""

Share = Callable[[str, str], float | None]
"""Gives the share of the records that have a value in a column, or None where it was not counted."""


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a level is met: `m` among pairs of one person, `u` among others."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        return log2(self.m / self.u)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one comparison adds to the weight of a pair, for people to read."""

    comparison: str
    level: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Weights from which a pair is joined, asked about, or kept. Changing one is a governed change (linkage, section 7).

    A pair between `weak` and `join` is joined where its two groups, taken whole, come to `whole`. One that a guard keeps apart is
    asked about from `suspect`.
    """

    join: float = 8.0
    review: float = 0.0
    stay: float = 3.0
    weak: float = 3.0
    whole: float = 6.0
    suspect: float = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights of every level, of one day. `prior` is the chance that two records taken at random are of one person.

    `untrained` names the levels (`comparison.level`) that the data it was trained on did not show, and what they have instead.
    """

    version: str
    made_on: date
    prior: float
    records: int
    chances: Mapping[str, Mapping[str, Chance]]
    untrained: tuple[str, ...] = ()
    notes: str = ""
    thresholds: Thresholds = field(default_factory=Thresholds)

    @property
    def prior_weight(self) -> float:
        return log2(self.prior / (1 - self.prior))

    def chance(self, comparison: Comparison, level: Level) -> Chance:
        return self.chances[comparison.name][level.name]

    def parts(self, one: Standard, other: Standard, *, share: Share) -> list[Part]:
        """What each comparison says of a pair. Those that say nothing, since something is missing, are left out."""
        found = []
        for comparison in COMPARISONS:
            level = comparison.level(one, other)
            if level is not None:
                weight = self._weight(comparison, level, one, other, share=share)
                found.append(
                    Part(
                        comparison=comparison.name,
                        level=level.name,
                        words=level.words,
                        weight=weight,
                    )
                )
        return found

    def weight(self, parts: list[Part]) -> float:
        """What a pair weighs whose comparisons say this."""
        return self.prior_weight + sum(part.weight for part in parts)

    def of_wholes(self, pairs: Iterable[list[Part]]) -> float:
        """What two groups weigh, whose records beside one another say this: the best of each comparison, from whichever pair.

        So a date that one record has wrong is outvoted by the others, and a number that the others have counts against a record
        that has none.
        """
        best: dict[str, float] = {}
        for parts in pairs:
            for part in parts:
                best[part.comparison] = max(part.weight, best.get(part.comparison, part.weight))
        return self.prior_weight + sum(best.values())

    def _weight(
        self, comparison: Comparison, level: Level, one: Standard, other: Standard, *, share: Share
    ) -> float:
        chance = self.chance(comparison, level)
        if not level.term:
            return chance.weight
        shares = [
            found
            for record in (one, other)
            if (found := share(level.term, getattr(record, level.term))) is not None
        ]
        return chance.weight + (log2(chance.u) - log2(max(shares)) if shares else 0.0)

    def of_population(self, *, prior: float, records: int) -> "Model":
        """The same weights for another population: a prior belongs to one."""
        return replace(self, prior=prior, records=records)


def shares(records: Iterable[Standard]) -> Share:
    """How frequent each term is among some records, counted here and now."""
    counts: dict[str, Counter[str]] = {term: Counter() for term in TERMS}
    for record in records:
        for term, counted in counts.items():
            if value := getattr(record, term):
                counted[value] += 1
    totals = {term: counted.total() for term, counted in counts.items()}

    def share(term: str, value: str) -> float | None:
        held = counts[term].get(value, 0)
        return held / totals[term] if held else None

    return share


def probability(weight: float) -> float:
    """The probability that a weight stands for.

    >>> probability(0.0), round(probability(8.0), 4)
    (0.5, 0.9961)
    """
    return 1 / (1 + exp2(-weight))


def rounded(chance: float) -> float:
    return float(f"{chance:.{DIGITS}g}")


def from_dict(written: Mapping[str, Any]) -> Model:  # Any: as JSON has it
    """A model as its file has it.

    Raises:
        ValueError: a level has no chances, or one that is no probability.
    """
    chances = {
        name: {level: Chance(float(m), float(u)) for level, (m, u) in levels.items()}
        for name, levels in written["chances"].items()
    }
    for comparison in COMPARISONS:
        for level in comparison.levels:
            chance = chances.get(comparison.name, {}).get(level.name)
            if chance is None or not (0 < chance.m <= 1 and 0 < chance.u <= 1):
                raise ValueError(f"The model has no weight for {comparison.name}.{level.name}.")
    return Model(
        version=written["version"],
        made_on=date.fromisoformat(written["made_on"]),
        prior=float(written["prior"]),
        records=int(written["records"]),
        chances=chances,
        untrained=tuple(written.get("untrained", ())),
        notes=written.get("notes", ""),
        thresholds=Thresholds(**written.get("thresholds", {})),
    )


def to_dict(model: Model) -> dict[str, Any]:  # Any: as JSON has it
    return {
        "version": model.version,
        "made_on": model.made_on.isoformat(),
        "prior": model.prior,
        "records": model.records,
        "thresholds": asdict(model.thresholds),
        "chances": {
            name: {level: [chance.m, chance.u] for level, chance in levels.items()}
            for name, levels in model.chances.items()
        },
        "untrained": list(model.untrained),
        "notes": model.notes,
    }
