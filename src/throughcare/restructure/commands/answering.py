"""Answering every item of a kind at once: the plan's rules, compiled to SQL, over the view of facts.

The order of evaluation cannot matter: each row is answered from its own facts and the answers of the kinds before it.
"""

from collections.abc import Iterable
from typing import Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.conditions.sql import Sql
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.commands.holders import NOBODY, Holders
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.sql import Compiled, compile_rules

# OFFSET 0 keeps each step a step: pulled up into one another, every condition would be worked out again wherever it is used.
_ANSWER: Final = """
with facts as (select * from ({facts}) f where %s::bigint[] is null or f.item_id = any (%s) offset 0),
judged as (select f.*, {truths} from facts f offset 0),
placed as (select j.*, {positions} from judged j offset 0),
answered as (
    select p.item_id, p.reference, p.owner_id, p.holder_id, p.from_post_id, p.provider, {post_kind} as post_kind,
           {answers}, {looked_at} as looked_at from placed p offset 0
),
decided as (
    select a.item_id, a.reference, a.owner_id as from_owner_id, a.holder_id as from_holder_id, a.from_post_id, a.also, a.looked_at,
           case when o.id is null and h.id is null then {contradicted_by} end as contradicted_by,
           case when o.id is not null then 'answered'
                when h.id is not null or a.state = 'held' then 'held'
                when u.unit_id is null then 'undetermined'
                else 'answered' end as standing,
           case when o.id is not null then ou.unit_id when h.id is null and a.state = 'unit' then u.unit_id end as to_owner_id,
           case when o.id is null and h.id is null and a.state = 'unit'
                then (select c.unit_id from organisation_unitcode c where c.code = a.guest limit 1) end as guest_id,
           case when o.id is not null then 'override ' || o.id else a.rule end as rule
    from answered a
    left join (select distinct code, unit_id from organisation_unitcode) u on u.code = a.unit
    left join restructure_override o
           on o.plan_id = %s and o.kind = %s and o.item_id = a.item_id and o.lapsed_at is null
          and o.approved_by_id is not null
          and o.depends_on <@ (a.looked_at || jsonb_build_object('provider', a.provider, 'post_kind', a.post_kind))
    left join (select distinct code, unit_id from organisation_unitcode) ou on ou.code = o.unit_code
    left join restructure_hold h
           on h.plan_id = %s and h.kind = %s and h.item_id = a.item_id and h.settled_at is null and not h.waits
)
insert into restructure_answer
    (plan_id, kind, item_id, reference, standing, from_owner_id, from_holder_id, from_post_id, to_owner_id, to_holder_id, to_post_id,
     guest_id, rule, also, contradicted_by, looked_at)
select %s, %s, a.item_id, a.reference, a.standing, a.from_owner_id, a.from_holder_id, a.from_post_id, a.to_owner_id,
       {holder}, {post}, a.guest_id, a.rule, a.also, a.contradicted_by, a.looked_at
from decided a {beside}
"""

# Who stands on the list of staff is shown with what they were ranked by when they came onto it.
_RANKED: Final = (
    " || coalesce((select l.ranked_by from restructure_list l where l.item_id = p.item_id), '{}')"
)


def answer_kind(
    *,
    plan: Plan,
    read: ReadPlan,
    kind: Kind,
    decisions: Decisions,
    beneath: Beneath,
    held_by: Holders = NOBODY,
    only: Iterable[int] | None = None,
) -> int:
    """Answer every open item of a kind in the units that close, or only those named; how many.

    Answers that stood before are replaced. `held_by` says which team and officer go on with each.
    """
    ids = None if only is None else sorted(only)
    sql.write(
        "delete from restructure_answer where plan_id = %s and kind = %s"
        " and (%s::bigint[] is null or item_id = any (%s))",
        [plan.pk, kind.name, ids, ids],
    )
    compiled = compile_rules(
        read,
        kind.name,
        decisions=decisions,
        related_of=lambda name: f"p.answer_{name}",
        beneath=beneath,
    )
    statement = _ANSWER.format(
        facts=facts.relation(plan=plan, read=read, kind=kind, decisions=decisions),
        truths=compiled.truths.text,
        positions=compiled.positions.text,
        answers=compiled.answers.text,
        contradicted_by=compiled.contradicted_by,
        looked_at=_looked_at(compiled, facts.looked_at_beside(read, kind.name))
        + (_RANKED if kind.name == facts.ACCOUNT else ""),
        post_kind="p.post_kind" if kind.name == facts.ACCOUNT else "null::text",
        holder=held_by.team,
        post=held_by.post,
        beside=held_by.beside.format(plan=plan.pk),
    )
    return sql.write(
        statement,
        [
            *(list(read.touched), ids, ids),
            *_params(compiled.truths, compiled.positions, compiled.answers),
            *(plan.pk, kind.name) * 3,
        ],
    )


def _looked_at(compiled: Compiled, beside: tuple[str, ...]) -> str:
    """What was looked at up to the rule that decided, as SQL for a JSON object; empty where no rule did."""
    columns = [
        ", ".join(f"'{name}', p.{name}" for name in (*names, *beside))
        for names in compiled.looked_at
    ]
    arms = [
        f"when {at} then jsonb_build_object({each})" for at, each in enumerate(columns, start=1)
    ]
    return f"case p.rule_number {' '.join(arms)} else '{{}}' end"


def _params(*parts: Sql) -> list[object]:
    return [param for part in parts for param in part.params]
