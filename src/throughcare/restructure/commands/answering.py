"""Answering every item of a kind at once: the plan's rules, compiled to SQL, over the view of facts.

The order of evaluation cannot matter: each row is answered from its own facts and the answers of the kinds before it.
"""

from collections.abc import Iterable
from typing import Final

from throughcare.kernel.conditions.evaluation import Beneath
from throughcare.kernel.conditions.sql import Sql
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, sql
from throughcare.restructure.queries.kinds import Kind
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.sql import compile_rules

_ANSWER: Final = """
with facts as materialized (
    select * from ({facts}) f where %s::bigint[] is null or f.item_id = any (%s)
),
judged as (select f.*, {truths} from facts f),
placed as (select j.*, {positions} from judged j),
answered as (
    select p.item_id, p.reference, p.owner_id, p.holder_id, p.from_post_id, {answers},
           (select jsonb_object_agg(k, v) from jsonb_each(to_jsonb(p)) as e (k, v)
            where k = any (array(select jsonb_array_elements_text(%s::jsonb -> (p.rule_number::text))))) as looked_at
    from placed p
)
insert into restructure_answer
    (plan_id, kind, item_id, reference, standing, from_owner_id, from_holder_id, from_post_id, to_owner_id, to_holder_id, to_post_id,
     rule, also, looked_at)
select %s, %s, a.item_id, a.reference,
       case when o.id is not null then 'answered'
            when h.id is not null or a.state = 'held' then 'held'
            when u.unit_id is null then 'undetermined'
            else 'answered' end,
       a.owner_id, a.holder_id, a.from_post_id,
       case when o.id is not null then ou.unit_id when h.id is null and a.state = 'unit' then u.unit_id end,
       null, null,
       case when o.id is not null then 'override ' || o.id else a.rule end,
       a.also, coalesce(a.looked_at, '{{}}')
from answered a
left join (select distinct code, unit_id from organisation_unitcode) u on u.code = a.unit
left join restructure_override o
       on o.plan_id = %s and o.kind = %s and o.item_id = a.item_id and o.lapsed_at is null
      and o.approved_by_id is not null and o.depends_on <@ coalesce(a.looked_at, '{{}}')
left join (select distinct code, unit_id from organisation_unitcode) ou on ou.code = o.unit_code
left join restructure_hold h
       on h.plan_id = %s and h.kind = %s and h.item_id = a.item_id and h.settled_at is null
"""


def answer_kind(
    *,
    plan: Plan,
    read: ReadPlan,
    kind: Kind,
    decisions: Decisions,
    beneath: Beneath,
    only: Iterable[int] | None = None,
) -> int:
    """Answer every open item of a kind in the units that close, or only those named; how many.

    Answers that stood before are replaced.
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
    beside = facts.looked_at_beside(read, kind.name)
    looked_at = {str(at): [*names, *beside] for at, names in enumerate(compiled.looked_at, start=1)}
    statement = _ANSWER.format(
        facts=facts.relation(plan=plan, read=read, kind=kind, decisions=decisions),
        truths=compiled.truths.text,
        positions=compiled.positions.text,
        answers=compiled.answers.text,
    )
    return sql.write(
        statement,
        [
            *([each.code for each in read.old_units], ids, ids),
            *_params(compiled.truths, compiled.positions, compiled.answers),
            sql.as_json(looked_at),
            *(plan.pk, kind.name) * 3,
        ],
    )


def _params(*parts: Sql) -> list[object]:
    return [param for part in parts for param in part.params]
