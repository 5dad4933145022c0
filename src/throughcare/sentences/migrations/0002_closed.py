from django.db import migrations

# Sentences and dates are part of the case: read by whoever reads a case of the person in full, and written by whoever may write to
# it (`people_may_know_address`, `people_may_change`, which the room of cases answers). No row is rewritten: it is ended, and another
# takes its place. Of a calculation nothing changes but that somebody else approves it.
RECORDED = ("courtorder", "sentence", "recall", "adjustment", "movement")
TABLES = ("booking", *RECORDED, "calculation")

POLICIES = "".join(
    f"""
alter table sentences_{table} enable row level security;
create policy engine on sentences_{table} for select to throughcare_engine using (true);
create policy with_the_case on sentences_{table} for select to throughcare_app using (people_may_know_address(person_id));
create policy adds on sentences_{table} for insert to throughcare_app with check (people_may_change(person_id));
revoke all on sentences_{table} from throughcare_app, throughcare_engine;
grant select, insert on sentences_{table} to throughcare_app;
grant select on sentences_{table} to throughcare_engine;
grant usage on sequence sentences_{table}_id_seq to throughcare_app;
"""
    for table in TABLES
) + "".join(
    f"""
create policy ends on sentences_{table} for update to throughcare_app
    using (superseded_at is null and people_may_change(person_id))
    with check (superseded_by_id = tc_account() and people_may_change(person_id));
grant update (superseded_at, superseded_by_id, superseded_because) on sentences_{table} to throughcare_app;
"""
    for table in RECORDED
)

OTHERS = """
create policy changes on sentences_booking for update to throughcare_app
    using (people_may_change(person_id)) with check (people_may_change(person_id));
grant update (book_number, is_registered, wants_removal, has_power_to_detain, releases_on, closed_at)
    on sentences_booking to throughcare_app;
create policy approves on sentences_calculation for update to throughcare_app
    using (state = 'draft' and people_may_change(person_id))
    with check (state = 'approved' and approved_by_id = tc_account() and people_may_change(person_id));
grant update (state, approved_at, approved_by_id) on sentences_calculation to throughcare_app;

-- The house works everybody out again.
create policy engine_adds on sentences_calculation for insert to throughcare_engine with check (made_by_id is null);
create policy engine_changes on sentences_booking for update to throughcare_engine using (true) with check (true);
grant insert on sentences_calculation to throughcare_engine;
grant usage on sequence sentences_calculation_id_seq to throughcare_engine;
grant update (releases_on) on sentences_booking to throughcare_engine;
"""

BACK = "".join(
    f"""
drop policy if exists engine_adds on sentences_{table}; drop policy if exists engine_changes on sentences_{table};
drop policy if exists approves on sentences_{table}; drop policy if exists changes on sentences_{table};
drop policy if exists ends on sentences_{table}; drop policy adds on sentences_{table};
drop policy with_the_case on sentences_{table}; drop policy engine on sentences_{table};
revoke all on sentences_{table} from throughcare_app, throughcare_engine;
alter table sentences_{table} disable row level security;
"""
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("sentences", "0001_tables"), ("people", "0016_facts_closed")]

    operations = [migrations.RunSQL(POLICIES + OTHERS, BACK)]
