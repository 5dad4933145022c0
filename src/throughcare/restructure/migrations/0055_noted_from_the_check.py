from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.restructure.migrations.0049_noted_in_one_way")
CHANGE = import_module("throughcare.restructure.migrations.0040_noted_by_whoever_changes_it")

# What changes is noted from the check of a plan on, and not from its staging: a dry run reads for as long as it takes, and it may be
# weeks until its answers are staged. Every writer holds the switch off, whether a plan is under way or not, so that a dry run can
# wait for those who began before the plan was checked.
NOTE = """
create or replace function restructure_note(noted text, items bigint[], phases text[], alone bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    insert into restructure_changed (plan_id, kind, item_id, noted_at)
    select p.id, noted, item, clock_timestamp()
    from restructure_plan p cross join unnest(items) item where p.phase = any (phases) and (alone is null or p.id = alone);
    return found;
end;
$$;

create or replace function restructure_note_items(noted text, items bigint[], is_late boolean) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if restructure_note(noted, items, array['checked', 'dry-run', 'staged', 'live'], null)
       and (exists (select from restructure_plan where phase = 'staged')
            or is_late and exists (select from restructure_plan where phase = 'live')) then
        perform restructure_ask_to_keep_up();
    end if;
end;
$$;

create or replace function restructure_note_settled(settled_plan bigint, noted text, item bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if restructure_note(noted, array[item], array['checked', 'dry-run', 'staged'], settled_plan)
       and exists (select from restructure_plan where id = settled_plan and phase = 'staged') then
        perform restructure_ask_to_keep_up();
    end if;
end;
$$;

create or replace function restructure_note_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    row_now jsonb;
begin
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    if not exists (select from restructure_plan where phase in ('checked', 'dry-run', 'staged', 'live')) then
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
"""

_OF_NOTE, _, _ = BEFORE.NOTE.partition("revoke all")
_, _, _OF_CHANGE = CHANGE.NOTE.partition("create or replace function restructure_note_change()")
_OF_CHANGE, _, _ = _OF_CHANGE.partition("revoke all")
BACK = (
    _OF_NOTE.replace(
        "create function restructure_note(", "create or replace function restructure_note("
    )
    + "create or replace function restructure_note_change()"
    + _OF_CHANGE
)


class Migration(migrations.Migration):
    dependencies = [("restructure", "0054_leaves_by_column")]

    operations = [migrations.RunSQL(NOTE, BACK)]
