"""The lists of bodies outside compared with ours as of the plan; for the worker and for a reconciliation."""

from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.restructure.models import OutsideDifference, OutsideList, Plan
from throughcare.restructure.queries import kinds, outside, sql

# The cases that are open at the instant of a plan, with whom each is from then on. A person's cases have one reference.
_OURS: Final = """
create temp table restructure_ours on commit drop as
select distinct r.reference::text as reference, a.owner_id, coalesce(c.code, '')::text as code
from {assignments}_at(%(from)s, organisation_live('infinity') || %(change)s, 'infinity') a
join {table} t on t.id = a.item_id and {state} = 'live'
join {references} r on r.item_id = a.item_id
left join organisation_codes_at(%(from)s, organisation_live('infinity') || %(change)s) c on c.unit_id = a.owner_id
"""

# A partner has not all of anybody's cases: what it does not list is no difference.
_FOUND: Final = """
create temp table restructure_found on commit drop as
select o.reference, 'missing-there' as sort, min(o.code) as ours, '' as theirs
from restructure_ours o
where o.owner_id = %(owner)s::bigint
  and not exists (select from restructure_outsidereference l where l.outside_list_id = %(list)s and l.reference = o.reference)
group by 1
union all
select l.reference, case when min(o.reference) is null then 'missing-here' else 'elsewhere' end, coalesce(min(o.code), ''), l.theirs
from (select reference, case when %(owner)s::bigint is null then provider else %(body)s::text end as theirs
      from restructure_outsidereference where outside_list_id = %(list)s) l
left join restructure_ours o on o.reference = l.reference
group by l.reference, l.theirs
having min(o.reference) is null
    or l.theirs <> '' and count(*) filter (where o.code = l.theirs or o.owner_id = %(owner)s::bigint) = 0
"""
_SETTLE: Final = """
update restructure_outsidedifference d set settled_at = %(now)s
where d.plan_id = %(plan)s and d.body = %(body)s::text and d.settled_at is null
  and not exists (select from restructure_found f
                  where f.reference = d.reference and f.sort = d.sort and f.ours = d.ours and f.theirs = d.theirs)
"""
_ADD: Final = """
insert into restructure_outsidedifference (plan_id, owner_id, body, reference, sort, ours, theirs, found_at, owed_post)
select %(plan)s, %(owner)s::bigint, %(body)s::text, f.reference, f.sort, f.ours, f.theirs, %(now)s, ''
from restructure_found f
where not exists (select from restructure_outsidedifference d
                  where d.plan_id = %(plan)s and d.body = %(body)s::text and d.reference = f.reference and d.settled_at is null)
"""


@transaction.atomic
def compare_lists(*, plan_id: int, now: datetime) -> int:
    """Compare every list that counts with ours as of the plan; how many differences there are. For the engine.

    What is not found any more is settled; what is found again keeps who owes it and by when.
    """
    # One comparison at a time; the plan itself stays free for whoever reverses it or settles something.
    sql.rows("select pg_advisory_xact_lock(hashtext('restructure_comparing'), %s)", [plan_id])
    plan = Plan.objects.get(id=plan_id)
    lists = list(outside.current_outside(plan))
    if not lists:
        return 0
    cases = kinds.assigned_kind(kinds.CASE)
    params = {"plan": plan.pk, "change": plan.change_id, "from": plan.effective_at, "now": now}
    sql.write("drop table if exists restructure_ours")
    sql.write(
        _OURS.format(
            assignments=cases.assignments,
            table=cases.table,
            state=f"({cases.state(at='%(from)s')})",
            references=cases.references,
        ),
        params,
    )
    sql.analyze("restructure_ours")
    for each in lists:
        of_list = params | {"owner": each.owner_id, "body": each.body, "list": each.pk}
        sql.write("drop table if exists restructure_found")
        sql.write(_FOUND, of_list)
        sql.write(_SETTLE, of_list)
        sql.write(_ADD, of_list)
    OutsideList.objects.filter(id__in=[each.pk for each in lists]).update(compared_at=now)
    return OutsideDifference.objects.filter(plan=plan, settled_at=None).count()
