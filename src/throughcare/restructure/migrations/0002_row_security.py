from django.db import migrations

TABLES = [
    "plan",
    "approval",
    "run",
    "answer",
    "override",
    "hold",
    "changed",
    "book",
    "digest",
    "difference",
    "evidence",
]

# What a plan says of an item is seen by those who may see plans: everywhere for the programme, their own side for the
# head of a provider.
POLICIES = (
    "".join(
        f"alter table restructure_{table} enable row level security;\n"
        f"create policy engine on restructure_{table} for all to throughcare_engine using (true) with check (true);\n"
        f"grant select, insert, update, delete on restructure_{table} to throughcare_engine;\n"
        f"grant select on restructure_{table} to throughcare_app;\n"
        for table in TABLES
    )
    + "".join(
        f"create policy seen on restructure_{table} for select to throughcare_app"
        f" using ('restructure.see' = any (tc_words('actions')));\n"
        for table in TABLES
        if table not in {"answer", "digest"}
    )
    + """
create policy seen on restructure_answer for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere'))
           or 'restructure.see' = any (tc_words('actions'))
              and (from_owner_id = any (tc_ids('read_owners')) or to_owner_id = any (tc_ids('read_owners'))));

create policy asks on restructure_run for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions')) or 'restructure.switch' = any (tc_words('actions')));
grant insert on restructure_run to throughcare_app;
create policy decides on restructure_approval for insert to throughcare_app
    with check ('restructure.approve' = any (tc_words('actions')) and approved_by_id = tc_account());
grant insert on restructure_approval to throughcare_app;
create policy proposes on restructure_override for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions')) and made_by_id = tc_account() and approved_by_id is null);
create policy approves on restructure_override for update to throughcare_app
    using ('restructure.approve' = any (tc_words('actions')) and made_by_id <> tc_account());
grant insert, update (approved_by_id, lapsed_at) on restructure_override to throughcare_app;
create policy holds on restructure_hold for insert to throughcare_app
    with check ('restructure.plan' = any (tc_words('actions')));
create policy settles on restructure_hold for update to throughcare_app
    using ('restructure.plan' = any (tc_words('actions')));
grant insert, update (settled_at) on restructure_hold to throughcare_app;
create policy explains on restructure_difference for update to throughcare_app
    using ('restructure.plan' = any (tc_words('actions')) or 'restructure.approve' = any (tc_words('actions')));
grant update (explanation, explained_by_id, approved_by_id) on restructure_difference to throughcare_app;

grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
)

BACK = """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'restructure\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
    end loop;
end $$;
""" + "".join(f"alter table restructure_{table} disable row level security;\n" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("restructure", "0001_tables"), ("access", "0003_row_security")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
