from django.db import migrations

# A feed is its account's alone. Which one a token opens is asked before anybody is pinned, by whoever knows the token.
POLICIES = """
alter table probation_calendarfeed enable row level security;
create policy engine on probation_calendarfeed for select to throughcare_engine using (true);
create policy own on probation_calendarfeed for select to throughcare_app using (account_id = tc_account());
create policy makes on probation_calendarfeed for insert to throughcare_app
    with check (account_id = tc_account() and revoked_at is null and 'case.read' = any (tc_words('actions')));
create policy revokes on probation_calendarfeed for update to throughcare_app
    using (account_id = tc_account() and revoked_at is null) with check (account_id = tc_account());
grant select, insert, update (revoked_at) on probation_calendarfeed to throughcare_app;
grant select on probation_calendarfeed to throughcare_engine;
grant usage on sequence probation_calendarfeed_id_seq to throughcare_app;

create function probation_feed_of(asked text)
returns table (reference uuid, account_id bigint, unit_code text, made_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select f.reference, f.account_id, f.unit_code::text, f.made_at
    from probation_calendarfeed f join access_account u on u.id = f.account_id and u.is_active
    where f.token_digest = asked and f.revoked_at is null
$$;
"""

BACK = """
drop function probation_feed_of;
drop policy revokes on probation_calendarfeed; drop policy makes on probation_calendarfeed;
drop policy own on probation_calendarfeed; drop policy engine on probation_calendarfeed;
alter table probation_calendarfeed disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0023_calendar_feeds")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
