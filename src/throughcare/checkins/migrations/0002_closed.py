from django.db import migrations

# Read with the whole record. Officers register, and say what is to be made of a check-in; the house sends, ends and compares; the
# person answers by functions that open one check-in to whoever has its link (the migration after this).
CLOSED = ["registration", "checkin", "helpasked", "video"]


def on_each(tables, text):
    return "".join(text.format(table=f"checkins_{table}") for table in tables)


POLICIES = (
    on_each(
        CLOSED,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy in_full on {table} for select to throughcare_app using (probation_view_of(case_id) = 'full');\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + """
create policy registers on checkins_registration for insert to throughcare_app
    with check (probation_may_write(case_id) and standing = 'active' and registered_by_id = tc_account());
create policy changes on checkins_registration for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
grant insert, update (sentence_id, frequency, channel, photograph, next_due_on, standing, reason, changed_at, changed_by_id)
    on checkins_registration to throughcare_app;
create policy reviews on checkins_checkin for update to throughcare_app
    using (probation_may_write(case_id))
    with check (probation_may_write(case_id) and state in ('due', 'reviewed', 'settled', 'withdrawn'));
grant update (state, is_them, reviewed_by_id, reviewed_at, unsent_because, token_digest, proof_digest, proven_at, tries)
    on checkins_checkin to throughcare_app;

create policy goes_on on checkins_registration for update to throughcare_engine using (true);
create policy falls_due on checkins_checkin for insert to throughcare_engine with check (true);
create policy sends on checkins_checkin for update to throughcare_engine using (true);
create policy lets_go on checkins_video for update to throughcare_engine using (true);
grant update (next_due_on, standing, reason, changed_at) on checkins_registration to throughcare_engine;
grant insert, update (state, unsent_because, channel, links, token_digest, message, sent_at, expires_at, proof_digest, contact_id,
                      comparison, compared_at)
    on checkins_checkin to throughcare_engine;
grant update (gone_at) on checkins_video to throughcare_engine;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;

-- A check-in goes from state to state in one way alone, whoever writes it.
create function checkins_go_on() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
    if (old.state, new.state) not in (
        ('due', 'sent'), ('due', 'unsent'), ('due', 'withdrawn'),
        ('unsent', 'due'), ('unsent', 'settled'), ('unsent', 'withdrawn'),
        ('sent', 'due'), ('sent', 'submitted'), ('sent', 'missed'), ('sent', 'withdrawn'),
        ('submitted', 'reviewed'), ('missed', 'settled'))
    then
        raise exception 'no check-in goes from % to %', old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end;
$$;
create trigger checkins_went_on before update of state on checkins_checkin
    for each row when (old.state is distinct from new.state) execute function checkins_go_on();
revoke all on function checkins_go_on from public;
select probation_ask_once();
"""
)

BACK = """
drop trigger checkins_went_on on checkins_checkin;
drop function checkins_go_on;
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'checkins\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("checkins", "0001_tables"),
        ("probation", "0103_entries_of_others"),
    ]

    operations = [migrations.RunSQL(POLICIES, BACK)]
