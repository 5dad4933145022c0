"""How well groups agree with what is known: pairs, whole groups, and people wrongly put together."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Shares from 0 to 1; `people_merged` is the share of people in a group with somebody else."""

    precision: float
    recall: float
    f1: float
    cluster_f1: float
    b_cubed_f1: float
    people_merged: float
    wrong_pairs: int
    missed_pairs: int


def quality(found: Mapping[str, str], *, truth: Mapping[str, str]) -> Quality:
    """Groups of records beside whose they are. Records without a known person are left out."""
    pairs = Counter((found[record], truth[record]) for record in found if record in truth)
    groups, people = _sums(pairs)
    both = sum(map(_choose, pairs.values()))
    said, true = sum(map(_choose, groups.values())), sum(map(_choose, people.values()))
    precision, recall = both / said if said else 1.0, both / true if true else 1.0
    return Quality(
        precision=precision,
        recall=recall,
        f1=_f1(precision, recall),
        cluster_f1=_cluster_f1(pairs, groups, people),
        b_cubed_f1=_b_cubed(pairs, groups, people),
        people_merged=_merged(pairs) / len(people) if people else 0.0,
        wrong_pairs=said - both,
        missed_pairs=true - both,
    )


def _sums(pairs: Mapping[tuple[str, str], int]) -> tuple[Counter[str], Counter[str]]:
    groups: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for (group, person), count in pairs.items():
        groups[group] += count
        people[person] += count
    return groups, people


def _choose(count: int) -> int:
    return count * (count - 1) // 2


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _cluster_f1(
    pairs: Mapping[tuple[str, str], int], groups: Counter[str], people: Counter[str]
) -> float:
    whole = sum(
        count == groups[group] == people[person] for (group, person), count in pairs.items()
    )
    return _f1(whole / len(groups), whole / len(people)) if groups else 1.0


def _b_cubed(
    pairs: Mapping[tuple[str, str], int], groups: Counter[str], people: Counter[str]
) -> float:
    records = sum(pairs.values())
    if not records:
        return 1.0
    precision = sum(count * count / groups[group] for (group, _), count in pairs.items()) / records
    recall = sum(count * count / people[person] for (_, person), count in pairs.items()) / records
    return _f1(precision, recall)


def _merged(pairs: Iterable[tuple[str, str]]) -> int:
    within: dict[str, set[str]] = defaultdict(set)
    for group, person in pairs:
        within[group].add(person)
    return len({person for people in within.values() if len(people) > 1 for person in people})


def recall_of(
    found: Mapping[str, str],
    *,
    truth: Mapping[str, str],
    among: Iterable[str],
    people: Mapping[str, Sequence[str]],
) -> float:
    """The share of true pairs with one of some records in them that were found; `people` has the records of each person."""
    got = total = 0
    for record in among:
        others = [each for each in people[truth[record]] if each != record]
        total += len(others)
        got += sum(found[each] == found[record] for each in others)
    return got / total if total else 1.0
