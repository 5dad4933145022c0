from django.db import migrations

# Whoever keeps the one bed says that somebody left the other, or does not come to it: of the two that a move is between, and then alone.
MOVES = """
create function housing_leave_for_next(asked bigint, on_day date, why text, where_to text) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from housing_stay s join housing_application a on a.id = s.application_id
                   where a.id = asked and a.state_id = 'moving' and s.state = 'booked' and housing_keeps(s.bed_id)) then
        return false;
    end if;
    update housing_stay s
    set state = 'departed', left_on = on_day, ends_on = least(s.ends_on, on_day), reason_id = why, move_on_id = where_to
    where s.application_id = asked and s.state = 'arrived' and s.arrived_on <= on_day;
    return found;
end;
$$;

create function housing_let_next_go(asked bigint) returns boolean
language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from housing_stay s join housing_application a on a.id = s.application_id
                   where a.id = asked and a.state_id = 'moving' and s.state = 'arrived' and housing_keeps(s.bed_id)) then
        return false;
    end if;
    update housing_stay s set state = 'cancelled', reason_id = 'cancellation.OTHER' where s.application_id = asked and s.state = 'booked';
    return found;
end;
$$;
revoke all on function housing_leave_for_next, housing_let_next_go from public;
grant execute on function housing_leave_for_next, housing_let_next_go to throughcare_app;
"""
BACK = "drop function housing_leave_for_next; drop function housing_let_next_go;"


class Migration(migrations.Migration):
    dependencies = [("housing", "0005_appeals")]

    operations = [migrations.RunSQL(MOVES, BACK)]
