from django.db import migrations

# A court that adjourns for a report asks for one: recorded by whoever writes to the case, and written by a body of its own, which
# may be another. The rows of who answers for reports are nobody's to write. A report of the same case for the same day in the same
# court is the same report, and is not asked for twice.
ASKED = """
create sequence probation_courtreport_reference as bigint start 100001;

create function probation_ask_for_report(of_case bigint, of_court text, asked_day date, due_day date, owner bigint, holder bigint)
returns table (report_id bigint, reference text, is_new boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    found_id bigint;
    made text;
begin
    if not probation_may_write(of_case) then
        return;
    end if;
    select q.id, q.reference into found_id, made from probation_courtreport q
    where q.case_id = of_case and q.court = of_court and q.due_on = due_day and q.state = 'asked' limit 1;
    if found_id is not null then
        return query select found_id, made, false;
        return;
    end if;
    made := 'CR' || nextval('probation_courtreport_reference');
    insert into probation_courtreport (case_id, reference, court, state, asked_on, due_on, recorded_at)
    values (of_case, made, of_court, 'asked', asked_day, due_day, tc_now()) returning id into found_id;
    insert into probation_courtreportassignment (item_id, owner_id, holder_id, starts_at, recorded_at, basis)
    values (found_id, owner, holder, tc_now(), tc_now(), 'recorded');
    return query select found_id, made, true;
end;
$$;
revoke all on function probation_ask_for_report from public;
grant execute on function probation_ask_for_report to throughcare_app;
"""
BACK = "drop function probation_ask_for_report; drop sequence probation_courtreport_reference;"


class Migration(migrations.Migration):
    dependencies = [("probation", "0105_requirement_amendments_closed")]

    operations = [migrations.RunSQL(ASKED, BACK)]
