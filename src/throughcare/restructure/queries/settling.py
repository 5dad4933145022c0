"""What people have settled, item by item."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from throughcare.restructure.models import Answer, Evidence, Hold, Override, Plan
from throughcare.restructure.queries import results, sql, units
from throughcare.restructure.queries.facts import PROVIDER


def item(plan: Plan, *, kind: str, item_id: int) -> results.Item | None:
    """One item with its answer; None where the dry run has not answered it, or it may not be seen."""
    return results.one(plan, kind=kind, item_id=item_id)


def holds_of(plan: Plan, *, kind: str, item_id: int) -> list[Hold]:
    return list(Hold.objects.filter(plan=plan, kind=kind, item_id=item_id).order_by("-id"))


def overrides_of(plan: Plan, *, kind: str, item_id: int) -> list[Override]:
    return list(Override.objects.filter(plan=plan, kind=kind, item_id=item_id).order_by("-id"))


@dataclass(frozen=True, kw_only=True)
class ByHand:
    """An answer set by hand, or an item held, with what became of it."""

    kind: str
    item_id: int
    reference: str
    unit_code: str
    reason: str
    state: str
    carried_from: int | None
    recorded_at: datetime


STATES: Final = ("waits", "counts", "held", "over")

# Whoever sees a plan from one side sees what concerns an item of that side: answers are narrowed by row-level security.
_BY_HAND: Final = """
with by_hand as (
    select o.kind, o.item_id, o.unit_code, o.reason, o.carried_from, o.recorded_at, o.plan_id,
           case when o.lapsed_at is not null then 'over' when o.approved_by_id is null then 'waits' else 'counts' end as state
    from restructure_override o where o.plan_id = %(plan)s
    union all
    select h.kind, h.item_id, '', h.reason, h.carried_from, h.recorded_at, h.plan_id,
           case when h.settled_at is not null then 'over' when h.waits then 'waits' else 'held' end
    from restructure_hold h where h.plan_id = %(plan)s
),
seen as (
    select b.kind, b.item_id, coalesce(a.reference, '') as reference, b.unit_code, b.reason, b.state, b.carried_from, b.recorded_at
    from by_hand b
    left join restructure_answer a on a.plan_id = b.plan_id and a.kind = b.kind and a.item_id = b.item_id
    where %(all)s or a.id is not null
)
"""


def count_by_hand(plan: Plan, *, sees_all: bool) -> dict[str, int]:
    """How many answers set by hand wait, count or are over, and how many items are held, by state."""
    asked = {"plan": plan.pk, "all": sees_all}
    return dict(sql.rows(f"{_BY_HAND} select state, count(*) from seen group by 1", asked))


def by_hand(plan: Plan, *, sees_all: bool, state: str, part: slice) -> list[ByHand]:
    """A part of what was set by hand, what waits for somebody first; of one state, or of any where that is empty."""
    asked = {"plan": plan.pk, "all": sees_all, "state": state, "order": list(STATES)}
    asked |= {"most": part.stop - part.start, "after": part.start}
    found = sql.named_rows(
        f"{_BY_HAND} select * from seen where %(state)s in ('', state)"
        " order by array_position(%(order)s::text[], state), recorded_at desc, kind, item_id limit %(most)s offset %(after)s",
        asked,
    )
    return [ByHand(**row) for row in found]


def override(override_id: int) -> Override:
    """One by its number, whether it counts or not.

    Raises:
        Override.DoesNotExist: there is none of that number.
    """
    return Override.objects.select_related("plan").get(id=override_id)


def no_longer(lapsed: Override) -> list[tuple[str, str, str]]:
    """What an override depended on and its item has no more: name, value then, and value now where the rules look at it.

    Nothing where the plan does not answer the item any more, or another override took the place of this one.
    """
    answer = Answer.objects.filter(
        plan=lapsed.plan_id, kind=lapsed.kind, item_id=lapsed.item_id
    ).first()
    if answer is None:
        return []
    known = answer.looked_at | {PROVIDER: units.code_now(answer.from_owner_id)}
    return [
        (name.replace("_", " "), str(value), str(known.get(name, "not known")))
        for name, value in sorted(lapsed.depends_on.items())
        if known.get(name) != value
    ]


def sealed(plan: Plan) -> Evidence | None:
    """The newest pack of evidence."""
    return plan.evidence.order_by("-id").first()
