"""What came of a staff assignment, by grade, sex, age and disability; and of appeals against it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from throughcare.kernel import business_days
from throughcare.organisation import queries as organisation
from throughcare.transition.choices import ChallengeState, Grounds, Subject, Trait
from throughcare.transition.models import Challenge
from throughcare.transition.queries import sql
from throughcare.transition.rules import statistics

if TYPE_CHECKING:
    from datetime import date

    from throughcare.restructure.models import Plan

_WORDS: Final = {
    Trait.SEX: {"F": "Women", "M": "Men"},
    Trait.AGE: {
        "0": "Under 25",
        "1": "25 to 34",
        "2": "35 to 44",
        "3": "45 to 54",
        "4": "55 and over",
    },
    Trait.DISABILITY: {"yes": "Disabled", "no": "Not disabled"},
}
UNDECIDED: Final = "Not decided"


@dataclass(frozen=True, kw_only=True)
class Counted:
    trait: Trait
    table: statistics.Table


@dataclass(frozen=True, kw_only=True)
class Appeals:
    """Challenges of one kind by what came of them. `late` are past their day and open."""

    name: str
    made: int
    open: int
    upheld: int
    dismissed: int
    withdrawn: int
    late: int
    days: int | None
    """Business days from the challenge to the decision, at the median; None where nothing was decided."""

    @property
    def row(self) -> tuple[str, int, int, int, int, int, int, str]:
        days = "" if self.days is None else str(self.days)
        figures = (self.made, self.open, self.upheld, self.dismissed, self.withdrawn, self.late)
        return (self.name, *figures, days)


def outcomes(plan: Plan) -> list[Counted]:
    """A table for each trait, small numbers left out; none for those who do not see all of a plan."""
    counted: dict[str, Counter[tuple[str, str]]] = {}
    results: Counter[str] = Counter()
    kinds = organisation.kinds()
    for row in sql.rows("select * from transition_outcomes(%s)", [plan.pk]):
        result = kinds[row["result"]].name if row["result"] else UNDECIDED
        counted.setdefault(row["trait"], Counter())[row["value"], result] += row["people"]
        results[result] += row["people"]
    order = sorted(results, key=lambda result: (result == UNDECIDED, result))
    return [
        Counted(trait=trait, table=_table(trait, counted[trait], results=order))
        for trait in Trait
        if trait in counted
    ]


def _table(
    trait: Trait, counted: Counter[tuple[str, str]], *, results: list[str]
) -> statistics.Table:
    words = _WORDS.get(trait, {})
    values = sorted({value for value, _ in counted}, key=lambda value: (not value, value))
    named = {value: words.get(value, value) or "Not said" for value in values}
    return statistics.table(
        {(named[value], result): people for (value, result), people in counted.items()},
        values=[named[value] for value in values],
        results=results,
    )


def appeals(plan: Plan, *, today: date) -> list[Appeals]:
    """Appeals by their grounds, then challenges of cases and tasks."""
    found = list(Challenge.objects.filter(plan=plan).order_by("id"))
    groups = [
        (str(grounds.label), [each for each in found if each.grounds == grounds])
        for grounds in Grounds
    ]
    groups += [
        (str(subject.label), [each for each in found if each.subject == subject])
        for subject in (Subject.CASE, Subject.TASK)
    ]
    return [_counted(name, group, today=today) for name, group in groups if group]


def _counted(name: str, group: list[Challenge], *, today: date) -> Appeals:
    states = Counter(each.state for each in group)
    waiting = [each for each in group if each.state in WAITING]
    took = sorted(
        business_days.between(each.recorded_at.date(), each.decided_at.date())
        for each in group
        if each.decided_at is not None
    )
    return Appeals(
        name=name,
        made=len(group),
        open=len(waiting),
        upheld=states[ChallengeState.UPHELD],
        dismissed=states[ChallengeState.DISMISSED],
        withdrawn=states[ChallengeState.WITHDRAWN],
        late=sum(each.due_on < today for each in waiting),
        days=took[len(took) // 2] if took else None,
    )


WAITING: Final = (ChallengeState.OPEN, ChallengeState.RECOMMENDED)
