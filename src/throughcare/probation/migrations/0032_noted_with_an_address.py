from django.db import migrations

# Where somebody lives can decide who has their case.
NOTE = """
create function probation_note_address() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform restructure_note_items(
        'case', array(select id from probation_case where person_id = new.person_id and closed_at is null), false);
    return null;
end;
$$;
revoke all on function probation_note_address from public;
create trigger people_address_noted after insert or update of status, area, ends_on on people_address
    for each row execute function probation_note_address();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0031_held_once"),
        ("restructure", "0040_noted_by_whoever_changes_it"),
    ]

    operations = [
        migrations.RunSQL(
            NOTE,
            "drop trigger people_address_noted on people_address; drop function probation_note_address;",
        )
    ]
