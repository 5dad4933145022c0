from django.db import migrations

# What is known of the plan of a case, and whether a risk to staff was assessed, for the check before it goes to another provider.
PLANS = """
create or replace function probation_plan_facts(of_case bigint)
returns table (has_plan boolean, steps_overdue integer, staff_risk_said boolean)
language sql stable as $$
    with latest as (
        select a.id from assessments_assessment a join assessments_tool t on t.code = a.tool_id
        where a.case_id = of_case and t.has_plan and a.state in ('signed', 'completed')
          and exists (select from assessments_goal g where g.assessment_id = a.id)
        order by a.begun_at desc, a.id desc limit 1
    )
    select exists (select from latest),
           (select count(*) from assessments_goalstep s
            where s.assessment_id in (select id from latest) and s.due_on < tc_now()::date)::integer,
           exists (select from assessments_risk r join assessments_assessment a on a.id = r.assessment_id
                   where a.case_id = of_case and r.whom = 'staff' and a.state in ('signed', 'completed'))
$$;
"""
BACK = """
create or replace function probation_plan_facts(of_case bigint)
returns table (has_plan boolean, steps_overdue integer, staff_risk_said boolean)
language sql stable as $$ select false, 0, false $$;
"""


class Migration(migrations.Migration):
    dependencies = [("assessments", "0003_asked_once"), ("probation", "0098_what_is_missing")]

    operations = [migrations.RunSQL(PLANS, BACK)]
