"""Every item that a plan is about, as it will be once the plan is live: what it moves, and what stays where it goes on."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts
from throughcare.restructure.rules.plan import Plan as ReadPlan

STAYS = "stays"
"""What stands in place of a rule for an item of a body that goes on, which no rule was asked about."""

# What has no answer yet has no provider, and stays with whoever does the work.
_ANSWERED = """
    select a.item_id, a.rule, a.from_owner_id, a.from_holder_id, a.from_post_id, a.to_owner_id as owner_id,
           case when a.standing = 'answered' then a.to_holder_id else a.from_holder_id end as holder_id,
           case when a.standing = 'answered' then a.to_post_id else a.from_post_id end as post_id
    from restructure_answer a where a.plan_id = %(plan)s and a.kind = %(kind)s
"""
_STAYING = """
    union all
    select f.item_id, '{stays}', f.owner_id, f.holder_id, {post}, f.owner_id, f.holder_id, {post}
    from {facts} f
    join organisation_codes_at(tc_now(), tc_live()) o on o.unit_id = f.owner_id and o.code = any (%(going_on)s)
    where not exists (select from restructure_answer a
                      where a.plan_id = %(plan)s and a.kind = %(kind)s and a.item_id = f.item_id)
"""


def after(kind: str, read: ReadPlan) -> str:
    """A relation of all items of a kind; its parameters are those of `params`. To be asked as the engine."""
    if not read.going_on:
        return f"({_ANSWERED})"
    found = facts.kind_of(kind)
    has_post = kind != facts.ACCOUNT and bool(found.assignments)
    staying = _STAYING.format(
        stays=STAYS, facts=found.facts, post="f.post_id" if has_post else "null::bigint"
    )
    return f"({_ANSWERED}{staying})"


def params(plan: Plan, read: ReadPlan, *, kind: str) -> dict[str, object]:
    return {
        "plan": plan.pk,
        "change": plan.change_id,
        "at": plan.effective_at,
        "kind": kind,
        "going_on": list(read.going_on),
    }
