from django.db import migrations

# What is told of a case is read by whoever reads the case in full; only the engine, on hearing a fact, writes it.
POLICIES = """
alter table partners_announcement enable row level security;
create policy engine on partners_announcement for all to throughcare_engine using (true) with check (true);
create policy in_full on partners_announcement for select to throughcare_app
    using (case_id = any ((select probation_opened())::bigint[]) or probation_view_of(case_id) = 'full');
grant select on partners_announcement to throughcare_app;
grant select, insert on partners_announcement to throughcare_engine;
grant usage on sequence partners_announcement_id_seq to throughcare_engine;

alter table partners_webhook enable row level security;
create policy engine on partners_webhook for all to throughcare_engine using (true) with check (true);
create policy own on partners_webhook for all to throughcare_app
    using (account_id = tc_account()) with check (account_id = tc_account());
grant select, insert on partners_webhook to throughcare_app;
grant update (position, failures, fault, next_try_at, paused_at, ended_at) on partners_webhook to throughcare_app, throughcare_engine;
grant select on partners_webhook to throughcare_engine;
grant usage on sequence partners_webhook_id_seq to throughcare_app;
"""
BACK = """
drop policy own on partners_webhook; drop policy engine on partners_webhook;
alter table partners_webhook disable row level security;
drop policy in_full on partners_announcement; drop policy engine on partners_announcement;
alter table partners_announcement disable row level security;
"""

# The next facts that the pinned account may read. The last position tells how far there is anything to look, and nothing of what is there.
FEED = """
create function partners_feed(after bigint, until bigint, most integer, names text[])
returns table ("position" bigint, crn text, name text, details jsonb, occurred_at timestamptz)
language sql stable set plan_cache_mode = force_generic_plan as $$
    select a.id, a.crn::text, a.name::text, a.details, a.occurred_at
    from partners_announcement a
    where a.id > after and a.id <= until and (cardinality(names) = 0 or a.name = any (names))
    order by a.id limit most
$$;
grant execute on function partners_feed(bigint, bigint, integer, text[]) to throughcare_app;

create function partners_last_position() returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(max(id), 0) from partners_announcement
$$;
grant execute on function partners_last_position() to throughcare_app;
"""
NO_FEED = "drop function partners_feed(bigint, bigint, integer, text[]); drop function partners_last_position();"


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_tables"), ("probation", "0044_opened_once")]

    operations = [migrations.RunSQL(POLICIES, BACK), migrations.RunSQL(FEED, NO_FEED)]
