"""What is known of linkage without an engine: one record beside another, by the weights that files are linked by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.linkage import reading
from throughcare.linkage.rules.comparisons import TERMS
from throughcare.linkage.rules.guards import Guard, guard
from throughcare.linkage.rules.keys import MOST, keys_of
from throughcare.linkage.rules.measures import Quality, quality, recall_of
from throughcare.linkage.rules.records import Raw, Standard
from throughcare.linkage.rules.standardising import VERSION
from throughcare.linkage.rules.standardising import standardise as _standardise
from throughcare.linkage.rules.weights import Model, Part, Share, probability

__all__ = [
    "MOST",
    "TERMS",
    "VERSION",
    "Beside",
    "Guard",
    "Model",
    "Part",
    "Quality",
    "Raw",
    "Share",
    "Standard",
    "beside",
    "keys_of",
    "published",
    "quality",
    "recall_of",
    "standardise",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What two records weigh beside one another, why, and the rule that keeps them apart, if any."""

    weight: float
    parts: Sequence[Part]
    guard: Guard | None

    @property
    def probability(self) -> float:
        return probability(self.weight)


def published() -> Model:
    """The model that is in force."""
    return reading.published()


def standardise(raw: Raw, *, today: date) -> Standard:
    """A record in the form that is compared."""
    return _standardise(raw, tables=reading.tables(), today=today)


def beside(one: Standard, other: Standard, *, model: Model, share: Share) -> Beside:
    """Two records beside one another."""
    parts = model.parts(one, other, share=share)
    weight = model.weight(parts)
    return Beside(weight=weight, parts=parts, guard=guard(one, other, weight=weight))
