from django.db import migrations

# Read with the whole record. Written through the functions below alone: nobody who runs a step may write records.
POLICIES = """
alter table allocation_tier enable row level security;
create policy engine on allocation_tier for select to throughcare_engine using (true);
create policy in_full on allocation_tier for select to throughcare_app using (probation_view_of(case_id) = 'full');
grant select on allocation_tier to throughcare_app, throughcare_engine;
"""
BACK = """
revoke all on allocation_tier from throughcare_app, throughcare_engine;
drop policy in_full on allocation_tier; drop policy engine on allocation_tier;
alter table allocation_tier disable row level security;
"""

# Keeps tiers that were worked out. What did not change is left as it stands; what did takes the place of what was there. Gives
# for each that differs the level that was there before.
GIVEN = """cases bigint[], frameworks text[], levels text[], protect smallint[], change smallint[], provisional boolean[],
    facts text[], why text, at timestamptz, by_whom bigint"""
KEEP = f"""
create function allocation_put_tiers({GIVEN}) returns table (case_id bigint, framework text, level_before text)
language plpgsql set search_path = public, pg_temp as $$
declare
    one record;
begin
    for one in
        select g.*, t.id as id_before, t.level::text as before
        from unnest(cases, frameworks, levels, protect, change, provisional, facts)
            as g (of_case, by_framework, level, protect_points, change_points, is_provisional, inputs)
        left join allocation_tier t on t.case_id = g.of_case and t.framework = g.by_framework and t.superseded_at is null
        where t.id is null or (t.level, t.is_provisional) <> (g.level, g.is_provisional) or t.inputs <> g.inputs::jsonb
        order by g.of_case, g.by_framework
    loop
        update allocation_tier t set superseded_at = at where t.id = one.id_before;
        insert into allocation_tier (case_id, framework, level, protect_points, change_points, is_provisional, because, inputs,
            calculated_at, calculated_by_id)
        values (one.of_case, one.by_framework, one.level, one.protect_points, one.change_points, one.is_provisional, why,
            one.inputs::jsonb, at, by_whom);
        case_id := one.of_case; framework := one.by_framework; level_before := one.before;
        return next;
    end loop;
end;
$$;
revoke all on function allocation_put_tiers from public;

-- For the engine, of any case.
create function allocation_keep_tiers({GIVEN}) returns table (case_id bigint, framework text, level_before text)
language sql security definer set search_path = public, pg_temp as $$
    select * from allocation_put_tiers(cases, frameworks, levels, protect, change, provisional, facts, why, at, by_whom)
$$;
revoke all on function allocation_keep_tiers from public;
grant execute on function allocation_keep_tiers to throughcare_engine;

-- For pages, of cases that the account in the seat may write to.
create function allocation_keep_own_tiers({GIVEN}) returns table (case_id bigint, framework text, level_before text)
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tc_account() is null or exists (select from unnest(cases) c where not probation_may_write(c)) then
        raise exception 'these tiers are not for the account in the seat' using errcode = 'insufficient_privilege';
    end if;
    return query select * from allocation_put_tiers(
        cases, frameworks, levels, protect, change, provisional, facts, why, at, tc_account());
end;
$$;
revoke all on function allocation_keep_own_tiers from public;
grant execute on function allocation_keep_own_tiers to throughcare_app;
"""
KEEP_BACK = """
drop function allocation_keep_own_tiers; drop function allocation_keep_tiers; drop function allocation_put_tiers;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("allocation", "0001_tiers"),
        ("assessments", "0002_closed"),
        ("probation", "0074_told_by_the_house"),
    ]

    operations = [migrations.RunSQL(POLICIES + KEEP, KEEP_BACK + BACK)]
