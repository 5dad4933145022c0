"""From rows to people: standard form, keys, pairs, weights, guards, groups, and what is left for somebody to decide."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import perf_counter

from throughcare.linkage import reading
from throughcare.linkage.commands import training
from throughcare.linkage.commands.engine import Store
from throughcare.linkage.commands.preparing import standard_form
from throughcare.linkage.rules.grouping import (
    Groups,
    Question,
    Scored,
    Wholes,
    doubts,
    group,
    names_of_groups,
)
from throughcare.linkage.rules.guards import guard
from throughcare.linkage.rules.records import Raw, Standard, is_identified
from throughcare.linkage.rules.weights import Model, shares

Tell = Callable[[str], None]
"""Is told which stage begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Whom records are of. `seconds` has each stage; `kinds_of_keys` those that most records share, by their letter."""

    records: Sequence[Standard]
    groups: Groups
    questions: Sequence[Question]
    scored: Sequence[Scored]
    model: Model
    pairs: int
    seconds: dict[str, float]
    largest_keys: Sequence[tuple[str, int]]

    def clusters(self) -> dict[str, str]:
        """The group of each record, by its id."""
        names = names_of_groups(self.groups)
        return {
            record.record_id: names[self.groups.of(at)] for at, record in enumerate(self.records)
        }

    def doubted(self) -> dict[str, list[str]]:
        """Groups to be looked at before they are believed, with why."""
        within: dict[int, list[Scored]] = {}
        for pair in self.scored:
            root = self.groups.of(pair.one)
            if root == self.groups.of(pair.other):
                within.setdefault(root, []).append(pair)
        found, names = {}, names_of_groups(self.groups)
        for root, pairs in within.items():
            why = doubts(self.groups, root, weights=pairs, stay=self.model.thresholds.stay)
            if why:
                found[names[root]] = why
        return found


def link(
    rows: Iterable[Raw],
    *,
    today: date,
    model: Model | None = None,
    together: Collection[tuple[str, str]] = (),
    apart: Collection[tuple[str, str]] = (),
    known: Mapping[str, str] | None = None,
    memory: str = "",
    tell: Tell = lambda _stage: None,
) -> Linked:
    """Say whom records are of. Without a model, weights are learned from the records, or taken as published where they are few.

    `together` and `apart` are pairs of record ids that people decided on; `known` has the group of records that were grouped before.
    Of records that are not there, nothing is taken.
    """
    clock = _Stages(tell)
    clock.begin("standard form")
    records = standard_form(rows, today=today)
    clock.begin("keys and pairs")
    store = Store(records, memory=memory)
    try:
        clock.begin("training")
        used = _model(store, model=model, today=today)
        clock.begin("weights")
        weighed = store.scored(used)
        counted, largest = store.count("pairs"), store.largest_keys()
    finally:
        store.close()
    clock.begin("guards and groups")
    scored = [_guarded(records, one, other, weight) for one, other, weight in weighed]
    places = {record.record_id: at for at, record in enumerate(records)}
    groups, questions = group(
        records,
        scored,
        thresholds=used.thresholds,
        together=_at(together, places),
        apart=_at(apart, places),
        wholes=_wholes(records, used),
        known={places[each]: name for each, name in (known or {}).items() if each in places},
    )
    clock.end()
    return Linked(
        records=records,
        groups=groups,
        questions=questions,
        scored=scored,
        model=used,
        pairs=counted,
        seconds=clock.seconds,
        largest_keys=largest,
    )


def _model(store: Store, *, model: Model | None, today: date) -> Model:
    if model is not None:
        return training.fitted(store, start=model)
    start = reading.published()
    if len(store.records) < training.FEWEST:
        return training.fitted(store, start=start)
    return training.trained(store, start=start, on=today)


def _wholes(records: Sequence[Standard], model: Model) -> Wholes:
    share = shares(records)

    def weigh(ones: Sequence[int], others: Sequence[int]) -> float:
        return model.of_wholes(
            model.parts(records[a], records[b], share=share) for a in ones for b in others
        )

    return weigh


def _at(pairs: Collection[tuple[str, str]], places: Mapping[str, int]) -> list[tuple[int, int]]:
    return [(places[a], places[b]) for a, b in pairs if a in places and b in places]


def _guarded(records: Sequence[Standard], one: int, other: int, weight: float) -> Scored:
    a, b = records[one], records[other]
    rounded = round(weight, 6)
    return Scored(one, other, rounded, guard(a, b, weight=rounded), is_identified(a, b))


class _Stages:
    """How long each stage took."""

    def __init__(self, tell: Tell) -> None:
        self._tell, self._name, self._since = tell, "", 0.0
        self.seconds: dict[str, float] = {}

    def begin(self, name: str) -> None:
        self.end()
        self._tell(name)
        self._name, self._since = name, perf_counter()

    def end(self) -> None:
        if self._name:
            self.seconds[self._name] = round(perf_counter() - self._since, 3)
            self._name = ""
