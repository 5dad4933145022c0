"""Double-entry books and digests of content.

The side *before* rests on what was kept when the plan was staged and answered: the digests of records, and the answers for
items; where an item has no answer, being closed or left alone by the plan, on its assignment of before. The side *after* counts
which of those are there now, by who has them. What came since is on neither side.
"""

from datetime import datetime

from throughcare.kernel.scripts import statements
from throughcare.restructure.choices import Moment
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.kinds import Kept, Kind

# Every item of a kind, once: who had it and who has it, its state on both sides, and whether it was there before and is there
# now. What has an answer was open when it was answered, and its state after is that of the instant; of what has none, that which
# was closed or which the plan leaves alone, the state is the one it has come to.
_ITEMS = """
select coalesce(t.id, a.item_id) as case_id, coalesce(a.from_owner_id, old.owner_id) as old_id, new.owner_id as new_id,
       a.item_id is not null or old.item_id is not null as was, t.id is not null as is_there,
       case when a.item_id is null then {state_now} when a.standing = 'held' then 'held' when {had_ended} then 'closed'
            else 'live' end as state_before,
       case when a.item_id is null then {state_now} when {had_ended} then 'closed'
            when a.standing = 'held' and {state_then} = 'live' then 'held' else {state_then} end as state_after
from {table} t
full join (select item_id, from_owner_id, standing, looked_at from restructure_answer
           where plan_id = %(plan)s and kind = %(kind)s) a on a.item_id = t.id
left join {assignments}_at(%(before)s, array_remove(organisation_live('infinity'), %(change)s), 'infinity') old
       on old.item_id = t.id
left join {assignments}_at(%(at)s, organisation_live('infinity') || %(change)s, 'infinity') new on new.item_id = t.id
"""
# What is answered though it has ended: a reversal takes it back as ended.
_HAD_ENDED = "coalesce(a.looked_at ? 'ended', false)"

_OWNED = """
create temp table restructure_owned on commit drop as {items};
create unique index on restructure_owned (case_id);
analyze restructure_owned
"""

_BOOKED = """
with items as {how} ({items})
insert into restructure_book (plan_id, moment, kind, state, old_owner_id, new_owner_id, count)
select %(plan)s, %(before_moment)s, %(kind)s, state_before, old_id, old_id, count(*) from items where was group by 4, 5
union all
select %(plan)s, %(after_moment)s, %(kind)s, state_after, old_id, new_id, count(*) from items where was and is_there group by 4, 5, 6
"""

# Drafts are few: each is held against the leaves of its case, since one that was begun after staging is on neither side.
_DRAFTS = """
insert into restructure_draft (kind, case_id, drafts)
select d.kind, d.case_id, count(*)
from {table} t
join restructure_digest d on d.plan_id = %(plan)s and d.kind = %(kind)s and d.case_id = t.{through}
where {draft} and exists (select from unnest(d.leaves) as u (leaf)
                          where u.leaf >> {bits} = (t.{number}::bigint & 134217727))
group by 1, 2
"""

# Where a record that was kept is missing, it is among those that differ. A record has the state of its case, or is a draft.
_KEPT = """
with kept as materialized (
    select d.kind, o.old_id, o.new_id, coalesce(o.state_before, 'live') as state_before,
           coalesce(o.state_after, 'live') as state_after, sum(d.records) as records,
           sum(coalesce(gone.missing, 0)) as missing, sum(coalesce(f.drafts, 0)) as drafts
    from restructure_digest d
    left join (select kind, case_id, count(*) as missing from restructure_differing where what = 'missing' group by 1, 2) gone
           on gone.kind = d.kind and gone.case_id = d.case_id
    left join restructure_draft f on f.kind = d.kind and f.case_id = d.case_id
    left join restructure_owned o on o.case_id = d.case_id
    where d.plan_id = %(plan)s group by 1, 2, 3, 4, 5
),
lines as (
    select kind, old_id, new_id, state_before, state_after, records - drafts as before, records - drafts - missing as after
    from kept
    union all
    select kind, old_id, new_id, 'draft', 'draft', drafts, drafts from kept where drafts > 0
)
insert into restructure_book (plan_id, moment, kind, state, old_owner_id, new_owner_id, count)
select %(plan)s, %(before_moment)s, kind, state_before, old_id, old_id, sum(before) from lines group by 3, 4, 5
having sum(before) > 0
union all
select %(plan)s, %(after_moment)s, kind, state_after, old_id, new_id, sum(after) from lines group by 3, 4, 5, 6
having sum(after) > 0
"""


def write_books(*, plan: Plan, now: datetime) -> None:
    """Count every kind on both sides of the switch, by old and new owner.

    The records that differ must be laid (`reconciliation.lay_differing`).
    """
    params = _params(plan, now=now)
    sql.write("delete from restructure_book where plan_id = %(plan)s", params)
    for kind in kinds.assigned():
        items, how = _items(plan, kind), "materialized"
        of_kind = params | {"kind": kind.name}
        if kind.name == kinds.CASE:
            sql.write("drop table if exists restructure_owned")
            for statement in statements(_OWNED.format(items=items)):
                sql.write(statement, of_kind)
            items, how = "select * from restructure_owned", "not materialized"
        sql.write(_BOOKED.format(items=items, how=how), of_kind)
    _lay_drafts(params)
    sql.write(_KEPT, params)


def _items(plan: Plan, kind: Kind) -> str:
    return _ITEMS.format(
        table=kind.table,
        assignments=kind.assignments,
        state_now=kind.state(at="%(at)s"),
        # Where the day is not kept, an item that was open and has ended since may have ended after the instant.
        state_then=kind.state(at="%(from)s") if kind.is_dated else "'live'",
        had_ended=_HAD_ENDED if plan.reverses_id is not None else "false",
    )


def _lay_drafts(params: dict[str, object]) -> None:
    """Count the records of each case that were kept and are not final."""
    sql.write("drop table if exists restructure_draft")
    sql.write(
        "create temp table restructure_draft (kind text, case_id bigint, drafts bigint) on commit drop"
    )
    for kept in kinds.kept():
        if kept.draft:
            statement = _DRAFTS.format(
                table=kept.table,
                through=kept.through,
                number=kept.number,
                draft=kept.draft,
                bits=kinds.HASH_BITS,
            )
            sql.write(statement, params | {"kind": kept.label})
    sql.analyze("restructure_draft")


def write_digests(*, plan: Plan, kept: Kept) -> int:
    """Keep a digest of every record of one kind, by case; how many cases were written.

    In a transaction of the caller's, for which working memory is raised.
    """
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
            select %s, %s, t.id, coalesce({running.of_case}, 0), {running.due} from {running.table} t where {running.waits}
            """,
            [plan.pk, running.label],
        )
        for running in kinds.running()
    )


def _params(plan: Plan, *, now: datetime) -> dict[str, object]:
    return {
        "plan": plan.pk,
        "change": plan.change_id,
        "before": plan.before,
        "from": plan.effective_at,
        "at": max(now, plan.effective_at),
        "before_moment": Moment.BEFORE.value,
        "after_moment": Moment.AFTER.value,
    }
