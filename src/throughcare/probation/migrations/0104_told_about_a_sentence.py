from django.db import migrations

# As `probation_tell`, about a sentence and as an alert to the officer; gives the entry itself, for the room that tells of it.
# It is also asked by functions of the database that have asked whether it may be done.
TELL = """
create function probation_tell_about(
    of_case bigint, of_sentence bigint, type text, words text, from_at timestamptz, at timestamptz)
returns table (contact_id bigint, number integer)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    taken integer;
    made bigint;
begin
    update probation_case c set contacts_made = c.contacts_made + 1 where c.id = of_case returning c.contacts_made into taken;
    if taken is null then
        raise exception 'there is no case %', of_case;
    end if;
    insert into probation_contact
        (case_id, number, type_id, sentence_id, starts_at, notes, is_sensitive, is_alert, recorded_at, version)
    values (of_case, taken, type, of_sentence, from_at, words, false, true, at, 1)
    returning id into made;
    return query select made, taken;
end;
$$;
revoke all on function probation_tell_about from public;
grant execute on function probation_tell_about to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0103_entries_of_others")]

    operations = [migrations.RunSQL(TELL, "drop function probation_tell_about;")]
