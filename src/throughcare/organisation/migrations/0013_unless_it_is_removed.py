from django.db import migrations

# What was in force goes where its record is removed for good, which a function of the owner alone does.
KEPT = """
create or replace function organisation_keep_what_was_live() returns trigger language plpgsql as $$
begin
    if (old.change_id is null
        or exists (select from organisation_switch s where s.change_id = old.change_id and s.is_live))
       and not (coalesce(current_setting('tc.removing', true), '') = 'on'
                and current_user = (select pg_get_userbyid(c.relowner) from pg_class c where c.oid = tg_relid))
    then
        raise exception 'a row that is or was in force is never deleted'
            using errcode = 'check_violation', constraint = 'organisation_keep_what_was_live';
    end if;
    return old;
end;
$$;
"""
AS_BEFORE = """
create or replace function organisation_keep_what_was_live() returns trigger language plpgsql as $$
begin
    if old.change_id is null
       or exists (select from organisation_switch s where s.change_id = old.change_id and s.is_live)
    then
        raise exception 'a row that is or was in force is never deleted'
            using errcode = 'check_violation', constraint = 'organisation_keep_what_was_live';
    end if;
    return old;
end;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0012_suppliers")]

    operations = [migrations.RunSQL(KEPT, AS_BEFORE)]
