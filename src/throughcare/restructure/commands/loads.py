"""Keeping how much work a plan leaves each team and officer with."""

from typing import Final

from throughcare.kernel.decisions import ALWAYS
from throughcare.restructure.choices import Per
from throughcare.restructure.models import Load, Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.after import after, params
from throughcare.restructure.queries.facts import ACCOUNT
from throughcare.restructure.queries.kinds import CASE, assigned
from throughcare.restructure.rules.plan import ConstraintKind
from throughcare.restructure.rules.plan import Plan as ReadPlan

# Who does the work: a column of items and loads, which items count, and what constraints call it.
_BY: Final = {
    Per.TEAM: ("holder_id", "holder_id <> owner_id", "new_team"),
    Per.OFFICER: ("post_id", "post_id is not null", "new_officer"),
}

# What is held by a body and none of its teams is no team's. Where somebody has work for several providers, the load is
# told under the one that has most of it.
_WRITE: Final = """
with items as materialized (select * from {after} i),
now as (select from_{by} as id, count(*) as n from items where from_{by} is not null group by 1),
later as (
    select {by} as id, sum(n) as n,
           (array_agg(owner_id order by n desc, owner_id))[1] as owner_id,
           (array_agg(from_owner_id order by n desc, from_owner_id))[1] as from_owner_id
    from (select {by}, owner_id, from_owner_id, count(*) as n from items
          where {whose} and owner_id is not null group by 1, 2, 3) each
    group by 1
)
insert into restructure_load (plan_id, kind, per, {by}, from_owner_id, owner_id, before, after, at_most)
select %(plan)s, %(kind)s, %(per)s, later.id, later.from_owner_id, later.owner_id, coalesce(now.n, 0), later.n, %(at_most)s
from later left join now on now.id = later.id
"""


def write_loads(*, plan: Plan, read: ReadPlan) -> int:
    """Write the loads that the answers come to, in place of those before; how many."""
    Load.objects.filter(plan=plan).delete()
    return sum(
        sql.write(
            _WRITE.format(after=after(kind, read), by=by, whose=whose),
            params(plan, read, kind=kind)
            | {"per": per.value, "at_most": _at_most(read, kind, by=given)},
        )
        for kind in _kinds(read)
        for per, (by, whose, given) in _BY.items()
    )


def _kinds(read: ReadPlan) -> list[str]:
    """Kinds of work that the plan has rules for: cases, and what it states a capacity of."""
    work = {kind.name for kind in assigned()} - {ACCOUNT}
    stated = {each.applies_to for each in read.constraints if each.kind is ConstraintKind.CAPACITY}
    return sorted((stated | {CASE}) & work & read.rules.keys())


def _at_most(read: ReadPlan, kind: str, *, by: str) -> int | None:
    """How many items of a kind a team or an officer may have in all; the least of what the plan states."""
    stated = [
        int(each.at_most)
        for each in read.constraints
        if each.kind is ConstraintKind.CAPACITY
        and (each.applies_to, each.by, each.when) == (kind, by, ALWAYS)
        and each.at_most is not None
    ]
    return min(stated, default=None)
