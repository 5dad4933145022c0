"""The content of every record, without who owns it, and the references between them."""

from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, sql
from throughcare.restructure.queries.kinds import Kept
from throughcare.restructure.queries.reconciliation.differing import MOST_NAMED, Differing

# Records whose digest is not the one that was kept, and that no entry of the trail since accounts for: an entry for a case
# names the record that it altered, and a case itself is altered by whatever is written to it.
_DIFFERING: Final = """
with fresh as (
    select t.{through} as case_id,
           array_agg(t.{number}::bigint order by t.{number}) as numbers,
           array_agg(hash_record_extended(row(t.*), %(seed)s) order by t.{number}) as leaves
    from {table} t group by t.{through}
),
touched as (
    select d.case_id, d.numbers, d.leaves, f.numbers as new_numbers, f.leaves as new_leaves
    from restructure_digest d
    left join fresh f on f.case_id = d.case_id
    where d.plan_id = %(plan)s and d.kind = %(kind)s
      and (f.case_id is null or f.leaves <> d.leaves or f.numbers <> d.numbers)
),
records as (
    select o.case_id, o.number, case when n.number is null then 'missing' else 'altered' end as what
    from (select t.case_id, u.number, u.leaf from touched t,
          unnest(t.numbers, t.leaves) as u (number, leaf)) o
    left join (select t.case_id, u.number, u.leaf from touched t,
               unnest(t.new_numbers, t.new_leaves) as u (number, leaf)) n
      on n.case_id = o.case_id and n.number = o.number
    where n.number is null or n.leaf <> o.leaf
)
select coalesce(c.reference, 'case ' || r.case_id), r.number, r.what
from records r
left join {references} c on c.item_id = r.case_id
where not exists (
    select from audit_entry e
    where e.at >= %(since)s and e.subject_kind = 'case' and e.subject_references @> array[c.reference::text] and {act}
)
order by 1, 2 limit {most}
"""
_OF_THE_RECORD: Final = "e.detail ->> 'altered' = %(kind)s || '/' || r.number"
_OF_THE_CASE: Final = "e.action not like '%%.read'"


def content(plan: Plan) -> list[Differing]:
    """Digest of each record now against the one kept when the plan was staged.

    A record that somebody altered since, in the ordinary way, is accounted for by the entry of the trail that names it.
    """
    return [
        Differing(subject=f"{kept.label} {reference}/{number}", found=what)
        for kept in kinds.kept()
        for reference, number, what in _differing(plan, kept)
    ]


def _differing(plan: Plan, kept: Kept) -> list[tuple[str, int, str]]:
    statement = _DIFFERING.format(
        table=kept.table,
        through=kept.through,
        number=kept.number,
        references=kinds.assigned_kind(kinds.CASE).references,
        act=_OF_THE_CASE if kept.is_case else _OF_THE_RECORD,
        most=MOST_NAMED,
    )
    return [
        (reference, number, what)
        for reference, number, what in sql.rows(
            statement,
            {
                "plan": plan.pk,
                "kind": kept.label,
                "seed": kept.seed,
                "since": plan.change.recorded_at,
            },
        )
    ]


def links(_plan: Plan) -> list[Differing]:
    """Every reference resolves: the database was never told to look away."""
    return [
        Differing(subject=table, found=f"{name} is not validated")
        for table, name in sql.rows(
            "select conrelid::regclass::text, conname from pg_constraint"
            " where contype = 'f' and not convalidated order by 1, 2"
        )
    ]
