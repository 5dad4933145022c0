"""Same inputs, same outputs, to the byte (I15): of the text of a plan, of its answers, and of who goes on with what."""

import hashlib

from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, sql
from throughcare.restructure.queries.invariants.asking import GONE_LIVE, MOST_NAMED, plans_in

# Where the rules looked at the same, they gave the same. What a person settled is theirs to answer for; of the list of staff,
# which is one thing for all who stand on it, each outcome is named in the rule.
_ALIKE = f"""
with answered as materialized (
    select a.kind, a.reference, case a.kind when '{facts.ACCOUNT}' then a.rule end as outcome,
           md5(a.looked_at::text) as looked_at, md5(concat_ws('|', a.rule, a.standing, a.to_owner_id)) as answer
    from restructure_answer a
    where a.plan_id = %(plan)s and a.rule not like 'override %%'
      and not exists (select from restructure_hold h
                      where h.plan_id = a.plan_id and h.kind = a.kind and h.item_id = a.item_id and not h.waits)
)
select kind, min(reference), max(reference)
from answered group by kind, outcome, looked_at having count(distinct answer) > 1
order by 1, 2 limit {MOST_NAMED}
"""

# Work stays with its officer, and in the team that the officer goes to, where the officer goes to the same body; where not, it
# has no officer. What changed since is answered again, and until then is not asked.
_GOES_ON = f"""
select a.kind, a.reference
from restructure_answer a
left join restructure_answer seat
       on seat.plan_id = a.plan_id and seat.kind = '{facts.ACCOUNT}' and seat.item_id = a.from_post_id
      and seat.standing = 'answered' and seat.to_owner_id = a.to_owner_id
where a.plan_id = %(plan)s and a.standing = 'answered' and a.kind <> all (%(staff)s)
  and not exists (select from restructure_changed c where c.plan_id = a.plan_id)
  and (a.to_post_id is distinct from case when seat.id is not null then a.from_post_id end
       or (seat.to_holder_id is not null and a.to_holder_id <> seat.to_holder_id))
order by 1, 2 limit {MOST_NAMED}
"""


def same_inputs_same_outputs() -> list[str]:
    """I15: a plan is the text that was taken in, answers alike what its rules looked at alike, and gives work on as it says."""
    return [
        *_texts(),
        *(
            f"{plan}: {kind} {one} and {other}: were looked at alike, and not answered alike"
            for plan in plans_in(Phase.DRY_RUN, Phase.STAGED, *GONE_LIVE)
            for kind, one, other in sql.rows(_ALIKE, {"plan": plan.pk})
        ),
        *(
            f"{plan}: {kind} {reference}: does not go on with its officer, or in the officer's team"
            for plan in plans_in(Phase.STAGED)
            if plan.reverses is None
            for kind, reference in sql.rows(
                _GOES_ON, {"plan": plan.pk, "staff": sorted(facts.STAFF)}
            )
        ),
    ]


def _texts() -> list[str]:
    return [
        f"{plan}: its text is not the one that was taken in"
        for plan in Plan.objects.order_by("id")
        if hashlib.sha256(plan.text.encode()).hexdigest() != plan.digest
    ]
