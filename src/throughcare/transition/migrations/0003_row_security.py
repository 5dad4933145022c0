from django.db import migrations

TABLES = ["round", "movement", "reach", "preview", "line", "review", "challenge"]

# Who may know what a plan does to somebody: the account itself, whoever works on reforms everywhere, the head of a
# provider that it leaves or comes to, and the manager of a team that it leaves or comes to.
SEES = """
create function transition_sees(account bigint, from_owner bigint, from_holder bigint, to_owner bigint, to_holder bigint)
returns boolean language sql stable parallel safe
return coalesce(account = tc_account(), false)
    or access_reaches('restructure.see', from_owner, from_holder) or access_reaches('restructure.see', to_owner, to_holder)
    or access_reaches('case.allocate', from_owner, from_holder) or access_reaches('case.allocate', to_owner, to_holder);
"""

POLICIES = (
    "".join(
        f"alter table transition_{table} enable row level security;\n"
        f"create policy engine on transition_{table} for all to throughcare_engine using (true) with check (true);\n"
        f"grant select, insert, update, delete on transition_{table} to throughcare_engine;\n"
        f"grant select on transition_{table} to throughcare_app;\n"
        for table in TABLES
    )
    + """
create policy known on transition_round for select to throughcare_app using (tc_account() is not null);
create policy asks on transition_round for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('everywhere')) and asked_by_id = tc_account() and state = 'waiting');
grant insert on transition_round to throughcare_app;

create policy seen on transition_movement for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere')));
create policy seen on transition_reach for select to throughcare_app
    using (exists (select from transition_preview p where transition_reach.id in (p.before_id, p.after_id)));
create policy seen on transition_preview for select to throughcare_app
    using (transition_sees(account_id, from_owner_id, from_holder_id, to_owner_id, to_holder_id));
create policy seen on transition_line for select to throughcare_app
    using (exists (select from transition_preview p where p.id = preview_id));

create policy seen on transition_review for select to throughcare_app using (access_reaches('restructure.see', owner_id, null));
create policy own_side on transition_review for insert to throughcare_app
    with check (reviewed_by_id = tc_account() and access_reaches('restructure.see', owner_id, null)
                and not 'restructure.see' = any (tc_words('everywhere')));
grant insert on transition_review to throughcare_app;

create policy own_or_programme on transition_challenge for select to throughcare_app
    using (account_id = tc_account() or 'restructure.see' = any (tc_words('everywhere')));
create policy makes on transition_challenge for insert to throughcare_app
    with check (account_id = tc_account() and state = 'open' and recommended_by_id is null and decided_by_id is null);
create policy withdraws on transition_challenge for update to throughcare_app
    using (account_id = tc_account() and state in ('open', 'recommended')) with check (account_id = tc_account() and state = 'withdrawn');
create policy settles on transition_challenge for update to throughcare_app
    using (account_id <> tc_account() and state in ('open', 'recommended')
           and tc_words('everywhere') && array['restructure.plan', 'restructure.approve'])
    with check (account_id <> tc_account() and tc_words('everywhere') && array['restructure.plan', 'restructure.approve']);
grant insert, update (state, owner_id, is_to_be_upheld, unit_code, recommendation, recommended_by_id, recommended_at, decision,
                      decided_by_id, decided_at, override_id) on transition_challenge to throughcare_app;

grant maintain on transition_movement, transition_reach, transition_preview, transition_line to throughcare_engine;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
)

BACK = (
    """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'transition\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
    end loop;
end $$;
"""
    + "".join(f"alter table transition_{table} disable row level security;\n" for table in TABLES)
    + "revoke maintain on transition_movement, transition_reach, transition_preview, transition_line from throughcare_engine;\n"
    + "drop function transition_sees;"
)


class Migration(migrations.Migration):
    dependencies = [("transition", "0002_before_and_after"), ("access", "0012_pinned_reach")]

    operations = [migrations.RunSQL(SEES + POLICIES, BACK)]
