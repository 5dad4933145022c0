from django.db import migrations

# Whoever may find people may find those who are or were with a unit. Rights over their records are another matter.
EVER = """
create function probation_ever_with(people bigint[], units bigint[]) returns table (person_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select distinct c.person_id
    from probation_case c
    join probation_caseassignment a on a.item_id = c.id
    where c.person_id = any (people) and (a.owner_id = any (units) or a.holder_id = any (units))
      and a.starts_at <= tc_now() and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
      and tc_account() is not null and 'person.search' = any (tc_words('actions'))
$$;

create function probation_people_with(units bigint[], size integer, skip integer) returns table (crn text, total bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with found as (
        select distinct a.item_id
        from probation_caseassignment a
        where (a.owner_id = any (units) or a.holder_id = any (units))
          and a.starts_at <= tc_now() and a.superseded_at is null
          and (a.change_id is null or a.change_id = any (tc_live()))
          and tc_account() is not null and 'person.search' = any (tc_words('actions'))
    ),
    people as (
        select distinct p.crn from found f join probation_case c on c.id = f.item_id join people_person p on p.id = c.person_id
    )
    select p.crn::text, count(*) over () from people p order by p.crn limit size offset skip
$$;
"""

BACK = "drop function probation_people_with; drop function probation_ever_with;"


class Migration(migrations.Migration):
    dependencies = [("probation", "0015_referrals_closed")]

    operations = [migrations.RunSQL(EVER, BACK)]
