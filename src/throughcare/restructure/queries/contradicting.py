"""Where rules of a plan contradict one another: one answered an item, and a later one would have answered it otherwise.

Counted from what is kept with the answers, so that what keeping up answers again is counted as it is now.
"""

from dataclasses import dataclass
from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.plans import Report

MOST_NAMED: Final = 5


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """A pair of rules of a kind by their labels, how many items they answer differently, and the first of those by reference.

    `rule` answered; `other` would have, had it come first.
    """

    kind: str
    rule: str
    other: str
    count: int
    named: list[str]


# Only rows with a contradiction are read, by their index: a plan whose rules agree costs nothing.
_PAIRS: Final = """
select kind, rule, other, count(*), (array_agg(reference order by reference))[:%(most)s]
from restructure_answer a cross join lateral unnest(a.contradicted_by) other
where a.plan_id = %(plan)s and a.contradicted_by is not null
group by kind, rule, other order by kind, count(*) desc, rule, other
"""


def contradictions(plan: Plan) -> list[Contradiction]:
    """Every pair that differs on some item that may be seen, by kind, the most frequent first."""
    return [
        Contradiction(kind=kind, rule=rule, other=other, count=count, named=named)
        for kind, rule, other, count, named in sql.rows(
            _PAIRS, {"plan": plan.pk, "most": MOST_NAMED}
        )
    ]


def contradictions_told(plan: Plan) -> list[Report]:
    """The same, in the shape in which the report of a run keeps it."""
    return [vars(each) for each in contradictions(plan)]
