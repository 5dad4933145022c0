from django.db import migrations

# Read in full only.
CLOSED = ["contact", "document", "transfer", "courtreport", "victimcontact"]
# Read also through the minimum safe view (restructure rules, section 5).
OPEN = ["riskprofile", "sentence", "requirement", "registration", "appointment", "enforcement"]
ASSIGNMENTS = ["caseassignment", "victimcontactassignment", "courtreportassignment"]
WRITTEN = [
    "contact",
    "document",
    "transfer",
    "riskprofile",
    "sentence",
    "requirement",
    "registration",
    "appointment",
    "enforcement",
    "courtreport",
]
REFERENCE = ["contacttype", "outcome", "sentencetype", "requirementtype", "flagtype", "offence"]
EVERY = ["case", *CLOSED, *OPEN, *ASSIGNMENTS]


def on_each(tables, text):
    return "".join(text.format(table=f"probation_{table}") for table in tables)


POLICIES = (
    on_each(
        EVERY,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + on_each(
        CLOSED,
        "create policy in_full on {table} for select to throughcare_app"
        " using (probation_view_of(case_id) = 'full');\n",
    )
    + on_each(
        OPEN,
        "create policy in_view on {table} for select to throughcare_app"
        " using (probation_view_of(case_id) is not null);\n",
    )
    + on_each(
        WRITTEN,
        "create policy writes on {table} for insert to throughcare_app"
        " with check (probation_may_write(case_id));\n"
        "create policy changes on {table} for update to throughcare_app"
        " using (probation_may_write(case_id)) with check (probation_may_write(case_id));\n"
        "grant insert, update on {table} to throughcare_app;\n",
    )
    + on_each(
        ASSIGNMENTS,
        "create policy who_answers on {table} for select to throughcare_app"
        " using (tc_account() is not null);\n"
        "create policy stages on {table} for insert to throughcare_engine with check (true);\n"
        "create policy restages on {table} for update to throughcare_engine using (true);\n"
        "create policy unstages on {table} for delete to throughcare_engine using (true);\n"
        "grant insert, update (superseded_at), delete on {table} to throughcare_engine;\n"
        "create trigger {table}_kept before delete on {table}"
        " for each row execute function organisation_keep_what_was_live();\n",
    )
    + on_each(REFERENCE, "revoke all on {table} from throughcare_app;\n")
    + on_each(REFERENCE, "grant select on {table} to throughcare_app, throughcare_engine;\n")
    + """
create policy in_view on probation_case for select to throughcare_app using (probation_view_of(id) is not null);
create policy opens on probation_case for insert to throughcare_app
    with check ('case.write' = any (tc_words('actions')) and not access_refused(person_id));
create policy changes on probation_case for update to throughcare_app using (probation_may_write(id));
grant insert, update on probation_case to throughcare_app;

-- A case is given by those who may write to it; a new one by those who may write where it goes.
create policy gives on probation_caseassignment for insert to throughcare_app
    with check ((owner_id = any (tc_ids('write_owners')) or holder_id = any (tc_ids('write_units')))
                and change_id is null
                and (probation_may_write(item_id) or probation_is_unassigned(item_id)));
grant insert on probation_caseassignment to throughcare_app;

-- Where a person lives is part of the case.
create policy with_the_case on people_address for select to throughcare_app
    using (probation_view_of_person(person_id) = 'full');

grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
)

BACK = (
    "drop policy with_the_case on people_address;\n"
    + on_each(ASSIGNMENTS, "drop trigger {table}_kept on {table};\n")
    + """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'probation\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
    end loop;
end $$;
"""
    + on_each(EVERY, "alter table {table} disable row level security;\n")
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0002_ownership"), ("people", "0002_row_security")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
