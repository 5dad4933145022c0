"""From pairs to people: strongest first, never across what was forbidden (linkage, section 8)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Final

from throughcare.linkage.rules.guards import OUTWEIGHS, Guard, forenames_meet
from throughcare.linkage.rules.records import IDENTIFIERS, Standard, shared
from throughcare.linkage.rules.weights import Thresholds

LARGE: Final = 20
_STRONG: Final = 15.0
_INDEPENDENT: Final = 3


Wholes = Callable[[Sequence[int], Sequence[int]], float]
"""Gives what two groups weigh, taken whole, by the places of their records."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair of records by their places in the list of all, with its weight and the guard that keeps it apart, if any."""

    one: int
    other: int
    weight: float
    guard: Guard | None = None
    is_identified: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """Two records of two groups, for a person to decide on."""

    one: int
    other: int
    weight: float
    reason: str


@dataclass(slots=True)
class Groups:
    """Who belongs together, as far as is known: each record's group, and what stands between groups."""

    records: Sequence[Standard]
    parent: list[int] = field(default_factory=list)
    members: dict[int, list[int]] = field(default_factory=dict)
    forbidden: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """For a record, those that it may not be grouped with by weight alone, unless a forename is known to both groups."""
    barred: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))
    """For a record, those that it may not be grouped with but by a number."""
    known: Mapping[int, str] = field(default_factory=dict)
    """For a record that was grouped before, the name of that group."""
    mergeable: set[frozenset[str]] = field(default_factory=set)
    """Groups of before, two by two, that may be made one without asking."""
    is_pinned_apart: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.parent = list(range(len(self.records)))

    def of(self, at: int) -> int:
        root = at
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[at] != root:
            self.parent[at], at = root, self.parent[at]
        return root

    def all_in(self, root: int) -> list[int]:
        return self.members.get(root, [root])

    def join(self, one: int, other: int) -> None:
        a, b = self.of(one), self.of(other)
        if a == b:
            return
        if len(self.all_in(a)) < len(self.all_in(b)):
            a, b = b, a
        self.parent[b] = a
        self.members[a] = self.all_in(a) + self.all_in(b)
        self.members.pop(b, None)

    def is_forbidden(self, a: int, b: int) -> bool:
        return self._between(self.forbidden, a, b)

    def is_barred(self, a: int, b: int) -> bool:
        return self._between(self.barred, a, b)

    def names(self, root: int) -> list[str]:
        """The names of the groups of before that are in a group."""
        return sorted({self.known[at] for at in self.all_in(root) if at in self.known})

    def would_merge(self, a: int, b: int) -> bool:
        """Whether two groups of before would be made one that are to be asked about first."""
        ones, others = self.names(a), self.names(b)
        return any(
            one != other and frozenset((one, other)) not in self.mergeable
            for one in ones
            for other in others
        )

    def is_pinned(self, a: int, b: int) -> bool:
        return self._between(self.is_pinned_apart, a, b)

    def _between(self, apart: dict[int, set[int]], a: int, b: int) -> bool:
        ones, others = self.all_in(a), self.all_in(b)
        if len(ones) > len(others):
            ones, others = others, ones
        there = set(others)
        return any(at in apart and not apart[at].isdisjoint(there) for at in ones)

    def share_a_forename(self, a: int, b: int) -> bool:
        """Whether some record of one group knows a forename of the other, or another form of it."""
        if not self._values(a, "forms").isdisjoint(self._values(b, "forms")):
            return True
        ones, others = self._forenames(a, "forenames"), self._forenames(b, "forenames")
        if not ones.isdisjoint(others):
            return True
        return forenames_meet(
            ones, self._forenames(a, "givens"), others, self._forenames(b, "givens")
        )

    def contradict(self, a: int, b: int, *, weight: float) -> bool:
        """Whether two groups have numbers that contradict, as two records might (`guards.Guard.CONTRADICTION`)."""
        differ = 0
        for kind in IDENTIFIERS:
            ones, others = self._values(a, kind), self._values(b, kind)
            differ += bool(ones and others) and ones.isdisjoint(others)
        return differ > 1 or (differ == 1 and weight < OUTWEIGHS)

    def _forenames(self, root: int, kind: str) -> set[str]:
        return {name for name in self._values(root, kind) if len(name) > 1}

    def _values(self, root: int, kind: str) -> set[str]:
        return {value for at in self.all_in(root) for value in getattr(self.records[at], kind)}


def group(
    records: Sequence[Standard],
    pairs: Iterable[Scored],
    *,
    thresholds: Thresholds,
    together: Iterable[tuple[int, int]] = (),
    apart: Iterable[tuple[int, int]] = (),
    known: Mapping[int, str] | None = None,
    wholes: Wholes | None = None,
) -> tuple[Groups, list[Question]]:
    """Groups, and the pairs that somebody has to decide on, best first.

    `together` and `apart` are decisions of people: they come before every weight, and no weight crosses them. `known` has the groups
    of before: they stay whole, and two of them are made one only on a number in common or on three strong pairs (linkage, section 7).
    With `wholes`, a pair that is not sure enough is joined where all that both groups know says that they are one.
    `records` are in the order of their ids, so that the order in which they came leaves no trace.
    """
    ordered = sorted(pairs, key=lambda pair: (-pair.weight, pair.one, pair.other))
    groups = Groups(records, known=known or {})
    _keep_known(groups, ordered)
    _pin(groups, together=together, apart=apart)
    for pair in ordered:
        if pair.guard is not None:
            kept = groups.forbidden if pair.guard.is_lifted_by_a_forename else groups.barred
            kept[pair.one].add(pair.other)
            kept[pair.other].add(pair.one)
    strong = [pair for pair in ordered if pair.weight >= thresholds.join]
    _join(groups, (pair for pair in strong if pair.guard is None), may=_may_join)
    _join(groups, (pair for pair in strong if pair.guard is Guard.TWIN), may=_may_be_one_after_all)
    _join(groups, (pair for pair in strong if pair.guard is None), may=_may_join)
    if wholes is not None:
        weak = [
            pair
            for pair in ordered
            if thresholds.weak <= pair.weight < thresholds.join and pair.guard is None
        ]
        for _ in range(2):
            _join(groups, weak, may=partial(_may_join_whole, wholes=wholes, least=thresholds.whole))
    return groups, _questions(groups, ordered, thresholds=thresholds)


def _keep_known(groups: Groups, ordered: Sequence[Scored]) -> None:
    first: dict[str, int] = {}
    for at, name in sorted(groups.known.items()):
        groups.join(first.setdefault(name, at), at)
    used: dict[frozenset[str], set[int]] = defaultdict(set)
    strong: Counter[frozenset[str]] = Counter()
    for pair in ordered:
        both = frozenset(groups.known.get(at, "") for at in (pair.one, pair.other))
        if pair.guard is not None or "" in both or len(both) == 1:
            continue
        if pair.is_identified and pair.weight >= _STRONG:
            groups.mergeable.add(both)
        elif pair.weight >= _STRONG and used[both].isdisjoint((pair.one, pair.other)):
            used[both] |= {pair.one, pair.other}
            strong[both] += 1
    groups.mergeable |= {both for both, count in strong.items() if count >= _INDEPENDENT}


def _pin(
    groups: Groups, *, together: Iterable[tuple[int, int]], apart: Iterable[tuple[int, int]]
) -> None:
    for one, other in together:
        groups.join(one, other)
    for one, other in apart:
        groups.is_pinned_apart[one].add(other)
        groups.is_pinned_apart[other].add(one)


def _join(
    groups: Groups, pairs: Iterable[Scored], *, may: Callable[[Groups, Scored, int, int], bool]
) -> None:
    for pair in pairs:
        a, b = groups.of(pair.one), groups.of(pair.other)
        if a != b and not groups.is_pinned(a, b) and may(groups, pair, a, b):
            groups.join(a, b)


def _may_join(groups: Groups, pair: Scored, a: int, b: int) -> bool:
    if groups.would_merge(a, b):
        return False
    if pair.is_identified:
        return True
    if groups.is_barred(a, b) or groups.contradict(a, b, weight=pair.weight):
        return False
    return not groups.is_forbidden(a, b) or groups.share_a_forename(a, b)


def _may_join_whole(
    groups: Groups, pair: Scored, a: int, b: int, *, wholes: Wholes, least: float
) -> bool:
    if not _may_join(groups, pair, a, b):
        return False
    ones, others = (sorted(groups.all_in(root))[:LARGE] for root in (a, b))
    return wholes(ones, others) >= least


def _may_be_one_after_all(groups: Groups, pair: Scored, a: int, b: int) -> bool:
    if groups.would_merge(a, b):
        return False
    if groups.is_barred(a, b) or groups.contradict(a, b, weight=pair.weight):
        return False
    return groups.share_a_forename(a, b)


def _questions(
    groups: Groups, ordered: Sequence[Scored], *, thresholds: Thresholds
) -> list[Question]:
    """The best pair of each two groups that are not one, and that nobody decided on."""
    asked: set[tuple[int, int]] = set()
    found = []
    for pair in ordered:
        a, b = sorted((groups.of(pair.one), groups.of(pair.other)))
        least = thresholds.review if pair.guard is None else thresholds.suspect
        if pair.weight < least or a == b or (a, b) in asked or groups.is_pinned(a, b):
            continue
        asked.add((a, b))
        reason = pair.guard.value if pair.guard else "middle"
        if pair.guard is None and pair.weight >= thresholds.join:
            reason = "forbidden"
        found.append(Question(pair.one, pair.other, pair.weight, reason))
    return found


def names_of_groups(groups: Groups) -> dict[int, str]:
    """What each group is called, by its root: as before, the first of several names; else made of its members."""
    roots = {groups.of(at) for at in range(len(groups.records))}
    return {
        root: next(
            iter(groups.names(root)),
            name_of_group(groups.records[at].record_id for at in groups.all_in(root)),
        )
        for root in roots
    }


def name_of_group(record_ids: Iterable[str]) -> str:
    """What a group is called: made of its members, so that neither order nor anything else changes it."""
    return sha256("\x1f".join(sorted(record_ids)).encode()).hexdigest()[:16]


def doubts(groups: Groups, root: int, *, weights: Iterable[Scored], stay: float) -> list[str]:
    """Why a group should be looked at before it is believed: too large, two PNC numbers, a bridge."""
    members = groups.all_in(root)
    found = []
    if len(members) > LARGE:
        found.append("large")
    numbers = {record.pncs for at in members if (record := groups.records[at]).pncs}
    if any(not shared(a, b) for a in numbers for b in numbers):
        found.append("two-pncs")
    near: dict[int, set[int]] = defaultdict(set)
    for pair in weights:
        if pair.weight >= stay:
            near[pair.one].add(pair.other)
            near[pair.other].add(pair.one)
    if any(2 * len(near[at]) < len(members) - 1 for at in members):
        found.append("bridge")
    return found
