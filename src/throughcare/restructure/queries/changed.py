"""What has to be answered again because something else was, or because it came too late."""

from collections.abc import Collection
from datetime import datetime

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, kinds, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules.plan import Plan as ReadPlan

_OF_POSTS = """
select kind, item_id from restructure_answer
where plan_id = %s and from_post_id = any (%s) and kind <> all (%s) order by kind, item_id
"""
_OF_CASES = "select f.item_id from {facts} f where f.case_id = any (%s) order by f.item_id"

# Noted since the plan is live, and last given, after its instant, to a body that does not operate any more.
_LATE = """
select distinct c.item_id
from restructure_changed c
join {assignments} x on x.item_id = c.item_id and x.change_id is null and x.superseded_at is null
 and x.starts_at >= %(instant)s and x.starts_at <= %(now)s
where c.plan_id = %(plan)s and c.kind = %(kind)s
  and organisation_fact(x.owner_id, 'operating', %(now)s, organisation_live('infinity')) is distinct from 'yes'
  and not exists (select from {assignments} s where s.item_id = x.item_id and s.starts_at >= x.starts_at
                    and s.superseded_at is null and (s.change_id = %(change)s or s.change_id is null and s.id > x.id))
order by c.item_id
"""


def leaning_on(
    plan: Plan, read: ReadPlan, name: str, items: Collection[int]
) -> list[tuple[str, int]]:
    """What is answered like items of a kind, or goes with whoever has it, as kind and item."""
    ids = sorted(items)
    if not ids:
        return []
    if name == facts.ACCOUNT:
        return [(kind, item) for kind, item in sql.rows(_OF_POSTS, [plan.pk, ids, [name]])]
    if name != facts.CASE:
        return []
    return [
        (kind.name, item)
        for kind in kinds.assigned()
        if kind.name in read.rules and facts.follows(read, kind.name, facts.CASE)
        for (item,) in sql.rows(_OF_CASES.format(facts=kind.facts), [ids])
    ]


def given_late(plan: Plan, *, now: datetime) -> dict[str, set[int]]:
    """Items that a request which began before a plan was live gave to a body that the plan closed, by kind."""
    found = {}
    for kind in kinds.assigned():
        rows = sql.rows(
            _LATE.format(assignments=kind.assignments),
            {
                "plan": plan.pk,
                "change": plan.change_id,
                "kind": kind.name,
                "instant": plan.effective_at,
                "now": now,
            },
        )
        if rows:
            found[kind.name] = {item for (item,) in rows}
    return found


def references(plan: Plan, kind: Kind, *, only: Collection[int]) -> list[str]:
    """What people know items by that a plan has answered with a body."""
    rows = sql.rows(
        "select reference from restructure_answer where plan_id = %s and kind = %s and item_id = any (%s)"
        " and standing = 'answered' order by 1",
        [plan.pk, kind.name, sorted(only)],
    )
    return [reference for (reference,) in rows]
