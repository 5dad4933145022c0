from django.db import migrations, models

# A court report has a body of its own, which may not have the case: whoever writes for that body reads of the report what it
# needs, and ends it. The table itself stays with whoever has the case in full.
REPORTS = """
create function probation_reports_with(asked text)
returns table (id bigint, reference text, court text, state text, case_id bigint, crn text, person_id bigint, owner_id bigint,
               asked_on date, due_on date, ended_on date)
language sql stable security definer set search_path = public, pg_temp as $$
    select q.id, q.reference::text, q.court::text, q.state::text, c.id, p.crn::text, p.id, a.owner_id,
           q.asked_on, q.due_on, q.ended_on
    from probation_courtreport q
    join probation_courtreportassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = q.id
    join probation_case c on c.id = q.case_id
    join people_person p on p.id = c.person_id
    where tc_account() is not null and (asked is null and q.state = 'asked' or q.reference = asked)
      and (a.owner_id = any (tc_ids('write_owners')) or a.holder_id = any (tc_ids('write_units')))
      and not access_refused(c.person_id)
$$;

create function probation_end_report(asked text, said text, day date) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    of_case bigint;
begin
    select r.case_id into of_case from probation_reports_with(asked) r;
    if of_case is null or said not in ('done', 'cancelled') then
        return false;
    end if;
    perform from probation_case c where c.id = of_case for no key update;
    update probation_courtreport q set state = said, ended_on = day where q.reference = asked and q.state = 'asked';
    return found;
end;
$$;

drop policy changes on probation_courtreport;
revoke update on probation_courtreport from throughcare_app;
"""
BACK = """
grant update on probation_courtreport to throughcare_app;
create policy changes on probation_courtreport for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
drop function probation_end_report; drop function probation_reports_with;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0041_enforcement_ended")]

    operations = [
        migrations.AddField("courtreport", "ended_on", models.DateField(null=True)),
        migrations.RunSQL(REPORTS, BACK),
    ]
