from django.db import migrations

# Two open cases become one where one body has both, and nothing waits to move.
HINDRANCES = """
create or replace function people_merge_hindrances(one bigint, other bigint) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    with held as (
        select c.id, h.owner_id
        from probation_case c cross join lateral probation_held_by(c.id, tc_now(), tc_live()) h
        where c.person_id in (one, other) and c.closed_at is null
    )
    select 'two-providers' where (select count(distinct owner_id) from held) > 1
    union all
    select 'transfer-pending'
    where exists (select from probation_transfer t join held h on h.id = t.case_id where t.state = 'pending')
$$;
"""
BACK = """
create or replace function people_merge_hindrances(one bigint, other bigint) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$ select null::text where false $$;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0075_facts_of_people"), ("people", "0019_merges_closed")]

    operations = [migrations.RunSQL(HINDRANCES, BACK)]
