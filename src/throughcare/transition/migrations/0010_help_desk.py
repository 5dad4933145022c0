from django.db import migrations

# Where an account sits now: its first seat. Whoever sees the plans of its provider, or of all, hears of its troubles.
SEES = """
create function transition_hears_of(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce('restructure.see' = any (tc_words('everywhere')), false) or exists (
        select from access_seats(asked, tc_now(), tc_live()) s
        where access_reaches('restructure.see', s.owner_id, s.holder_id))
$$;
"""

MISSING = """
alter table transition_missing enable row level security;
create policy engine on transition_missing for select to throughcare_engine using (true);
create policy own_or_heard on transition_missing for select to throughcare_app
    using (account_id = tc_account() or transition_hears_of(account_id));
create policy reports on transition_missing for insert to throughcare_app
    with check (account_id = tc_account() and answered_at is null);
create policy answers on transition_missing for update to throughcare_app
    using (answered_at is null and (account_id = tc_account() or transition_hears_of(account_id)))
    with check (answered_by_id = tc_account());
revoke all on transition_missing from throughcare_app, throughcare_engine;
grant select on transition_missing to throughcare_engine;
grant select, insert, update (answer, answered_by_id, answered_at) on transition_missing to throughcare_app;
grant usage on sequence transition_missing_id_seq to throughcare_app;
"""
MISSING_BACK = """
drop policy answers on transition_missing; drop policy reports on transition_missing;
drop policy own_or_heard on transition_missing; drop policy engine on transition_missing;
revoke all on transition_missing from throughcare_app, throughcare_engine;
alter table transition_missing disable row level security;
"""

# Troubles since a moment, and whatever is open: of whom, where they sit, and about which reference. No name, nor any text.
# Of a challenge or a sign-in no more is told than that there is one: the tables themselves stay closed.
DESK = """
create function transition_help_desk(since timestamptz, wanted text, units bigint[])
returns table (key text, kind text, what text, at timestamptz, account_id bigint, owner_id bigint, holder_id bigint,
               about text, standing text, due_on date, reference uuid)
language sql stable security definer set search_path = public, pg_temp as $$
    with entries as (
        select e.* from audit_entry e
        where (e.action in ('account.sign-in-failed', 'account.locked', 'grant.emergency-opened')
               or (e.action = 'case.read' and e.detail ->> 'view' in ('refused', 'none')))
          and e.at >= since and 'restructure.see' = any (tc_words('actions'))
    ),
    troubles as (
        select 'e' || e.chain || '/' || e.number as key, 'log-in' as kind,
               case when a.id is null then 'unknown' when e.action = 'account.locked' then 'locked' else 'failed' end as what,
               e.at, a.id as account_id, '' as about, '' as standing, null::date as due_on, null::uuid as reference
        from entries e
        left join access_account a
            on a.reference = case when e.subject_kind = 'account' then e.subject_references[1]::uuid end
        where e.action in ('account.sign-in-failed', 'account.locked')
        union all
        select 'e' || e.chain || '/' || e.number, 'access', 'emergency', e.at, e.account_id, '',
               case when g.ends_at > tc_now() then 'open' else 'over' end, null, null
        from entries e
        left join access_grant g on g.id = (e.detail ->> 'grant')::bigint
        where e.action = 'grant.emergency-opened'
        union all
        select 'e' || e.chain || '/' || e.number, 'access',
               case e.detail ->> 'view' when 'refused' then 'closed' else 'elsewhere' end, e.at, e.account_id,
               e.subject_references[1], '', null, null
        from entries e
        where e.action = 'case.read' and (e.detail ->> 'view' = 'refused' or e.detail ->> 'part' <> 'person')
        union all
        select 'c' || c.id, 'assignment', c.subject, c.recorded_at, c.account_id, c.item_reference, c.state, c.due_on, c.reference
        from transition_challenge c
        where (c.state in ('open', 'recommended') or c.recorded_at >= since)
          and 'restructure.see' = any (tc_words('actions'))
        union all
        select 'm' || m.id, 'missing', 'missing', m.reported_at, m.account_id, m.item_reference,
               case when m.answered_at is null then 'open' else 'answered' end, null, m.reference
        from transition_missing m
        where (m.answered_at is null or m.reported_at >= since) and 'restructure.see' = any (tc_words('actions'))
    ),
    seats as materialized (
        select distinct on (t.account_id) t.account_id, s.owner_id, s.holder_id
        from (select distinct x.account_id from troubles x where x.account_id is not null) t
        cross join lateral access_seats(t.account_id, tc_now(), tc_live()) s
        order by t.account_id, s.post_id
    )
    select t.key, t.kind, t.what, t.at, t.account_id, s.owner_id, s.holder_id, t.about, t.standing, t.due_on, t.reference
    from troubles t
    left join seats s on s.account_id = t.account_id
    where (wanted = '' or t.kind = wanted)
      and (units is null or s.owner_id = any (units) or s.holder_id = any (units))
      and access_reaches('restructure.see', s.owner_id, s.holder_id)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("transition", "0009_missing"),
        ("audit", "0003_trouble"),
        ("access", "0016_reach_of_seats"),
    ]

    operations = [
        migrations.RunSQL(SEES, "drop function transition_hears_of;"),
        migrations.RunSQL(MISSING, MISSING_BACK),
        migrations.RunSQL(DESK, "drop function transition_help_desk;"),
    ]
