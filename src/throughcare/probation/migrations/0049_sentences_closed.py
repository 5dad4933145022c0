from django.db import migrations

# What was charged, decided and ordered besides is read with the whole record, and not through the minimum safe view.
TABLES = ["additionaloffence", "appearance", "additionalsentence", "acceptedwarning"]

POLICIES = "".join(
    f"""
alter table probation_{table} enable row level security;
create policy engine on probation_{table} for select to throughcare_engine using (true);
create policy in_full on probation_{table} for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_{table} for insert to throughcare_app with check (probation_may_write(case_id));
revoke all on probation_{table} from throughcare_app, throughcare_engine;
grant select, insert on probation_{table} to throughcare_app;
grant select on probation_{table} to throughcare_engine;
grant usage on sequence probation_{table}_id_seq to throughcare_app;
"""
    for table in TABLES
)

# What belongs to a sentence belongs to the case of that sentence.
SAME_CASE = """
alter table probation_sentence add constraint probation_sentence_of_case unique (id, case_id);
""" + "".join(
    f"alter table probation_{table} add constraint probation_{table}_same_case"
    " foreign key (sentence_id, case_id) references probation_sentence (id, case_id);\n"
    for table in [*TABLES, "requirement"]
)

# The house ends by itself what has run its course.
ENDING = """
create policy engine_ends on probation_sentence for update to throughcare_engine using (true) with check (true);
create policy engine_ends on probation_requirement for update to throughcare_engine using (true) with check (true);
create policy engine_cancels on probation_appointment for update to throughcare_engine using (true) with check (true);
grant update (terminated_on, ended_for, first_released_on) on probation_sentence to throughcare_engine;
grant update (ended_on, ended_for) on probation_requirement to throughcare_engine;
grant update (is_cancelled) on probation_appointment to throughcare_engine;
"""

BACK = (
    """
revoke update on probation_appointment, probation_requirement, probation_sentence from throughcare_engine;
revoke update (is_cancelled) on probation_appointment from throughcare_engine;
revoke update (ended_on, ended_for) on probation_requirement from throughcare_engine;
revoke update (terminated_on, ended_for, first_released_on) on probation_sentence from throughcare_engine;
drop policy engine_cancels on probation_appointment;
drop policy engine_ends on probation_requirement; drop policy engine_ends on probation_sentence;
"""
    + "".join(
        f"alter table probation_{table} drop constraint probation_{table}_same_case;\n"
        for table in [*TABLES, "requirement"]
    )
    + "alter table probation_sentence drop constraint probation_sentence_of_case;\n"
    + "".join(
        f"drop policy writes on probation_{table}; drop policy in_full on probation_{table};"
        f" drop policy engine on probation_{table};"
        f" alter table probation_{table} disable row level security;\n"
        for table in TABLES
    )
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0048_requirements_numbered")]

    operations = [migrations.RunSQL(POLICIES + SAME_CASE + ENDING, BACK)]
