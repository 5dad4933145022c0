"""Work begun and not ended, its clocks, and messages on their way."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from throughcare.notify import queries as notify
from throughcare.outbox import queries as outbox
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import hands, kinds, plans, sql
from throughcare.restructure.queries.reconciliation import lists
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Differing,
    Found,
    counted,
    together,
)


def in_flight(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Every list of work begun and not ended, item by item: as the plan decided, and with an owner that operates.

    The owner is its own or that of its case, and has the people whom it takes to end the item.
    """
    return together(
        [
            lists.not_as_decided(plan, most=most),
            *_without_owner(most=most),
            *(counted(hands.lacking_now(each, most=most)) for each in hands.lists_with_hands()),
        ]
    )


# Who has what is asked once for all lists of a kind of owner: of a nation, that is most of the time it takes.
_WITHOUT_OWNER = """
with open as materialized (
    select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
    where fact = 'operating' and value = 'yes'
),
items as ({items}),
found as (
    select i.label, i.number, count(*) over (partition by i.label) as total,
           row_number() over (partition by i.label order by i.number) as place
    from items i
    left join {assignments}_at(tc_now(), tc_live(), 'infinity') a on a.item_id = i.owned_id
    where (a.owner_id is null or a.owner_id not in (select unit_id from open)) and not {is_held}
)
select label, number, total from found where place <= %s order by label, number
"""


def _without_owner(*, most: int) -> Iterator[Found]:
    """Items whose owner, their own or that of their case, is no unit that operates."""
    by_owner: dict[str, list[str]] = {}
    for each in kinds.running():
        kind = kinds.answered_kind(each)
        key = each.of_case if kind == kinds.CASE else "t.id"
        by_owner.setdefault(kind, []).append(
            f"select '{each.label}' as label, t.id as number, {key} as owned_id from {each.table} t where {each.waits}"
        )
    for kind, items in by_owner.items():
        rows = sql.rows(
            _WITHOUT_OWNER.format(
                items=" union all ".join(items),
                assignments=kinds.assigned_kind(kind).assignments,
                is_held=kinds.is_held(kind=kind, item="i.owned_id"),
            ),
            [most],
        )
        for label, of_label in groupby(rows, key=itemgetter(0)):
            yield counted(
                (total, f"{label} {number}", "is with no unit that operates")
                for _, number, total in of_label
            )


def clocks(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Every piece of work that was under way when the plan was staged is there, and due when it was.

    One that somebody moved since, in the ordinary way, is accounted for by the entry of the trail that names it.
    """
    references = kinds.assigned_kind(kinds.CASE).references
    return together(
        counted(
            (total, f"{running.label} {reference}/{number}", found)
            for total, reference, number, found in sql.rows(
                f"""
                select count(*) over (), c.reference, k.item_id,
                       case when t.id is null then 'lost'
                            else 'was due ' || k.due_at || ', is due ' || ({running.due})::timestamptz end
                from restructure_clock k
                left join {running.table} t on t.id = k.item_id
                left join {references} c on c.item_id = k.case_id
                where k.plan_id = %(plan)s and k.kind = %(kind)s and ({running.due})::timestamptz is distinct from k.due_at
                  and not {lists.is_named(running)}
                order by 3 limit %(most)s
                """,
                {
                    "plan": plan.pk,
                    "kind": running.label,
                    "since": plans.staged_since(plan),
                    "most": most,
                },
            )
        )
        for running in kinds.running()
    )


def queues(_plan: Plan, /, *, most: int = MOST_NAMED) -> Found:
    """Messages accepted are delivered, listed as undelivered with an owner, or on their way; so is every event."""
    return forgotten(most=most)


def forgotten(*, most: int = MOST_NAMED) -> Found:
    """Messages and events that nobody will deliver."""
    return together(
        Found(
            total=len(numbers),
            named=tuple(
                Differing(subject=f"{kind} {number}", found="waits, and nothing will deliver it")
                for number in numbers[:most]
            ),
        )
        for kind, numbers in (("message", notify.forgotten()), ("event", outbox.forgotten()))
    )
