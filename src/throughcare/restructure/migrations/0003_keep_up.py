from django.db import migrations

# An item that changes while a plan is staged is noted in the same transaction, and answered again before the switch.
# The writer holds a shared lock until it commits; the switch takes it alone, so that nothing slips between.
# Arguments of the trigger: the kind, and the column that holds the item.
NOTE = """
create function restructure_note_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from restructure_plan where phase = 'staged') then
        return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    if exists (select from restructure_plan where phase = 'staged') then
        insert into restructure_changed (kind, item_id, noted_at)
        values (tg_argv[0], (to_jsonb(new) ->> tg_argv[1])::bigint, clock_timestamp());
    end if;
    return null;
end;
$$;

create trigger access_post_noted after insert or update of account_id, ends_at on access_post
    for each row execute function restructure_note_change('account', 'id');
create trigger access_postassignment_noted after insert on access_postassignment
    for each row when (new.change_id is null) execute function restructure_note_change('account', 'item_id');
"""

BACK = """
drop trigger access_postassignment_noted on access_postassignment; drop trigger access_post_noted on access_post;
drop function restructure_note_change;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0002_row_security")]

    operations = [migrations.RunSQL(NOTE, BACK)]
