from django.db import migrations

# What pages write under an account's own name. Rows of a plan are locked while it is signed or held, and changed by the
# engine alone: the check lets nothing through.
WRITES = """
create policy takes_in on restructure_plan for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions')) and made_by_id = tc_account() and phase = 'draft');
create policy held_still on restructure_plan for update to throughcare_app
    using (tc_words('actions') && array['restructure.plan', 'restructure.approve']) with check (false);
-- Everybody may know that there is a plan, to see what it changes for themselves.
create policy known on restructure_plan for select to throughcare_app using (tc_account() is not null and phase <> 'draft');
grant insert, update (phase) on restructure_plan to throughcare_app;
grant insert on organisation_change to throughcare_app;
grant execute on function organisation_live(timestamptz) to throughcare_app;
"""

WRITES_BACK = """
revoke insert on organisation_change from throughcare_app;
revoke insert, update (phase) on restructure_plan from throughcare_app;
drop policy known on restructure_plan;
drop policy held_still on restructure_plan;
drop policy takes_in on restructure_plan;
"""

# What a plan changes for one account: its seats, and the cases of each seat by where they go. For the account itself,
# and for those who may see plans everywhere.
CHANGES = """
create function restructure_changes(asked_plan bigint, asked_account bigint)
returns table (part text, reference text, standing text, from_owner_id bigint, to_owner_id bigint, from_holder_id bigint,
               to_holder_id bigint, rule text, place text, count bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with seats as (
        select a.* from restructure_answer a
        join access_post p on p.id = a.item_id and p.account_id = asked_account
        where a.plan_id = asked_plan and a.kind = 'account'
          and (tc_account() = asked_account or 'restructure.see' = any (tc_words('everywhere')))
    )
    select 'seat', s.reference::text, s.standing::text, s.from_owner_id, s.to_owner_id, s.from_holder_id, s.to_holder_id,
           s.rule::text, s.looked_at ->> 'place', 1::bigint
    from seats s
    union all
    select case when a.to_post_id = s.item_id then 'kept' else 'passed on' end, a.kind::text, a.standing::text,
           a.from_owner_id, a.to_owner_id, null, case when a.to_post_id = s.item_id then null else a.to_holder_id end,
           '', null, count(*)
    from seats s
    join restructure_answer a on a.plan_id = s.plan_id and a.from_post_id = s.item_id
    group by 1, 2, 3, 4, 5, 7
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0003_keep_up"),
        ("organisation", "0004_grants"),
    ]

    operations = [
        migrations.RunSQL(WRITES, WRITES_BACK),
        migrations.RunSQL(CHANGES, "drop function restructure_changes;"),
    ]
