from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.restructure.migrations.0040_noted_by_whoever_changes_it")

# What is changed and what is settled are noted in one way, for every plan in some phases or for one plan of them. Phases are
# read again behind the lock: a switch may have come before it.
NOTE = """
create function restructure_note(noted text, items bigint[], phases text[], alone bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from restructure_plan where phase = any (phases) and (alone is null or id = alone)) then
        return false;
    end if;
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
    if restructure_note(noted, items, array['staged', 'live'], null)
       and (is_late or exists (select from restructure_plan where phase = 'staged')) then
        perform restructure_ask_to_keep_up();
    end if;
end;
$$;

create or replace function restructure_note_settled(settled_plan bigint, noted text, item bigint) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if restructure_note(noted, array[item], array['staged'], settled_plan) then
        perform restructure_ask_to_keep_up();
    end if;
end;
$$;

revoke all on function restructure_note from public;
"""


def _as_it_was(name: str) -> str:
    _, _, rest = BEFORE.NOTE.partition(f"create function {name}(")
    return f"create or replace function {name}(" + rest[: rest.index("$$;")] + "$$;\n"


BACK = (
    _as_it_was("restructure_note_items")
    + _as_it_was("restructure_note_settled")
    + "drop function restructure_note;"
)


class Migration(migrations.Migration):
    dependencies = [("restructure", "0048_outside")]

    operations = [migrations.RunSQL(NOTE, BACK)]
