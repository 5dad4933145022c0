from django.db import migrations

# A time that is let go or moved, on whatever page, gives up the place in the session that it was for.
RELEASES = """
create function unpaidwork_release() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update unpaidwork_appointment set is_released = true
    where slot_id = new.id and not is_released and credited_minutes is null;
    return null;
end;
$$;

create trigger unpaidwork_released after update of is_cancelled on probation_appointment
    for each row when (new.is_cancelled and not old.is_cancelled) execute function unpaidwork_release();
"""

BACK = (
    "drop trigger unpaidwork_released on probation_appointment; drop function unpaidwork_release;"
)


class Migration(migrations.Migration):
    dependencies = [("unpaidwork", "0003_counted")]

    operations = [migrations.RunSQL(RELEASES, BACK)]
