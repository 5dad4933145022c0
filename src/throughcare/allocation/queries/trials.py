"""What other rules would come to, and how scores did: in numbers by group, and case by case for whoever may open the case."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt
from typing import Final

from django.db import connection

from throughcare.allocation.decisions import Policy, policy
from throughcare.allocation.models import Trial, TrialAnswer

FEWEST: Final = 10
"""Of a group of fewer people no share is said: it would tell of somebody, and nothing of the group."""
GROUPS: Final = {"all": "Everybody", "sex": "Sex", "age": "Age", "ethnicity": "Ethnicity"}
_WORDS: Final = {
    ("sex", "M"): "Men",
    ("sex", "F"): "Women",
    ("ethnicity", "A"): "Asian or Asian British",
    ("ethnicity", "B"): "Black or Black British",
    ("ethnicity", "M"): "Mixed",
    ("ethnicity", "O"): "Another ethnic group",
    ("ethnicity", "W"): "White",
}
_SURE: Final = 1.96
"""Of a normal distribution, for an interval that holds in 95 of 100 cases."""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many of a group have one answer now and another by the trial."""

    kind: str
    group: str
    before: str
    outcome: str
    cases: int


@dataclass(frozen=True, kw_only=True)
class GroupOfTrial:
    """A group of people: how many, how many would have another answer, and by which outcome each stands now and then."""

    kind: str
    group: str
    cases: int
    changed: int
    before: dict[str, int]
    after: dict[str, int]

    @property
    def words(self) -> str:
        return words_of(self.kind, self.group)

    @property
    def is_small(self) -> bool:
        return self.cases < FEWEST

    def share_changed(self) -> Decimal | None:
        """In percent, None of a small group."""
        return None if self.is_small else _percent(self.changed, self.cases)

    def share_after(self, outcome: str) -> Decimal | None:
        return None if self.is_small else _percent(self.after.get(outcome, 0), self.cases)

    def share_before(self, outcome: str) -> Decimal | None:
        return None if self.is_small else _percent(self.before.get(outcome, 0), self.cases)


@dataclass(frozen=True, kw_only=True)
class Calibrated:
    """Of people of a group who had a score in a band two years ago or more: what it expected, and what happened, in percent."""

    kind: str
    group: str
    band: str
    cases: int
    expected: Decimal
    happened: int

    @property
    def words(self) -> str:
        return words_of(self.kind, self.group)

    @property
    def observed(self) -> Decimal:
        return _percent(self.happened, self.cases)

    @property
    def interval(self) -> tuple[Decimal, Decimal]:
        """Where the share lies in 95 of 100 cases (Wilson)."""
        n, share = self.cases, self.happened / self.cases
        middle = share + _SURE**2 / (2 * n)
        spread = _SURE * sqrt(share * (1 - share) / n + _SURE**2 / (4 * n * n))
        whole = 1 + _SURE**2 / n
        return _of_share((middle - spread) / whole), _of_share((middle + spread) / whole)

    @property
    def is_off(self) -> bool:
        """Whether what was expected lies outside that."""
        low, high = self.interval
        return not low <= self.expected <= high


def latest_trials(*, limit: int) -> list[Trial]:
    """The latest trials, for whoever sees plans everywhere; one query."""
    return list(Trial.objects.order_by("-number")[:limit])


def trial_of(number: int) -> Trial | None:
    return Trial.objects.filter(number=number).first()


def policy_of(trial: Trial) -> Policy:
    """What goes with the decision that was tried."""
    return policy(trial.decision)


def groups_of(trial: Trial) -> list[GroupOfTrial]:
    """Everybody, and then each group by sex, age and ethnicity; nothing for who may not see it. One query."""
    moved = _moved(trial)
    keys = sorted(
        {(each.kind, each.group) for each in moved},
        key=lambda key: (list(GROUPS).index(key[0]), key[1]),
    )
    return [
        _group(kind, group, [each for each in moved if (each.kind, each.group) == (kind, group)])
        for kind, group in keys
    ]


def would_move(trial: Trial, *, limit: int, after: int = 0) -> list[TrialAnswer]:
    """The people whose body would be another, of those whose record the viewer may open: after a key, in order of it. One query."""
    found = (
        TrialAnswer.objects.filter(trial=trial, id__gt=after)
        .extra(where=["decided_for <> before"])
        .select_related("case__person")
    )
    return list(found.order_by("id")[:limit])


def calibration(tool: str) -> list[Calibrated]:
    """How scores of a predictor did, by group and band, but of groups of fewer than ten; one query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM allocation_calibration(%s)", [tool])
        found = cursor.fetchall()
    made = [
        Calibrated(
            kind=kind,
            group=group,
            band=band,
            cases=cases,
            expected=(expected * 100).quantize(Decimal("0.1"), ROUND_HALF_UP),
            happened=happened,
        )
        for kind, group, band, cases, expected, happened in found
        if cases >= FEWEST
    ]
    return sorted(made, key=lambda each: (list(GROUPS).index(each.kind), each.group, each.band))


def words_of(kind: str, group: str) -> str:
    if kind == "all":
        return GROUPS[kind]
    return _WORDS.get((kind, group), group or f"{GROUPS[kind]} not known")


def _moved(trial: Trial) -> list[Moved]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM allocation_trial_groups(%s)", [trial.pk])
        return [
            Moved(kind=kind, group=group, before=before, outcome=outcome, cases=cases)
            for kind, group, before, outcome, cases in cursor.fetchall()
        ]


def _group(kind: str, group: str, moved: Sequence[Moved]) -> GroupOfTrial:
    before: dict[str, int] = {}
    after: dict[str, int] = {}
    for each in moved:
        before[each.before] = before.get(each.before, 0) + each.cases
        after[each.outcome] = after.get(each.outcome, 0) + each.cases
    return GroupOfTrial(
        kind=kind,
        group=group,
        cases=sum(each.cases for each in moved),
        changed=sum(each.cases for each in moved if each.before != each.outcome),
        before=before,
        after=after,
    )


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _of_share(share: float) -> Decimal:
    return Decimal(str(100 * share)).quantize(Decimal("0.1"), ROUND_HALF_UP)
