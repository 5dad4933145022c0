from django.db import migrations

TABLES = [
    "account",
    "equality",
    "post",
    "postassignment",
    "permission",
    "protocol",
    "restriction",
    "grant",
]

POLICIES = """
create policy staff_see_staff on access_account for select to throughcare_app
    using (tc_account() is not null or current_setting('tc.signing_in', true) = 'on');
create policy own_account on access_account for update to throughcare_app
    using (id = tc_account() or current_setting('tc.signing_in', true) = 'on');
create policy engine on access_account for select to throughcare_engine using (true);

create policy engine on access_equality for select to throughcare_engine using (true);

create policy staff_see_posts on access_post for select to throughcare_app using (tc_account() is not null);
create policy engine on access_post for all to throughcare_engine using (true) with check (true);

create policy staff_see_seats on access_postassignment for select to throughcare_app using (tc_account() is not null);
create policy engine on access_postassignment for all to throughcare_engine using (true) with check (true);

create policy everybody on access_permission for select to throughcare_app, throughcare_engine using (true);
create policy everybody on access_protocol for select to throughcare_app, throughcare_engine using (true);

create policy own_or_restrictor on access_restriction for select to throughcare_app
    using (account_id = tc_account() or 'person.restrict' = any (tc_words('actions')));
create policy restrictor_adds on access_restriction for insert to throughcare_app
    with check ('person.restrict' = any (tc_words('actions')) and made_by_id = tc_account());
create policy restrictor_ends on access_restriction for update to throughcare_app
    using ('person.restrict' = any (tc_words('actions')));
create policy engine on access_restriction for select to throughcare_engine using (true);

create policy own_or_told on access_grant for select to throughcare_app
    using (account_id = tc_account() or told_account_id = tc_account() or made_by_id = tc_account()
           or 'audit.read' = any (tc_words('actions')));
create policy own_grant on access_grant for insert to throughcare_app
    with check (account_id = tc_account() and (
        kind = 'minimum' and 'case.minimum' = any (tc_words('actions'))
        or kind = 'emergency' and 'case.emergency' = any (tc_words('actions'))));
create policy engine on access_grant for all to throughcare_engine using (true) with check (true);

-- What every new table is given at first is more than pages may do with these.
revoke all on access_account, access_equality, access_post, access_postassignment, access_permission, access_protocol,
    access_restriction, access_grant from throughcare_app;
grant select, update (password, last_login) on access_account to throughcare_app;
grant select on access_post, access_postassignment, access_permission, access_protocol to throughcare_app;
grant select, insert, update (ends_at) on access_restriction to throughcare_app;
grant select, insert on access_grant to throughcare_app;
grant select on access_account, access_equality, access_post, access_permission, access_protocol,
    access_restriction, access_grant, access_postassignment to throughcare_engine;
grant insert, update (superseded_at), delete on access_postassignment to throughcare_engine;
grant insert, update (ends_at) on access_grant to throughcare_engine;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;

create trigger access_postassignment_kept before delete on access_postassignment
    for each row execute function organisation_keep_what_was_live();

-- Read together by the functions that run as the owner; nobody else needs to see the working.
revoke execute on function access_begin(bigint, timestamptz, timestamptz) from public;
grant execute on function access_begin(bigint, timestamptz, timestamptz) to throughcare_app, throughcare_engine;
"""

ENABLE = "".join(f"alter table access_{table} enable row level security;\n" for table in TABLES)
DISABLE = "".join(f"alter table access_{table} disable row level security;\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("access", "0002_reach"), ("organisation", "0004_grants")]

    operations = [
        migrations.RunSQL(ENABLE, DISABLE),
        migrations.RunSQL(
            POLICIES,
            """
            drop trigger access_postassignment_kept on access_postassignment;
            do $$ declare p record; begin
                for p in select policyname, tablename from pg_policies where tablename like 'access\\_%' loop
                    execute format('drop policy %I on %I', p.policyname, p.tablename);
                end loop;
            end $$;
            """,
        ),
    ]
