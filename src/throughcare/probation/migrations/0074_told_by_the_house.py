from django.db import migrations

# An entry of the log by which the house tells of something that nobody did: numbered like any other, under the lock of its case.
TELL = """
create function probation_tell(asked bigint, type text, words text, at timestamptz) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken integer;
begin
    update probation_case c set contacts_made = c.contacts_made + 1 where c.id = asked returning c.contacts_made into taken;
    if taken is null then
        raise exception 'there is no case %', asked;
    end if;
    insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, recorded_at, version)
    values (asked, taken, type, at, words, false, at, 1);
    return taken;
end;
$$;
revoke all on function probation_tell from public;
grant execute on function probation_tell to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0073_late_reviews")]

    operations = [migrations.RunSQL(TELL, "drop function probation_tell;")]
