from django.db import migrations

# The record of a person says that there is contact with a victim, and no more (INVI): from the first file that is opened about a
# case until the last is closed. Whoever keeps those files may not write to the case, so the flag follows them here, with what
# was done about it and an entry of the log. Null where it stands so already.
FOLLOWS = """
create function probation_follow_victim_contacts(asked bigint)
returns table (flag bigint, step text, crn text, of_case bigint)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    is_wanted boolean;
    active probation_registration;
    kind probation_flagtype;
    day date := (tc_now() at time zone 'Europe/London')::date;
    done text;
    taken integer;
begin
    if tc_account() is null or not coalesce('victim.keep' = any (tc_words('actions')), false) then
        return;
    end if;
    select v.case_id into of_case from probation_victimcontact v where v.id = asked;
    perform from probation_case c where c.id = of_case for no key update;
    select t.* into kind from probation_flagtype t where t.code = 'INVI';
    select r.* into active from probation_registration r where r.case_id = of_case and r.type_id = 'INVI' and r.ended_on is null;
    is_wanted := exists (select from probation_victimcontact v where v.case_id = of_case and v.closed_at is null);
    if kind.code is null or is_wanted = (active.id is not null) then
        return;
    end if;
    if is_wanted then
        done := 'started';
        insert into probation_registration (case_id, type_id, level, category, starts_on, review_on, review_months, recorded_at)
        values (of_case, 'INVI', '', '', day,
                case when kind.review_months > 0 then (day + make_interval(months => kind.review_months))::date end,
                kind.review_months, tc_now())
        returning * into active;
    else
        done := 'ended';
        update probation_registration r set ended_on = greatest(day, r.starts_on) where r.id = active.id;
    end if;
    insert into probation_registrationstep (case_id, registration_id, step, done_on, level, category, notes, done_by_id, recorded_at)
    values (of_case, active.id, done, day, '', '', '', tc_account(), tc_now());
    update probation_case c set contacts_made = c.contacts_made + 1 where c.id = of_case returning c.contacts_made into taken;
    insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, author_id, recorded_at, version)
    values (of_case, taken, case done when 'started' then 'ERGN' else 'DRGN' end, tc_now(),
            kind.description || case done when 'started' then '. Ask the victim liaison officer.' else '.' end,
            false, tc_account(), tc_now(), 1);
    return query select active.id, done, p.crn::text, c.id
                 from probation_case c join people_person p on p.id = c.person_id where c.id = of_case;
end;
$$;
revoke all on function probation_follow_victim_contacts from public;
grant execute on function probation_follow_victim_contacts to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0091_deeds_of_others")]

    operations = [
        migrations.RunSQL(FOLLOWS, "drop function probation_follow_victim_contacts;"),
    ]
