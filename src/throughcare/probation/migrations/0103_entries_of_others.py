from importlib import import_module

from django.db import migrations

# How the log tells of what was done by somebody who may not write to the case, or by the house: about the case or a sentence of it,
# by an account or nobody, with an alert to the officer or without. Rooms above that tell of their own doing ask whether it may be
# done before they call it. What `probation_tell` says is one such entry.
TELL = """
create function probation_tell_about(
    of_case bigint, of_sentence bigint, type text, words text, from_at timestamptz, at timestamptz, alerts boolean, author bigint)
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
        (case_id, number, type_id, sentence_id, starts_at, notes, is_sensitive, is_alert, author_id, recorded_at, version)
    values (of_case, taken, type, of_sentence, from_at, words, false, case when alerts then true end, author, at, 1)
    returning id into made;
    return query select made, taken;
end;
$$;
revoke all on function probation_tell_about from public;
grant execute on function probation_tell_about to throughcare_engine;

create or replace function probation_tell(asked bigint, type text, words text, at timestamptz) returns integer
language sql security definer set search_path = public, pg_temp as $$
    select number from probation_tell_about(asked, null, type, words, at, at, false, null)
$$;
"""
BEFORE = import_module("throughcare.probation.migrations.0074_told_by_the_house").TELL.replace(
    "create function", "create or replace function"
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0102_found_to_be_removed")]

    operations = [migrations.RunSQL(TELL, f"{BEFORE}drop function probation_tell_about;")]
