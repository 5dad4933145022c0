"""Lists of bodies outside against ours: what differs and is not owed by somebody by a day to come."""

from throughcare.restructure.choices import OutsideSort
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import outside as lists
from throughcare.restructure.queries import readiness, sql
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Differing,
    Found,
    all_named,
    counted,
    together,
)

_OPEN = """
select count(*) over (), d.body || ', ' || d.reference, d.sort, d.ours, d.theirs, d.due_on
from restructure_outsidedifference d
where d.plan_id = %s and d.settled_at is null
  and (d.due_on is null or d.due_on < (tc_now() at time zone 'Europe/London')::date)
order by d.body, d.reference limit %s
"""
_SAID = {
    OutsideSort.MISSING_THERE: "with {ours} here, and not in their list",
    OutsideSort.MISSING_HERE: "in their list, and no open case here",
    OutsideSort.ELSEWHERE: "with {ours} here, and with {theirs} in their list",
}


def outside(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Each body's list and ours must have been compared (`commands.outside.compare_lists`).

    Where gates are asked, so where people are real, a provider that has handed in no list is a difference as well.
    """
    return together(
        [
            all_named(
                Differing(subject=code, found="has handed in no list")
                for code in (lists.without_a_list(plan) if readiness.are_asked() else ())
            ),
            counted(
                (
                    total,
                    subject,
                    _SAID[OutsideSort(sort)].format(ours=ours, theirs=theirs)
                    + (f", to be settled by {due_on}" if due_on else ""),
                )
                for total, subject, sort, ours, theirs, due_on in sql.rows(_OPEN, [plan.pk, most])
            ),
        ]
    )
