"""Accounts that a plan holds past its instant: a held seat stays where it is, and in a body that has ended it opens nothing."""

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, plans, sql
from throughcare.restructure.rules.plan import Hold as RuleHold
from throughcare.restructure.rules.plan import Plan as ReadPlan

# What must be decided before the day of the instant is not held past it; where nobody decides, it stands as late.
_LOCKED_OUT = """
select count(distinct p.account_id)
from restructure_answer a
join access_post p on p.id = a.item_id and p.account_id is not null
left join restructure_hold h
       on h.plan_id = a.plan_id and h.kind = a.kind and h.item_id = a.item_id and h.settled_at is null and not h.waits
where a.plan_id = %(plan)s and a.kind = %(kind)s and a.standing = 'held'
  and coalesce(h.until, (%(days)s::jsonb ->> a.rule)::date, %(day)s) >= %(day)s
  and (organisation_fact(a.from_owner_id, 'operating', %(at)s, organisation_live('infinity') || %(change)s)
           is distinct from 'yes'
       or organisation_fact(coalesce(a.from_holder_id, a.from_owner_id), 'operating', %(at)s,
                            organisation_live('infinity') || %(change)s) is distinct from 'yes')
"""


def locked_out(plan: Plan, read: ReadPlan) -> int:
    """How many accounts have a seat that is held from the instant on in a unit that has ended by then (I9)."""
    days = {
        rule.name: rule.target.until.isoformat()
        for rule in read.rules.get(facts.ACCOUNT, ())
        if isinstance(rule.target, RuleHold)
    }
    found: int = sql.value(
        _LOCKED_OUT,
        {
            "plan": plan.pk,
            "kind": facts.ACCOUNT,
            "days": sql.as_json(days),
            "day": plans.day_of(plan.effective_at),
            "at": plan.effective_at,
            "change": plan.change_id,
        },
    )
    return found
