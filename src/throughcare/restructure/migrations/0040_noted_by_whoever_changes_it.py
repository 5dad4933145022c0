from importlib import import_module

from django.db import migrations

AT_ONCE = import_module("throughcare.restructure.migrations.0039_keep_up_at_once")

# One place that notes items, for triggers of every room and for what people settle. The worker is asked to keep up where a
# plan is staged, and where something was given to a body that a live plan has closed.
NOTE = """
create function restructure_note_items(noted text, items bigint[], is_late boolean) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from restructure_plan where phase in ('staged', 'live')) then
        return;
    end if;
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    insert into restructure_changed (plan_id, kind, item_id, noted_at)
    select p.id, noted, item, clock_timestamp()
    from restructure_plan p cross join unnest(items) item where p.phase in ('staged', 'live');
    if found and (is_late or exists (select from restructure_plan where phase = 'staged')) then
        perform restructure_ask_to_keep_up();
    end if;
end;
$$;

create function restructure_ask_to_keep_up() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if current_setting('tc.asked_to_keep_up', true) is distinct from 'on' then
        perform procrastinate_defer_jobs_v1(array[
            row('restructure', 'restructure.keep_up', 0, 'restructure.keep_up', null, '{}', null)::procrastinate_job_to_defer_v1]);
        perform set_config('tc.asked_to_keep_up', 'on', true);
    end if;
end;
$$;

create function restructure_note_settled(settled_plan bigint, noted text, item bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from restructure_plan where id = settled_plan and phase = 'staged') then
        return;
    end if;
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    insert into restructure_changed (plan_id, kind, item_id, noted_at)
    select id, noted, item, clock_timestamp() from restructure_plan where id = settled_plan and phase = 'staged';
    if found then
        perform restructure_ask_to_keep_up();
    end if;
end;
$$;

create or replace function restructure_note_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    row_now jsonb;
begin
    if not exists (select from restructure_plan where phase in ('staged', 'live')) then
        return null;
    end if;
    row_now := to_jsonb(new);
    perform restructure_note_items(
        tg_argv[0], array[(row_now ->> tg_argv[1])::bigint],
        row_now ? 'owner_id' and organisation_fact(
            (row_now ->> 'owner_id')::bigint, 'operating', (row_now ->> 'starts_at')::timestamptz, organisation_live('infinity')
        ) is distinct from 'yes');
    return null;
end;
$$;

revoke all on function restructure_note_items, restructure_ask_to_keep_up, restructure_note_settled from public;
grant execute on function restructure_note_settled to throughcare_app, throughcare_engine;

drop trigger access_post_noted on access_post;
create trigger access_post_noted after insert or update of account_id, ends_at, role on access_post
    for each row execute function restructure_note_change('account', 'id');
create trigger access_staffchoice_noted after insert or update on access_staffchoice
    for each row execute function restructure_note_change('account', 'post_id');
"""

BACK = """
drop trigger access_staffchoice_noted on access_staffchoice;
drop trigger access_post_noted on access_post;
create trigger access_post_noted after insert or update of account_id, ends_at on access_post
    for each row execute function restructure_note_change('account', 'id');
"""
FUNCTIONS_BACK = """
drop function restructure_note_settled; drop function restructure_note_items; drop function restructure_ask_to_keep_up;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0039_keep_up_at_once"),
        ("access", "0007_staff_choice"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(NOTE, BACK + AT_ONCE.NOTE.replace("{ask}", AT_ONCE.ASK) + FUNCTIONS_BACK)
    ]
