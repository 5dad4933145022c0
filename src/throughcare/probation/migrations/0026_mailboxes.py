from django.db import migrations

# A unit's mail is for whoever writes to cases in it, by the rules of access. What lies in the mailbox of a closed unit is for
# whoever has the case it is about, and else for those who followed the unit. Nobody reads of somebody closed to them.
READS = """
create or replace function notify_reads(mailbox text, about_kind text, about_reference text) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    unit bigint;
    item bigint;
    person bigint;
begin
    if tc_account() is null then
        return false;
    end if;
    select c.unit_id into unit from organisation_unitcode c
    where c.code = mailbox and c.withdrawn_at is null and (c.change_id is null or c.change_id = any (tc_live())) limit 1;
    if unit is null then
        return false;
    end if;
    if about_kind = 'case' then
        select k.id, p.id into item, person
        from people_person p left join probation_case k on k.person_id = p.id
        where p.crn = about_reference
        order by k.closed_at is not null, k.opened_at desc, k.id desc limit 1;
        if person is not null and access_refused(person) then
            return false;
        end if;
    end if;
    if organisation_is_open(unit, tc_now(), tc_live(), 'infinity') then
        return access_may('case.write', unit);
    end if;
    if item is not null then
        return probation_may_write(item);
    end if;
    return exists (
        select from organisation_successors(unit, tc_now(), tc_live(), 'infinity') s
        where access_may('case.write', s.unit_id)
    );
end;
$$;
"""
BACK = """
create or replace function notify_reads(mailbox text, about_kind text, about_reference text) returns boolean
language sql stable return false;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0025_tasks"), ("notify", "0004_mailboxes")]

    operations = [migrations.RunSQL(READS, BACK)]
