from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.partners.migrations.0002_row_security").FEED.partition(
    "grant execute on function partners_feed"
)

# What is about no case there is is read by whoever reads cases: identifiers that name nobody. It has its place in the one order.
POLICIES = """
alter table partners_notice enable row level security;
create policy engine on partners_notice for all to throughcare_engine using (true) with check (true);
create policy to_all on partners_notice for select to throughcare_app
    using (tc_account() is not null and coalesce('case.read' = any (tc_words('actions')), false));
revoke all on partners_notice from throughcare_app, throughcare_engine;
grant select on partners_notice to throughcare_app;
grant select, insert on partners_notice to throughcare_engine;
"""
POLICIES_BACK = """
drop policy to_all on partners_notice; drop policy engine on partners_notice;
alter table partners_notice disable row level security;
"""

FEED = """
drop function partners_feed(bigint, bigint, integer, text[]);
create function partners_feed(after bigint, until bigint, most integer, names text[])
returns table ("position" bigint, crn text, name text, details jsonb, occurred_at timestamptz, has_case boolean)
language sql stable set plan_cache_mode = force_generic_plan as $$
    select * from (
        (select a.id, a.crn::text, a.name::text, a.details, a.occurred_at, true
         from partners_announcement a
         where a.id > after and a.id <= until and (cardinality(names) = 0 or a.name = any (names))
         order by a.id limit most)
        union all
        (select n.id, n.crn::text, n.name::text, n.details, n.occurred_at, false
         from partners_notice n
         where n.id > after and n.id <= until and (cardinality(names) = 0 or n.name = any (names))
         order by n.id limit most)
    ) told order by 1 limit most
$$;
grant execute on function partners_feed(bigint, bigint, integer, text[]) to throughcare_app;

create or replace function partners_last_position() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select greatest((select coalesce(max(id), 0) from partners_announcement), (select coalesce(max(id), 0) from partners_notice))
$$;
"""
FEED_BACK = f"""
drop function partners_feed(bigint, bigint, integer, text[]);
{BEFORE[0]}
grant execute on function partners_feed(bigint, bigint, integer, text[]) to throughcare_app;
create or replace function partners_last_position() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(max(id), 0) from partners_announcement
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("partners", "0003_notices")]

    operations = [
        migrations.RunSQL(POLICIES, POLICIES_BACK),
        migrations.RunSQL(FEED, FEED_BACK),
    ]
