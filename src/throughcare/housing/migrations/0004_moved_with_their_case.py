from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.housing.migrations.0003_steps")
OF_CASES = import_module("throughcare.probation.migrations.0076_merges")

# A bed is fitted to whoever it is booked for, and not anew with all that is said of the stay later: a sex that is put right, or a
# record that goes on under another, does not shut anybody in.
FITS = """
create or replace function housing_stay_fits() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    b housing_bed;
    p housing_premises;
begin
    select * into b from housing_bed x where x.id = new.bed_id;
    select * into p from housing_premises x where x.id = b.premises_id;
    if tg_op = 'INSERT' or new.bed_id <> old.bed_id then
        if p.kind <> (select a.kind from housing_application a where a.id = new.application_id) then
            raise exception 'stay of another kind than its application' using errcode = 'check_violation';
        end if;
        if p.sex <> '' and p.sex <> (
            select h.sex from probation_case c join people_person h on h.id = c.person_id where c.id = new.case_id)
        then
            raise exception 'the house does not take in this person' using errcode = 'check_violation', constraint = 'housing_stay_sex';
        end if;
    end if;
    if new.starts_on < b.opens_on or new.ends_on > b.closes_on then
        raise exception 'the bed is not there on all days'
            using errcode = 'check_violation', constraint = 'housing_stay_bed_is_there';
    end if;
    if tg_op = 'UPDATE' and new.state <> old.state
       and (old.state, new.state) not in
           (('booked', 'arrived'), ('booked', 'not-arrived'), ('booked', 'cancelled'), ('arrived', 'departed'))
    then
        raise exception 'no stay goes from % to %', old.state, new.state using errcode = 'check_violation';
    end if;
    return new;
end;
$$;

-- A record that moves to another case moves whole: asked once all of it has moved.
create function housing_stay_goes_with() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (
        select from housing_stay s join housing_application a on a.id = s.application_id where s.id = new.id and a.case_id <> s.case_id)
    then
        raise exception 'stay of another case than its application' using errcode = 'check_violation';
    end if;
    return null;
end;
$$;
create constraint trigger housing_stay_of_its_case after insert or update on housing_stay
    deferrable initially deferred for each row execute function housing_stay_goes_with();
revoke all on function housing_stay_goes_with from public;
"""
FITTED_ANEW = (
    "create or replace function housing_stay_fits()"
    + BEFORE.STAYS.partition("create function housing_stay_fits()")[2].partition("create trigger")[
        0
    ]
)
ALONE = (
    "drop trigger housing_stay_of_its_case on housing_stay; drop function housing_stay_goes_with;"
)

# Nobody lived in two beds: whoever is one person in two records has one of the stays wrong.
TWO_BEDS = OF_CASES.HINDRANCES.replace(
    "$$;",
    """    union all
    select 'two-beds'
    where exists (
        select from housing_stay s join probation_case c on c.id = s.case_id and c.person_id = one
        join housing_stay o on daterange(o.starts_on, o.ends_on) && daterange(s.starts_on, s.ends_on)
        join probation_case d on d.id = o.case_id and d.person_id = other
        where s.state in ('booked', 'arrived', 'departed') and o.state in ('booked', 'arrived', 'departed'))
$$;""",
)


class Migration(migrations.Migration):
    dependencies = [("housing", "0003_steps"), ("probation", "0103_entries_of_others")]

    operations = [
        migrations.RunSQL(FITS, ALONE + FITTED_ANEW),
        migrations.RunSQL(TWO_BEDS, OF_CASES.HINDRANCES),
    ]
