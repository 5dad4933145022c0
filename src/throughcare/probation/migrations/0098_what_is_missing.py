from django.db import migrations

# What a record says of how somebody is supervised, for the check before it goes to another provider: counted, and never the words.
# Asked by whoever writes to the case or has a part of it, and by those whose answer a transfer of it waits for.
# The room that keeps plans says what it knows of them.
FACTS = """
create function probation_plan_facts(of_case bigint) returns table (has_plan boolean, steps_overdue integer, staff_risk_said boolean)
language sql stable as $$ select false, 0, false $$;

create function probation_handover_facts(of_case bigint)
returns table (
    has_address boolean, is_verified boolean, is_reachable boolean, interpreter_said boolean, sentences integer,
    sentences_unfinished integer,
    rosh_known boolean, mappa_known boolean, staff_risk_said boolean, late_reviews integer, has_plan boolean, steps_overdue integer,
    without_outcome integer, is_booked_ahead boolean, enforcement_open integer, answers_waiting integer, doubts_open integer
)
language sql stable security definer set search_path = public, pg_temp as $$
    select home.id is not null, home.is_no_fixed_abode or home.verified_at is not null,
           exists (select from people_contactpoint k where k.person_id = c.person_id and (k.ends_on is null or k.ends_on > tc_now()::date)),
           p.needs_interpreter is not null,
           (select count(*) from probation_sentence s
            where s.case_id = c.id and s.terminated_on is null and s.type_id is not null)::integer,
           (select count(*) from probation_sentence s join probation_sentencetype y on y.code = s.type_id
            where s.case_id = c.id and s.terminated_on is null and s.ends_on is null and y.ends_itself)::integer,
           coalesce(r.rosh is not null, false), coalesce(r.mappa is not null, false),
           plan.staff_risk_said or exists (select from probation_registration f where f.case_id = c.id and f.type_id = 'AV2S'),
           (select count(*) from probation_registration f
            where f.case_id = c.id and f.ended_on is null and f.review_on < tc_now()::date)::integer,
           plan.has_plan, plan.steps_overdue,
           (select count(*) from probation_appointment a
            where a.case_id = c.id and a.outcome = '' and not a.is_cancelled and a.ends_at < tc_now())::integer,
           exists (select from probation_appointment a
                   where a.case_id = c.id and a.outcome = '' and not a.is_cancelled and a.starts_at >= tc_now()),
           (select count(*) from probation_enforcement e where e.case_id = c.id and e.state in ('open', 'presented'))::integer,
           (select count(*) from probation_failureaction f where f.case_id = c.id and f.state = 'waiting')::integer,
           (select count(*) from probation_custodydoubt d where d.case_id = c.id and d.state = 'open')::integer
    from probation_case c
    join people_person p on p.id = c.person_id
    left join probation_riskprofile r on r.case_id = c.id and r.superseded_at is null
    left join lateral (
        select a.id, a.is_no_fixed_abode, a.verified_at from people_address a
        where a.person_id = c.person_id and a.status = 'main' and a.ends_on is null limit 1
    ) home on true
    cross join lateral probation_plan_facts(c.id) plan
    where c.id = of_case and not access_refused(c.person_id)
      and (probation_may_write(c.id) or probation_works_on(c.id) or coalesce(probation_view_of(c.id) = 'full', false)
           or exists (select from probation_transfers_known('to-answer') k where k.case_id = c.id))
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0097_transfers_in_parts_closed"),
        ("people", "0019_merges_closed"),
    ]

    operations = [
        migrations.RunSQL(
            FACTS, "drop function probation_handover_facts; drop function probation_plan_facts;"
        )
    ]
