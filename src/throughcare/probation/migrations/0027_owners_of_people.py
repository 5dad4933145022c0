from django.db import migrations

# The provider that has the case of somebody, the open one or else the last. Only the functions of people that compare are given it:
# for whoever asks it directly, row-level security stays in force.
OWNERS = """
create or replace function people_owners_of(asked bigint[], at timestamptz, live bigint[])
returns table (person_id bigint, owner_id bigint, owner text)
language sql stable as $$
    with answers as (
        select p.id, a.owner_id
        from unnest(asked) as p (id)
        cross join lateral (
            select c.id from probation_case c where c.person_id = p.id
            order by c.closed_at is not null, c.opened_at desc, c.id desc limit 1
        ) latest
        cross join lateral (
            select x.owner_id from probation_caseassignment x
            where x.item_id = latest.id and x.starts_at <= at and x.superseded_at is null
              and (x.change_id is null or x.change_id = any (live))
            order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
        ) a
    ),
    owners as materialized (
        select o.owner_id, organisation_fact(o.owner_id, 'name', at, live) as name
        from (select distinct owner_id from answers) o
    )
    select a.id, a.owner_id, o.name from answers a join owners o on o.owner_id = a.owner_id
$$;
"""

BACK = """
create or replace function people_owners_of(asked bigint[], at timestamptz, live bigint[])
returns table (person_id bigint, owner_id bigint, owner text)
language sql stable as $$ select null::bigint, null::bigint, null::text where false $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0026_mailboxes"),
        ("people", "0011_recognitions_row_security"),
    ]

    operations = [migrations.RunSQL(OWNERS, BACK)]
