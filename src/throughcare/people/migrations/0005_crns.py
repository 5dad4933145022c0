from django.db import migrations

# Given out in order and never twice; what was loaded from elsewhere under the same letters is stepped over.
NEXT = """
create sequence people_crn as bigint start 24000001;
grant usage on sequence people_crn to throughcare_app, throughcare_engine;

create function people_next_crn() returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    number bigint;
    given text;
begin
    loop
        number := nextval('people_crn');
        given := chr((65 + number / 1000000)::integer) || lpad((number % 1000000)::text, 6, '0');
        exit when not exists (select from people_person p where p.crn = given)
              and not exists (select from people_identifier i where i.canonical = given);
    end loop;
    return given;
end;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0004_search")]

    operations = [
        migrations.RunSQL(NEXT, "drop function people_next_crn; drop sequence people_crn;")
    ]
