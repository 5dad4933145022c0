"""What people have settled, item by item."""

from typing import Any

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


def overrides_waiting(plan: Plan) -> list[dict[str, Any]]:  # Any: as `sql.named_rows`
    """What was set by hand and counts once somebody else approves it, oldest first; up to fifty."""
    return sql.named_rows(
        """
        select o.kind, o.item_id, coalesce(a.reference, o.kind) as reference, o.unit_code, o.reason
        from restructure_override o
        left join restructure_answer a on a.plan_id = o.plan_id and a.kind = o.kind and a.item_id = o.item_id
        where o.plan_id = %s and o.approved_by_id is null and o.lapsed_at is null order by o.id limit 50
        """,
        [plan.pk],
    )


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
