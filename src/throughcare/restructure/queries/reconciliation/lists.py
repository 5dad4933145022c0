"""Each list of things begun and not ended (restructure rules, section 3), item by item: as staged, and as it is now.

What was on a list when its plan was staged is still on it, or was ended; nothing is gone. What the plan decides of the list
is held against that: what was to be finished before or cancelled is on it no longer.
"""

from dataclasses import dataclass
from typing import Final

from throughcare.kernel.holdings import Waiting
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, plans, sql
from throughcare.restructure.queries.reconciliation.differing import Found, counted, together
from throughcare.restructure.rules.plan import InFlight

MOVED: Final = "moved"
UNDECIDED: Final = InFlight(kind="", becomes="", by="", says="")

_OF_A_CASE: Final = """
    select c.reference || '/' || k.item_id as item, t.id is not null as is_there,
           coalesce({waits}, false) as is_waiting,
           {is_named} as is_accounted_for
    from restructure_clock k
    left join {table} t on t.id = k.item_id
    left join {references} c on c.item_id = k.case_id
    where k.plan_id = %(plan)s and k.kind = %(kind)s
"""
# What hangs from no case is ended by the house as often as by somebody, and no entry of the trail names it: none is asked for.
_OF_NONE: Final = """
    select k.item, {is_removed} or t.key is not null as is_there, w.key is not null as is_waiting, true as is_accounted_for
    from restructure_awaited k
    left join (select distinct t.{key}::text as key from {known} t) t on t.key = k.item
    left join (select distinct t.{key}::text as key from {relation} t where {waits}) w on w.key = k.item
    where k.plan_id = %(plan)s and k.list_name = %(kind)s
"""
_COUNTED: Final = """
    select count(*), count(*) filter (where is_waiting), count(*) filter (where is_there and not is_waiting),
           count(*) filter (where not is_there)
    from ({items}) items
"""
_DIFFERING: Final = """
    select count(*) over (), item,
           case when not is_there then 'is gone' when is_waiting then 'is still under way, and was to be ' || %(becomes)s
                else 'was ended, and nothing says by whom' end
    from ({items}) items
    where not is_there or (is_waiting and %(becomes)s <> 'moved') or (not is_waiting and not is_accounted_for)
    order by item limit %(most)s
"""


@dataclass(frozen=True, kw_only=True)
class ListStanding:
    """A list: what the plan decides of it and who, and what became of each item that was on it at staging."""

    name: str
    becomes: str
    by: str
    kept: int
    going_on: int
    ended: int
    gone: int


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """A list as a statement that gives each of its kept items once."""

    name: str
    label: str
    items: str
    params: dict[str, object]
    decision: InFlight


def standings(plan: Plan) -> tuple[ListStanding, ...]:
    """Every list with its decision, and how many of its items go on, were ended or are gone; one query each."""
    found = []
    for asked in _asked(plan):
        ((kept, going_on, ended, gone),) = sql.rows(
            _COUNTED.format(items=asked.items), asked.params
        )
        found.append(
            ListStanding(
                name=asked.name,
                becomes=asked.decision.becomes,
                by=asked.decision.by,
                kept=kept,
                going_on=going_on,
                ended=ended,
                gone=gone,
            )
        )
    return tuple(found)


def unfinished(plan: Plan) -> dict[str, int]:
    """Of each list that the plan says is finished before or cancelled, how many items still go on; lists without any left out."""
    found = {
        asked.name: int(
            sql.value(f"select count(*) from ({asked.items}) items where is_waiting", asked.params)
        )
        for asked in _asked(plan)
        if asked.decision.becomes not in {MOVED, ""}
    }
    return {name: count for name, count in found.items() if count}


def not_as_decided(plan: Plan, *, most: int) -> Found:
    """Items of a list that are gone, that go on against the decision, or that ended with nobody on the trail for it."""
    return together(
        counted(
            (total, f"{asked.label} {item}", found)
            for total, item, found in sql.rows(
                _DIFFERING.format(items=asked.items),
                asked.params | {"becomes": asked.decision.becomes or MOVED, "most": most},
            )
        )
        for asked in _asked(plan)
    )


def _asked(plan: Plan) -> list[_Asked]:
    decisions = {each.kind: each for each in plans.read(plan).in_flight}
    return [
        *(
            _of_a_case(plan, running, decisions.get(running.name, UNDECIDED))
            for running in kinds.running()
        ),
        *(_of_none(plan, each, decisions.get(each.name, UNDECIDED)) for each in kinds.waiting()),
    ]


def is_named(running: kinds.Running) -> str:
    """That an entry of the trail about the case or the person names an item `k`, since staging; `c` is its case, `t` itself."""
    return f"""
        exists (
            select from audit_entry e
            where e.written_at >= %(since)s and e.subject_kind in ('case', 'person')
              and e.subject_references @> array[c.reference::text]
              and e.detail -> 'altered' ? (k.kind || '/' || coalesce({running.number}, k.item_id))
        )"""


def _of_a_case(plan: Plan, running: kinds.Running, decision: InFlight) -> _Asked:
    return _Asked(
        name=running.name,
        label=running.label,
        items=_OF_A_CASE.format(
            table=running.table,
            waits=running.waits,
            is_named=is_named(running),
            references=kinds.assigned_kind(kinds.CASE).references,
        ),
        params={
            "plan": plan.pk,
            "kind": running.label,
            "since": plans.staged_since(plan),
        },
        decision=decision,
    )


def _of_none(plan: Plan, waiting: Waiting, decision: InFlight) -> _Asked:
    return _Asked(
        name=waiting.name,
        label=waiting.name,
        items=_OF_NONE.format(
            is_removed=str(waiting.is_removed).lower(),
            key=waiting.key,
            known=waiting.known or waiting.relation,
            relation=waiting.relation,
            waits=waiting.waits,
        ),
        params={"plan": plan.pk, "kind": waiting.name},
        decision=decision,
    )
