"""Weights from the data itself, with nobody's labels: by expectation maximisation in Splink."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from typing import Final

from splink.internals.exceptions import EMTrainingException

from throughcare.linkage.commands.engine import Store, levels_of
from throughcare.linkage.rules.weights import Chance, Model, rounded

SEED: Final = 1
RANDOM_PAIRS: Final = 5_000_000
PAIRS: Final = 400_000
RECALL: Final = 0.75
"""The share of true pairs that have a number in common, or a whole name and a date of birth (linkage, section 5)."""
BLOCKS: Final = (
    "l.pnc = r.pnc",
    "l.forename = r.forename and l.surname = r.surname",
    "l.dob = r.dob",
)
FEWEST: Final = 10_000
"""With fewer records than this, weights are taken from the published model, and only the prior and frequencies from the data."""
_LEAST_M: Final = 5e-4
_LEAST_U: Final = 1e-8


def prior_of(store: Store) -> float:
    """The chance that two of these records taken at random are of one person."""
    records = len(store.records)
    pairs = max(records * (records - 1) / 2, 1)
    return min(max(store.count_sure() / RECALL / pairs, 1 / pairs / 100), 0.5)


def fitted(store: Store, *, start: Model) -> Model:
    """The weights that a model has, for this population."""
    return start.of_population(prior=rounded(prior_of(store)), records=len(store.records))


def trained(store: Store, *, start: Model, on: date) -> Model:
    """Weights learned from these records. A level that they do not show keeps its weight, and is named in `untrained`."""
    begin = fitted(store, start=start)
    linker = store.linker(begin)
    linker.training.estimate_u_using_random_sampling(max_pairs=RANDOM_PAIRS, seed=SEED)
    for block in BLOCKS:
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                block, max_pairs=PAIRS, estimate_without_term_frequencies=True
            )
        except EMTrainingException:  # no two records are alike in that
            continue
    chances: dict[str, dict[str, Chance]] = defaultdict(dict)
    untrained = []
    for comparison, level, m, u in levels_of(linker.misc.save_model_to_json()):
        before = begin.chances[comparison][level]
        is_trained = m != before.m and u != before.u
        chances[comparison][level] = _kept(m, u) if is_trained else before
        if not is_trained and not _is_fixed(comparison):
            untrained.append(f"{comparison}.{level}")
    return replace(
        begin,
        version=f"trained-{on.isoformat()}",
        made_on=on,
        chances=dict(chances),
        untrained=tuple(untrained),
        notes="Trained on the records that it links.",
    )


def _kept(m: float, u: float) -> Chance:
    """Chances as a model keeps them: none so small that one comparison outvotes all others."""
    return Chance(
        rounded(min(max(m, _LEAST_M), 1 - _LEAST_M)), rounded(min(max(u, _LEAST_U), 1 - _LEAST_U))
    )


def _is_fixed(comparison: str) -> bool:
    return comparison in {"pnc", "cro", "nino", "prison"}
