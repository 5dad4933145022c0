from django.db import migrations

# A difference names a record of some provider, what was said of it may tell more, and a pack has all of them: for whoever sees
# plans everywhere. The head of a provider sees how many there are.
TABLES = ("difference", "lapsedexplanation", "evidence")
WHOLE = "".join(
    f"drop policy seen on restructure_{table};\n"
    f"create policy seen on restructure_{table} for select to throughcare_app"
    f" using ((select coalesce('restructure.see' = any (tc_words('everywhere')), false)));\n"
    for table in TABLES
)
BACK = "".join(
    f"drop policy seen on restructure_{table};\n"
    f"create policy seen on restructure_{table} for select to throughcare_app"
    f" using ('restructure.see' = any (tc_words('actions')));\n"
    for table in TABLES
)

# How many differences each check has, and how many of them are explained with another's approval; for whoever sees plans.
COUNTED = """
create function restructure_differences_counted(asked_plan bigint)
returns table (check_name text, named bigint, explained bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select d.check_name::text, count(*), count(d.approved_by_id)
    from restructure_difference d
    where d.plan_id = asked_plan
      and ('restructure.see' = any (tc_words('actions')) or current_setting('role', true) = 'throughcare_engine')
    group by 1 order by 1
$$;
grant execute on function restructure_differences_counted(bigint) to throughcare_app, throughcare_engine;
"""

# When evidence was sealed last; what is in it is another question.
SEALED = """
create function restructure_sealed_at(asked_plan bigint) returns timestamptz
language sql stable security definer set search_path = public, pg_temp as $$
    select max(e.recorded_at) from restructure_evidence e
    where e.plan_id = asked_plan
      and ('restructure.see' = any (tc_words('actions')) or current_setting('role', true) = 'throughcare_engine')
$$;
grant execute on function restructure_sealed_at(bigint) to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0065_holds_that_wait"), ("access", "0012_pinned_reach")]

    operations = [
        migrations.RunSQL(WHOLE, BACK),
        migrations.RunSQL(COUNTED, "drop function restructure_differences_counted;"),
        migrations.RunSQL(SEALED, "drop function restructure_sealed_at;"),
    ]
