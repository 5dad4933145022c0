from django.db import migrations

# No page reads keys. Whose a token is is asked before anybody is pinned, by whoever knows the token.
CLOSED = """
alter table access_programkey enable row level security;

create function access_account_of_key(asked text, at timestamptz) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select k.account_id from access_programkey k
    join access_account u on u.id = k.account_id and u.is_active and u.is_system
    where k.digest = asked and k.made_at <= at and k.ends_at > at
$$;
revoke execute on function access_account_of_key(text, timestamptz) from public;
grant execute on function access_account_of_key(text, timestamptz) to throughcare_app;
"""
BACK = """
drop function access_account_of_key(text, timestamptz);
alter table access_programkey disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0028_program_keys")]

    operations = [migrations.RunSQL(CLOSED, BACK)]
