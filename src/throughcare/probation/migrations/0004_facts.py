from django.db import migrations

# One row for each open case, with what rules of a restructure may ask about. Reads by the pinned moment.
# The names of the columns are the words of the plan language.
FACTS = """
create view probation_case_facts with (security_invoker = true) as
select
    c.id as item_id,
    p.crn as reference,
    'open'::text as state,
    a.owner_id, a.holder_id, a.post_id,
    (select s.is_deferred from probation_sentence s
      where s.case_id = c.id and s.terminated_on is null order by s.is_deferred desc limit 1) as deferred,
    r.other_sentence as other_active,
    r.mappa,
    r.rosh,
    r.meets_deportation_criteria as deportation_criteria,
    r.rsr,
    r.public_interest,
    home.area as home_area
from probation_case c
join people_person p on p.id = c.person_id
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
left join probation_riskprofile r on r.case_id = c.id and r.superseded_at is null
left join people_address home on home.person_id = c.person_id and home.status = 'main' and home.ends_on is null
where c.closed_at is null or c.closed_at > tc_now();

create view probation_victimcontact_facts with (security_invoker = true) as
select v.id as item_id, v.reference, 'open'::text as state, a.owner_id, a.holder_id, a.post_id, v.case_id
from probation_victimcontact v
join probation_victimcontactassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = v.id
where v.closed_at is null or v.closed_at > tc_now();

create view probation_courtreport_facts with (security_invoker = true) as
select q.id as item_id, q.reference, q.state::text, a.owner_id, a.holder_id, a.post_id, q.case_id
from probation_courtreport q
join probation_courtreportassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = q.id
where q.state = 'asked';

grant select on probation_case_facts, probation_victimcontact_facts, probation_courtreport_facts to throughcare_engine;
"""

BACK = """
drop view probation_courtreport_facts; drop view probation_victimcontact_facts; drop view probation_case_facts;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0003_row_security")]

    operations = [migrations.RunSQL(FACTS, BACK)]
