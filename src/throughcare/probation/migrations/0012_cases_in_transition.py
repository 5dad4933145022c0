from django.db import migrations

# The open cases and who answers for each on either side of a plan: by its answer, or by the rows where it has none.
CASES = """
create or replace function transition_cases(asked_plan bigint)
returns table (case_id bigint, reference text, person_id bigint, from_owner_id bigint, from_holder_id bigint,
               to_owner_id bigint, to_holder_id bigint)
language sql stable as $$
    select c.id, p.crn::text, c.person_id,
           coalesce(a.from_owner_id, b.owner_id), coalesce(a.from_holder_id, b.holder_id),
           coalesce(a.to_owner_id, n.owner_id), coalesce(a.to_holder_id, a.to_owner_id, n.holder_id)
    from transition_moments(asked_plan) m
    cross join probation_case c
    join people_person p on p.id = c.person_id
    left join restructure_answer a on a.plan_id = asked_plan and a.kind = 'case' and a.item_id = c.id
    left join lateral (
        select x.owner_id, x.holder_id from probation_caseassignment x
        where a.item_id is null and x.item_id = c.id and x.starts_at <= m.before_at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (m.before_live))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) b on true
    left join lateral (
        select x.owner_id, x.holder_id from probation_caseassignment x
        where a.to_owner_id is null and x.item_id = c.id and x.starts_at <= m.after_at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (m.after_live))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) n on true
    where c.opened_at <= m.before_at and (c.closed_at is null or c.closed_at > m.before_at)
$$;
"""

BACK = """
create or replace function transition_cases(asked_plan bigint)
returns table (case_id bigint, reference text, person_id bigint, from_owner_id bigint, from_holder_id bigint,
               to_owner_id bigint, to_holder_id bigint)
language sql stable as $$
    select null::bigint, null::text, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint where false
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0011_view_by_reach"),
        ("transition", "0002_before_and_after"),
    ]

    operations = [migrations.RunSQL(CASES, BACK)]
