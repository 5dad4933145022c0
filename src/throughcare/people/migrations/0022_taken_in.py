from django.db import migrations

# Whoever takes somebody in says that they live there, and when they left, and changes nothing else about them. A room above
# knows who that is: until it says so, nobody does.
TAKEN_IN = """
create function people_may_house(asked bigint) returns boolean language sql stable as $$ select false $$;

-- The person of whom the account may say where they live, locked until commit; nothing where there is nobody such.
create function people_hold_to_house(of_crn text) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    found_id bigint;
begin
    select p.id into found_id from people_person p where p.crn = of_crn;
    if found_id is null or not (people_may_change(found_id) or people_may_house(found_id)) then
        return null;
    end if;
    perform from people_person p where p.id = found_id for no key update;
    return found_id;
end;
$$;
revoke all on function people_hold_to_house from public;
grant execute on function people_hold_to_house to throughcare_app;

create policy with_whoever_houses on people_address for select to throughcare_app using (people_may_house(person_id));
create policy houses on people_address for insert to throughcare_app with check (people_may_house(person_id));
create policy moves_out on people_address for update to throughcare_app using (people_may_house(person_id));
-- What an address said is kept by whoever ended it, who sees that it is, at that moment.
create policy moves_out on people_former for insert to throughcare_app
    with check (about = 'address' and superseded_by_id = tc_account() and people_may_house(person_id));
create policy with_whoever_houses on people_former for select to throughcare_app
    using (about = 'address' and superseded_by_id = tc_account() and superseded_at = tc_now() and people_may_house(person_id));
"""

BACK = """
drop policy with_whoever_houses on people_former; drop policy moves_out on people_former;
drop policy moves_out on people_address; drop policy houses on people_address; drop policy with_whoever_houses on people_address;
drop function people_hold_to_house; drop function people_may_house;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0021_nearest_first")]

    operations = [migrations.RunSQL(TAKEN_IN, BACK)]
