from django.db import migrations

# An entry by which the log tells of what somebody did who may not write to the case. It is for functions of the database that
# have asked whether it may be done, and is granted to nobody.
NOTE = """
create function probation_note_of(asked bigint, kind text, words text, alerts boolean) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken integer;
begin
    update probation_case c set contacts_made = c.contacts_made + 1 where c.id = asked returning c.contacts_made into taken;
    insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, is_alert, author_id, recorded_at, version)
    values (asked, taken, kind, tc_now(), words, false, case when alerts then true end, tc_account(), tc_now(), 1);
    return taken;
end;
$$;
revoke all on function probation_note_of from public;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0102_found_to_be_removed")]

    operations = [migrations.RunSQL(NOTE, "drop function probation_note_of;")]
