"""Whether somebody can open what bodies still own that do not operate: closed cases, what hangs on them, and what is on hold."""

from typing import Final

from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, plans, sql, units
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Differing,
    Found,
    all_named,
    counted,
    together,
)
from throughcare.restructure.rules import archives

_LAY: Final = """
create temp table restructure_unread on commit drop as
with facts as materialized (
    select unit_id, fact, value from organisation_facts_at(tc_now(), tc_live(), 'infinity') where fact in ('operating', 'kind')
),
bodies as materialized (
    select o.unit_id from facts o
    join facts k on k.unit_id = o.unit_id and k.fact = 'kind'
    join organisation_kind kind on kind.code = k.value and kind.is_provider
    where o.fact = 'operating' and o.value = 'yes'
),
reading as materialized (
    select array_agg(distinct role::text) as roles from access_permission
    where action = 'case.read' and reach = 'provider' and starts_at <= tc_now() and (ends_at is null or ends_at > tc_now())
),
read as materialized (
    select distinct x.provider_id
    from bodies b cross join reading r
    cross join lateral access_reach_of(r.roles, array_fill(b.unit_id, array[cardinality(r.roles)]),
                                       array_fill(b.unit_id, array[cardinality(r.roles)]), tc_now(), tc_live()) x
    where x.action = 'case.read' and x.provider_id is not null
)
select f.unit_id, coalesce(c.code, '') as code
from facts f left join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.unit_id
where f.fact = 'operating' and f.value <> 'yes' and f.unit_id not in (select provider_id from read)
"""

_PLANNED: Final = """
select u.unit_id, c.code, k.code
from unnest(%(units)s::bigint[], %(keepers)s::bigint[]) u (unit_id, keeper_id)
join organisation_codes_at(%(before)s, organisation_live('infinity')) c on c.unit_id = u.unit_id
left join lateral organisation_parent(u.unit_id, 'archive', %(at)s, organisation_live('infinity') || %(change)s) p (parent_id)
       on true
left join organisation_codes_at(%(at)s, organisation_live('infinity') || %(change)s) k on k.unit_id = p.parent_id
where p.parent_id is distinct from u.keeper_id
order by 2
"""


def archive(plan: Plan, *, most: int = MOST_NAMED) -> Found:
    """Items of a unit that does not operate which no role of any body that does may read; and archives kept by another than planned.

    What is read is asked of the access functions, for every body that operates and all roles that read.
    """
    return together([_kept_otherwise(plan), unread(most=most)])


def unread(*, most: int) -> Found:
    """Items, open or closed, that nobody of a body that operates may read."""
    sql.write("drop table if exists restructure_unread")
    sql.write(_LAY)
    return together(
        counted(
            (
                total,
                f"{kind.name} number {item}",
                f"is with {code}, and nobody who works may read it",
            )
            for total, item, code in sql.rows(
                f"""
                select count(*) over (), a.item_id, u.code
                from {kind.assignments}_at(tc_now(), tc_live(), 'infinity') a
                join restructure_unread u on u.unit_id = a.owner_id
                order by a.item_id limit %s
                """,
                [most],
            )
        )
        for kind in kinds.assigned()
    )


def _kept_otherwise(plan: Plan) -> Found:
    planned = archives.keepers(plans.read(plan))
    ids = units.ids_by_code({*planned, *planned.values()})
    params = {
        "units": [ids[code] for code in planned],
        "keepers": [ids[keeper] for keeper in planned.values()],
        "before": plan.before,
        "at": plan.effective_at,
        "change": plan.change_id,
    }
    return all_named(
        Differing(
            subject=f"archive of {code}",
            found=f"is kept by {keeper or 'nobody'} and not by {planned[code]}",
        )
        for _, code, keeper in sql.rows(_PLANNED, params)
    )
