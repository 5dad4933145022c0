from django.db import migrations

# Where somebody is held and when they come out is read with the whole record, and not through the minimum safe view.
TABLES = ["custody", "custodychange", "keydate", "release", "recall", "custodydoubt"]
CHANGED = {
    "custody": "status, status_on, institution_id, located_on, book_number, parole_number, last_moved_at",
    "keydate": "superseded_at",
    "custodydoubt": "state, answer, answered_by_id, answered_at",
}

POLICIES = "".join(
    f"""
alter table probation_{table} enable row level security;
create policy engine on probation_{table} for select to throughcare_engine using (true);
create policy engine_writes on probation_{table} for insert to throughcare_engine with check (true);
create policy in_full on probation_{table} for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_{table} for insert to throughcare_app with check (probation_may_write(case_id));
revoke all on probation_{table} from throughcare_app, throughcare_engine;
grant select, insert on probation_{table} to throughcare_app, throughcare_engine;
grant usage on sequence probation_{table}_id_seq to throughcare_app, throughcare_engine;
"""
    for table in TABLES
) + "".join(
    f"""
create policy changes on probation_{table} for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
create policy engine_changes on probation_{table} for update to throughcare_engine using (true) with check (true);
grant update ({columns}) on probation_{table} to throughcare_app, throughcare_engine;
"""
    for table, columns in CHANGED.items()
)

SAME_CASE = """
alter table probation_custody add constraint probation_custody_same_case
    foreign key (sentence_id, case_id) references probation_sentence (id, case_id);
alter table probation_custody add constraint probation_custody_of_case unique (id, case_id);
""" + "".join(
    f"alter table probation_{table} add constraint probation_{table}_same_case"
    " foreign key (custody_id, case_id) references probation_custody (id, case_id);\n"
    for table in ("custodychange", "keydate", "release")
)

# Custody only of custodial sentences, and a status only after one that it may follow (`rules/custody.py` says the same).
MOVES = """
create function probation_custody_may_become(was text, becomes text) returns boolean language sql immutable as $$
    select was = becomes or becomes = any (case was
        when 'A' then array['B', 'R', 'I', 'T']
        when 'D' then array['A', 'B', 'T']
        when 'R' then array['A', 'B', 'C']
        when 'I' then array['A', 'B', 'T']
        when 'B' then array['C', 'P', 'T', 'AT']
        when 'C' then array['B', 'T']
        when 'P' then array['T', 'AT']
        else array[]::text[] end)
$$;

create function probation_custody_checked() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if tg_op = 'INSERT' and not exists (
        select from probation_sentence s join probation_sentencetype y on y.code = s.type_id
        where s.id = new.sentence_id and y.is_custodial
    ) then
        raise exception 'probation_custody_of_custodial_sentence' using errcode = 'check_violation';
    end if;
    if tg_op = 'UPDATE' and not probation_custody_may_become(old.status, new.status) then
        raise exception 'probation_custody_status_follows' using errcode = 'check_violation';
    end if;
    return new;
end;
$$;

create trigger probation_custody_checked before insert or update of status, sentence_id on probation_custody
    for each row execute function probation_custody_checked();
"""

BACK = (
    "drop trigger probation_custody_checked on probation_custody;"
    " drop function probation_custody_checked; drop function probation_custody_may_become;\n"
    + "".join(
        f"alter table probation_{table} drop constraint probation_{table}_same_case;\n"
        for table in ("custodychange", "keydate", "release", "custody")
    )
    + "alter table probation_custody drop constraint probation_custody_of_case;\n"
    + "".join(
        f"drop policy engine_changes on probation_{table}; drop policy changes on probation_{table};\n"
        for table in CHANGED
    )
    + "".join(
        f"drop policy writes on probation_{table}; drop policy in_full on probation_{table};"
        f" drop policy engine_writes on probation_{table}; drop policy engine on probation_{table};"
        f" alter table probation_{table} disable row level security;\n"
        for table in TABLES
    )
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0050_custody")]

    operations = [migrations.RunSQL(POLICIES + SAME_CASE + MOVES, BACK)]
