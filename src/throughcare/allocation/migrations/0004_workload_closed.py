from django.db import migrations

# Whose work an account may see: that of its own posts, and of those in units where it gives cases to officers.
SEES = """
create function allocation_manages_post(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce((
        select access_may('case.allocate', s.holder_id)
        from access_postassignment s
        where s.item_id = asked and s.starts_at <= tc_now() and s.superseded_at is null
          and (s.change_id is null or s.change_id = any (tc_live()))
        order by s.starts_at desc, s.change_id desc nulls last, s.id desc limit 1
    ), false)
$$;
create function allocation_sees_post(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from access_post p where p.id = asked and p.account_id = tc_account())
        or allocation_manages_post(asked)
$$;
"""
SEES_BACK = "drop function allocation_sees_post; drop function allocation_manages_post;"

TABLES = ["workinghours", "reduction", "workloadofday"]
POLICIES = "".join(
    f"""
alter table allocation_{table} enable row level security;
create policy engine on allocation_{table} for select to throughcare_engine using (true);
create policy in_view on allocation_{table} for select to throughcare_app using (allocation_sees_post(post_id));
grant select on allocation_{table} to throughcare_app, throughcare_engine;
"""
    for table in TABLES
)
WRITES = """
create policy writes on allocation_workinghours for insert to throughcare_app with check (allocation_manages_post(post_id));
create policy changes on allocation_workinghours for update to throughcare_app using (allocation_manages_post(post_id));
create policy writes on allocation_reduction for insert to throughcare_app with check (allocation_manages_post(post_id));
create policy removes on allocation_reduction for update to throughcare_app using (allocation_manages_post(post_id));
grant insert on allocation_workinghours, allocation_reduction to throughcare_app;
grant update (hours) on allocation_workinghours to throughcare_app;
grant update (deleted_at) on allocation_reduction to throughcare_app;
grant usage on sequence allocation_workinghours_id_seq, allocation_reduction_id_seq to throughcare_app;

-- What every post's work came to on a day is written through this alone: nobody who runs a step may write records.
create function allocation_keep_day(
    posts bigint[], of_day date, counted integer[], weighed numeric[], room numeric[], full_to numeric[]) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into allocation_workloadofday (post_id, day, cases, points, available, capacity)
    select g.post_id, of_day, g.cases, g.points, g.available, g.capacity
    from unnest(posts, counted, weighed, room, full_to) g (post_id, cases, points, available, capacity)
    on conflict (post_id, day) do update
    set cases = excluded.cases, points = excluded.points, available = excluded.available, capacity = excluded.capacity
$$;
revoke all on function allocation_keep_day from public;
grant execute on function allocation_keep_day to throughcare_engine;
"""
BACK = """
drop function allocation_keep_day;
drop policy removes on allocation_reduction; drop policy writes on allocation_reduction;
drop policy changes on allocation_workinghours; drop policy writes on allocation_workinghours;
""" + "".join(
    f"""
revoke all on allocation_{table} from throughcare_app, throughcare_engine;
drop policy in_view on allocation_{table}; drop policy engine on allocation_{table};
alter table allocation_{table} disable row level security;
"""
    for table in TABLES
)

# The cases of some units by who has them, of what kind they are and at which tier: counted, and never named. Whether somebody is
# in custody is not kept yet, so a sentence of custody counts as such; the sentence that ends last says of what kind a case is.
COUNTED = """
create function allocation_cases_counted(holders bigint[], only_posts bigint[], at timestamptz)
returns table (post_id bigint, kind text, tier text, cases integer)
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (
        select h.case_id, h.post_id, h.holder_id from probation_held(only_posts, holders, '{}', at, tc_live()) h
        where h.post_id is not null
    ),
    open_to_viewer as materialized (
        select d.holder_id from (select distinct holder_id from held) d
        where access_may('case.allocate', d.holder_id)
    )
    select h.post_id, case when s.is_custodial then 'custody' else 'community' end, t.level::text, count(*)::integer
    from held h
    join probation_case c on c.id = h.case_id and (c.closed_at is null or c.closed_at > at)
    left join lateral (
        select y.is_custodial from probation_sentence x join probation_sentencetype y on y.code = x.type_id
        where x.case_id = c.id and x.terminated_on is null and x.imposed_on <= at
        order by x.ends_on desc nulls first, x.number desc limit 1
    ) s on true
    left join allocation_tier t on t.case_id = c.id and t.framework = 'two-axis' and t.superseded_at is null
    where h.holder_id in (select o.holder_id from open_to_viewer o)
    group by 1, 2, 3
$$;
revoke all on function allocation_cases_counted from public;
grant execute on function allocation_cases_counted to throughcare_app;

-- The same of every post, with the rights of whoever asks.
create function allocation_all_cases_counted(at timestamptz)
returns table (post_id bigint, kind text, tier text, cases integer)
language sql stable set search_path = public, pg_temp as $$
    select a.post_id, case when s.is_custodial then 'custody' else 'community' end, t.level::text, count(*)::integer
    from probation_caseassignment_at(at, tc_live(), 'infinity') a
    join probation_case c on c.id = a.item_id and (c.closed_at is null or c.closed_at > at)
    left join (
        select distinct on (x.case_id) x.case_id, y.is_custodial
        from probation_sentence x join probation_sentencetype y on y.code = x.type_id
        where x.terminated_on is null and x.imposed_on <= at
        order by x.case_id, x.ends_on desc nulls first, x.number desc
    ) s on s.case_id = c.id
    left join allocation_tier t on t.case_id = c.id and t.framework = 'two-axis' and t.superseded_at is null
    where a.post_id is not null
    group by 1, 2, 3
$$;
revoke all on function allocation_all_cases_counted from public;
grant execute on function allocation_all_cases_counted to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("allocation", "0003_workload")]

    operations = [
        migrations.RunSQL(
            SEES + POLICIES + WRITES + COUNTED,
            "drop function allocation_all_cases_counted; drop function allocation_cases_counted;"
            + BACK
            + SEES_BACK,
        )
    ]
