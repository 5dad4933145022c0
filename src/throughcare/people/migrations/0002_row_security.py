from django.db import migrations

# Who a person is may be known by any member of staff who may search, unless the record is closed to them.
# Addresses are opened by the room that knows the case (probation).
POLICIES = """
alter table people_person enable row level security;
alter table people_name enable row level security;
alter table people_identifier enable row level security;
alter table people_address enable row level security;

create policy identity on people_person for select to throughcare_app
    using (('person.search' = any (tc_words('actions')) or 'case.read' = any (tc_words('actions')))
           and not access_refused(id));
create policy identity on people_name for select to throughcare_app
    using (('person.search' = any (tc_words('actions')) or 'case.read' = any (tc_words('actions')))
           and not access_refused(person_id));
create policy identity on people_identifier for select to throughcare_app
    using (('person.search' = any (tc_words('actions')) or 'case.read' = any (tc_words('actions')))
           and not access_refused(person_id));

create policy engine on people_person for select to throughcare_engine using (true);
create policy engine on people_name for select to throughcare_engine using (true);
create policy engine on people_identifier for select to throughcare_engine using (true);
create policy engine on people_address for select to throughcare_engine using (true);

grant select on people_person, people_name, people_identifier, people_address to throughcare_app, throughcare_engine;
grant insert, update on people_person, people_name, people_identifier, people_address to throughcare_app;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""

BACK = """
drop policy engine on people_address; drop policy engine on people_identifier; drop policy engine on people_name;
drop policy engine on people_person; drop policy identity on people_identifier; drop policy identity on people_name;
drop policy identity on people_person;
alter table people_address disable row level security; alter table people_identifier disable row level security;
alter table people_name disable row level security; alter table people_person disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0001_tables"), ("access", "0003_row_security")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
