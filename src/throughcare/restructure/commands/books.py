"""Double-entry books and digests of content.

The side *before* rests on what was kept when the plan was staged and answered: the digests of records, and the answers for
items. The side *after* counts which of those are there now, by who has them. What came since is on neither side.
"""

from datetime import datetime

from throughcare.kernel.scripts import statements
from throughcare.restructure.choices import Moment
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.kinds import Kept, Kind

_OWNED = """
create temp table restructure_owned on commit drop as
select c.id as case_id, old.owner_id as old_id, new.owner_id as new_id
from {cases} c
left join {assignments}_at(%(before)s, array_remove(organisation_live('infinity'), %(change)s), 'infinity') old
       on old.item_id = c.id
left join {assignments}_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') new on new.item_id = c.id;
create unique index on restructure_owned (case_id);
analyze restructure_owned
"""

_ITEMS_BEFORE = """
insert into restructure_book (plan_id, moment, kind, state, old_owner_id, new_owner_id, count)
select plan_id, %(before_moment)s, kind, case standing when 'held' then 'held' else 'live' end, from_owner_id, from_owner_id, count(*)
from restructure_answer where plan_id = %(plan)s and kind = any (%(kinds)s) group by 1, 3, 4, 5
"""

_ITEMS_AFTER = """
insert into restructure_book (plan_id, moment, kind, state, old_owner_id, new_owner_id, count)
select a.plan_id, %(after_moment)s, a.kind, case a.standing when 'held' then 'held' else 'live' end, a.from_owner_id,
       now.owner_id, count(*)
from restructure_answer a
join {table} t on t.id = a.item_id
left join {owned} now on now.item_id = a.item_id
where a.plan_id = %(plan)s and a.kind = %(kind)s group by 1, 3, 4, 5, 6
"""
_OWNED_NOW = "{assignments}_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity')"
_CASES_OWNED_NOW = "(select case_id as item_id, new_id as owner_id from restructure_owned)"

# Where a record that was kept is missing, it is among those that differ.
_KEPT = """
with kept as (
    select d.kind, o.old_id, o.new_id, sum(d.records) as before, sum(d.records - coalesce(gone.missing, 0)) as after
    from restructure_digest d
    left join (select kind, case_id, count(*) as missing from restructure_differing where what = 'missing' group by 1, 2) gone
           on gone.kind = d.kind and gone.case_id = d.case_id
    left join restructure_owned o on o.case_id = d.case_id
    where d.plan_id = %(plan)s group by 1, 2, 3
)
insert into restructure_book (plan_id, moment, kind, state, old_owner_id, new_owner_id, count)
select %(plan)s, %(before_moment)s, kind, 'kept', old_id, old_id, sum(before) from kept group by kind, old_id
union all
select %(plan)s, %(after_moment)s, kind, 'kept', old_id, new_id, after from kept
"""


def write_books(*, plan: Plan, now: datetime) -> None:
    """Count every kind on both sides of the switch, by old and new owner.

    The records that differ must be laid (`reconciliation.lay_differing`).
    """
    params = _params(plan, now=now)
    sql.write("delete from restructure_book where plan_id = %(plan)s", params)
    cases = kinds.assigned_kind(kinds.CASE)
    sql.write("drop table if exists restructure_owned")
    for statement in statements(_OWNED.format(cases=cases.table, assignments=cases.assignments)):
        sql.write(statement, params)
    sql.write(_ITEMS_BEFORE, params)
    for kind in kinds.assigned():
        _count_items(kind, params)
    sql.write(_KEPT, params)


def write_digests(*, plan: Plan, kept: Kept) -> int:
    """Keep a digest of every record of one kind, by case; how many cases were written.

    In a transaction of the caller's, for which working memory is raised.
    """
    sql.write(sql.AMPLE_MEMORY)
    return int(
        sql.value(
            "select restructure_lay_digests(%s, %s, %s::regclass, %s, %s, %s)",
            [plan.pk, kept.label, kept.table, kept.through, kept.number, kept.seed],
        )
    )


def write_clocks(*, plan: Plan) -> int:
    """Keep when each piece of work under way is due; how many were written."""
    sql.write("delete from restructure_clock where plan_id = %s", [plan.pk])
    return sum(
        sql.write(
            f"""
            insert into restructure_clock (plan_id, kind, item_id, case_id, due_at)
            select %s, %s, t.id, t.{running.through}, t.{running.due} from {running.table} t
            where t.{running.column} = any (%s)
            """,
            [plan.pk, running.label, list(running.states)],
        )
        for running in kinds.running()
    )


def _count_items(kind: Kind, params: dict[str, object]) -> None:
    owned = _CASES_OWNED_NOW if kind.name == kinds.CASE else _OWNED_NOW
    statement = _ITEMS_AFTER.format(
        table=kind.table, owned=owned.format(assignments=kind.assignments)
    )
    sql.write(statement, params | {"kind": kind.name})


def _params(plan: Plan, *, now: datetime) -> dict[str, object]:
    return {
        "plan": plan.pk,
        "change": plan.change_id,
        "before": plan.before,
        "at": max(now, plan.effective_at),
        "before_moment": Moment.BEFORE.value,
        "after_moment": Moment.AFTER.value,
        "kinds": [kind.name for kind in kinds.assigned()],
    }
