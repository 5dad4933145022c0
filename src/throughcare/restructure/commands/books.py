"""Double-entry books and digests of content.

Nothing is overwritten by a switch, so both sides can be read at any time after it: *before* is the moment just
before the instant without the plan, *after* is now with it.
"""

from datetime import datetime

from throughcare.restructure.choices import Moment
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.kinds import Kept, Kind

_LIVE_BEFORE = "array_remove(organisation_live('infinity'), %(change)s)"
_LIVE_AFTER = "organisation_live('infinity') || %(change)s"

_ITEMS = """
insert into restructure_book (plan_id, moment, kind, state, old_owner_id, new_owner_id, count)
select %(plan)s, %(moment)s, %(kind)s, 'open', old.owner_id, new.owner_id, count(*)
from {facts} f
left join {assignments}_at(%(before)s, {live_before}, 'infinity') old on old.item_id = f.item_id
left join {assignments}_at(%(at)s, {live}, 'infinity') new on new.item_id = f.item_id
group by old.owner_id, new.owner_id
"""

_KEPT = """
insert into restructure_book (plan_id, moment, kind, state, old_owner_id, new_owner_id, count)
select %(plan)s, %(moment)s, %(kind)s, 'kept', old.owner_id, new.owner_id, sum(k.count)
from (select {through} as case_id, count(*) as count from {table} group by 1) k
left join {cases}_at(%(before)s, {live_before}, 'infinity') old on old.item_id = k.case_id
left join {cases}_at(%(at)s, {live}, 'infinity') new on new.item_id = k.case_id
group by old.owner_id, new.owner_id
"""

# A record's digest is over all its columns: none of them says who owns it. The seed keeps the digests of one kind
# from standing for another's.
_DIGEST = """
insert into restructure_digest (plan_id, kind, case_id, numbers, leaves)
select %(plan)s, %(kind)s, t.{through}, array_agg(t.{number}::bigint order by t.{number}),
       array_agg(hash_record_extended(row(t.*), %(seed)s) order by t.{number})
from {table} t
group by t.{through}
"""


def write_books(*, plan: Plan, moment: Moment, now: datetime) -> int:
    """Count every kind by old and new owner on one side of the switch; how many lines were written."""
    sql.write("delete from restructure_book where plan_id = %s and moment = %s", [plan.pk, moment])
    return sum(_count_items(plan, kind, moment=moment, now=now) for kind in kinds.assigned()) + sum(
        _count_kept(plan, kept, moment=moment, now=now) for kept in kinds.kept()
    )


def write_digests(*, plan: Plan, kept: Kept) -> int:
    """Keep a digest of every record of one kind, by case; how many cases were written."""
    sql.write(
        "delete from restructure_digest where plan_id = %s and kind = %s", [plan.pk, kept.label]
    )
    return sql.write(
        _DIGEST.format(table=kept.table, through=kept.through, number=kept.number),
        {"plan": plan.pk, "kind": kept.label, "seed": kept.seed},
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


def _count_items(plan: Plan, kind: Kind, *, moment: Moment, now: datetime) -> int:
    live = _LIVE_AFTER if moment == Moment.AFTER else _LIVE_BEFORE
    return sql.write(
        _ITEMS.format(
            facts=kind.facts, assignments=kind.assignments, live=live, live_before=_LIVE_BEFORE
        ),
        _params(plan, kind.name, moment=moment, now=now),
    )


def _count_kept(plan: Plan, kept: Kept, *, moment: Moment, now: datetime) -> int:
    live = _LIVE_AFTER if moment == Moment.AFTER else _LIVE_BEFORE
    return sql.write(
        _KEPT.format(
            table=kept.table,
            through=kept.through,
            cases=kinds.assigned_kind("case").assignments,
            live=live,
            live_before=_LIVE_BEFORE,
        ),
        _params(plan, kept.label, moment=moment, now=now),
    )


def _params(plan: Plan, kind: str, *, moment: Moment, now: datetime) -> dict[str, object]:
    before = plan.before
    return {
        "plan": plan.pk,
        "change": plan.change_id,
        "kind": kind,
        "moment": moment.value,
        "before": before,
        "at": before if moment == Moment.BEFORE else max(now, plan.effective_at),
    }
