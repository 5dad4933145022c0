"""How an invariant is asked: one question that names what breaks it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans, sql
from throughcare.restructure.queries.reconciliation.differing import Run

MOST_NAMED: Final = 20

OPEN_UNITS: Final = """
    select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
    where fact = 'operating' and value = 'yes'
"""


GONE_LIVE: Final = plans.GONE_LIVE


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """`breaks` gives a line for each thing that breaks it, at most `MOST_NAMED`."""

    id: str
    says: str
    breaks: Callable[[], list[str]]


def lines(statement: str, params: sql.Params = ()) -> list[str]:
    return [" ".join(str(part) for part in row) for row in sql.rows(statement, params)]


def plans_in(*phases: Phase) -> list[Plan]:
    found = Plan.objects.filter(phase__in=phases).select_related("change", "reverses__change")
    return list(found.order_by("id"))


def differing(check: Run, *phases: Phase) -> list[str]:
    """What a check of a reconciliation finds, for every plan in some phases."""
    return [
        f"{plan}: {each.subject}: {each.found}"
        for plan in plans_in(*phases)
        for each in check(plan, most=MOST_NAMED).named
    ]
