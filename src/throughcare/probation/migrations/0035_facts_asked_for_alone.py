from django.db import migrations

# What the facts of a case hold of its person's home is looked up where it is asked for, and not joined where it is not: a key
# that holds for some rows alone does not let PostgreSQL leave the join out.
FACTS = """
create or replace view probation_case_facts with (security_invoker = true) as
select
    c.id as item_id,
    p.crn as reference,
    'open'::text as state,
    a.owner_id, a.holder_id, a.post_id,
    (select bool_or(s.is_deferred) from probation_sentence s
      where s.case_id = c.id and s.terminated_on is null) as deferred,
    r.other_sentence as other_active,
    r.mappa,
    r.rosh,
    r.meets_deportation_criteria as deportation_criteria,
    r.rsr,
    r.public_interest,
    (select home.area from people_address home
      where home.person_id = c.person_id and home.status = 'main' and home.ends_on is null) as home_area,
    (select nullif(split_part(home.postcode, ' ', 1), '') from people_address home
      where home.person_id = c.person_id and home.status = 'main' and home.ends_on is null) as home_postcode,
    (select s.type_id::text from probation_sentence s
      where s.case_id = c.id and s.terminated_on is null order by s.number desc limit 1) as sentence
from probation_case c
join people_person p on p.id = c.person_id
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
left join probation_riskprofile r on r.case_id = c.id and r.superseded_at is null
where c.closed_at is null or c.closed_at > tc_now()
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0034_versions_of_documents")]

    # It gives what it gave before: going back leaves it.
    operations = [migrations.RunSQL(FACTS, migrations.RunSQL.noop)]
