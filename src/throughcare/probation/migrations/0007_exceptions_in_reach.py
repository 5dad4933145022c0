from django.db import migrations

# Which case decides who may restrict a person: the one that pages are about, the open one or else the last.
REACH = """
create or replace function access_may_with(which text, item bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select probation_may(which, item)
$$;

create or replace function access_may_restrict(person bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(
        (select probation_may('person.restrict', c.id) from probation_case c where c.person_id = person
         order by c.closed_at is not null, c.opened_at desc, c.id desc limit 1),
        false)
$$;
"""

BACK = """
create or replace function access_may_restrict(person bigint) returns boolean language sql stable as $$ select false $$;
create or replace function access_may_with(which text, item bigint) returns boolean language sql stable as $$ select false $$;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0006_cards"), ("access", "0011_exceptions_in_reach")]

    operations = [migrations.RunSQL(REACH, BACK)]
