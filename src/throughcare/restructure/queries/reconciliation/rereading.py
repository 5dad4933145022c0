"""What the rules looked at, read from the records again: as it was just before the instant, with the plan left out.

An answer rests on facts that were read when it was given. Reading them once more finds what was not followed in time, and what
somebody altered behind the back of everything that follows. Staff are not read again: their list is made once, from the work of a day,
and is not shuffled by what changes in it.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, kinds, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules.plan import Plan as ReadPlan

Row = dict[str, Any]  # Any: columns of any type

# Every answer that the rules gave to an item by itself. They are held against the facts here and not there: between two sets that
# the planner takes for small it would compare each row with each.
_ANSWERED = """
select a.item_id, a.reference, a.rule, a.standing, u.code
from restructure_answer a
left join (select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at desc) u
       on u.unit_id = a.to_owner_id
where a.plan_id = %s and a.kind = %s and a.rule not like 'override %%'
  and not exists (select from restructure_hold h
                  where h.plan_id = a.plan_id and h.kind = a.kind and h.item_id = a.item_id and not h.waits)
order by a.item_id
"""

# Given to somebody after the instant and before the plan was live: answered by who had it then.
_GIVEN_SINCE = """
select x.item_id from {assignments} x
where x.item_id = any (%s) and x.change_id is null and x.superseded_at is null and x.starts_at > %s
"""

_SINCE_LIVE = """
    e.written_at >= (
        select max(live.written_at) from audit_entry live
        where live.subject_kind = 'plan' and live.subject_references @> array[%(name)s::text] and live.action = 'restructure.live')
"""

# Whoever changes a case or a person once the plan is live writes that in the trail, with the record that is not as it was. Only
# one that rules read, or that what they read is worked out from, accounts for another answer: a contact changes none.
_ACCOUNTED = f"""
select a.reference from restructure_answer a
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.reference = any (%(references)s)
  and exists (select from audit_entry e
              where {_SINCE_LIVE}
                and e.subject_kind in ('case', 'person')
                and e.subject_references @> array[a.reference::text]
                and exists (select from jsonb_path_query(e.detail, '$.altered[*]') named
                            where split_part(named #>> '{{}}', '/', 1) = any (%(followed)s)))
"""

# Of an item that is not there any more, an entry that names the item itself is enough: it may hang from a case, and be known by
# another reference than that one.
_ENDED = f"""
select i.item_id from unnest(%(items)s::bigint[]) i (item_id)
where exists (select from audit_entry e where {_SINCE_LIVE} and e.detail ->> 'altered' = %(label)s || '/' || i.item_id)
"""

# Tables whose rooms have every change noted that can come to another answer.
_FOLLOWED = """
select distinct c.relname::text from pg_trigger t
join pg_proc p on p.oid = t.tgfoid join pg_class c on c.oid = t.tgrelid
where not t.tgisinternal and strpos(p.prosrc, 'restructure_note_items') > 0
"""


def is_read_again(kind: str) -> bool:
    """Whether facts of a kind are read again: of work, by its own answers."""
    return kind not in facts.STAFF and kind in {each.name for each in kinds.assigned()}


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it is kept, as rule, standing and unit, and the facts of its item; none where the item was not there then."""

    item_id: int
    reference: str
    answer: tuple[str, str, str | None]
    facts: Row | None


def answered(plan: Plan, read: ReadPlan, kind: Kind, *, decisions: Decisions) -> Iterator[Answered]:
    """Every answer that the rules gave to an item of a kind. In a transaction of the caller's."""
    relation = facts.relation(plan=plan, read=read, kind=kind, decisions=decisions)
    with _just_before(plan):
        found = {row["item_id"]: row for row in sql.named_rows(relation, [list(read.touched)])}
    for item_id, reference, *answer in sql.rows(_ANSWERED, [plan.pk, kind.name]):
        yield Answered(item_id, reference, (answer[0], answer[1], answer[2]), found.get(item_id))


def given_since(plan: Plan, kind: Kind, items: Collection[int]) -> set[int]:
    """Those of some items that somebody was given after the instant."""
    found = sql.rows(
        _GIVEN_SINCE.format(assignments=kind.assignments), [sorted(items), plan.before]
    )
    return {item for (item,) in found}


def accounted(plan: Plan, kind: str, references: Collection[str]) -> set[str]:
    """Those of some items of whom the trail says, since the plan is live, that somebody changed what rules read."""
    found = sql.rows(
        _ACCOUNTED,
        {
            "plan": plan.pk,
            "kind": kind,
            "references": sorted(references),
            "name": str(plan),
            "followed": sorted(followed()),
        },
    )
    return {reference for (reference,) in found}


def ended(plan: Plan, kind: Kind, items: Collection[int]) -> set[int]:
    """Those of some items of which the trail says, since the plan is live, that somebody altered the item itself."""
    (label,) = (each._meta.label for each in apps.get_models() if each._meta.db_table == kind.table)
    asked = {"items": sorted(items), "label": label, "name": str(plan)}
    return {item for (item,) in sql.rows(_ENDED, asked)}


def followed() -> set[str]:
    """The records whose change can come to another answer, as the trail names them."""
    tables = {table for (table,) in sql.rows(_FOLLOWED)}
    return {each._meta.label for each in apps.get_models() if each._meta.db_table in tables}


@contextmanager
def _just_before(plan: Plan) -> Iterator[None]:
    """Have all that is asked answer as just before the instant, as if the plan were not live; put back at the end."""
    ((now, live),) = sql.rows("select current_setting('tc.now'), current_setting('tc.live')")
    _set(
        plan.before.isoformat(),
        sql.value("select array_remove(tc_live(), %s)::text", [plan.change_id]),
    )
    yield
    _set(now, live)


def _set(now: str, live: str) -> None:
    sql.rows(
        "select set_config('tc.now', %s::text, true), set_config('tc.live', %s::text, true)",
        [now, live],
    )
