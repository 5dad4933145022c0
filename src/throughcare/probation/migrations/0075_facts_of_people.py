from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.probation.migrations.0006_cards")

# How somebody lives is part of the case; of somebody who never had a case, whoever may write to who they are knows it. After
# the last case has closed, whoever reads that case in full writes to who the person is, and not everybody.
PEOPLE = """
create or replace function people_may_know_address(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if exists (select from probation_case c where c.person_id = asked) then
        return coalesce(probation_view_of_person(asked) = 'full', false);
    end if;
    return coalesce('case.write' = any (tc_words('actions')), false) and not access_refused(asked);
end;
$$;

create or replace function people_may_change(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    answer boolean;
begin
    if access_refused(asked) or not coalesce('case.write' = any (tc_words('actions')), false) then
        return false;
    end if;
    select bool_or(probation_may_write(c.id)) into answer from probation_case c where c.person_id = asked and c.closed_at is null;
    return coalesce(answer, people_may_know_address(asked));
end;
$$;
alter policy with_the_case on people_address using (people_may_know_address(person_id));
"""

BACK = f"""
alter policy with_the_case on people_address using (probation_view_of_person(person_id) = 'full');
{BEFORE.PEOPLE}
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0074_told_by_the_house"), ("people", "0017_closed_come_last")]

    operations = [migrations.RunSQL(PEOPLE, BACK)]
