from django.db import migrations

# What plans may ask of a case: the district of the postcode, and the type of the newest sentence that is live.
FACTS = """
create or replace view probation_case_facts with (security_invoker = true) as
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
    home.area as home_area,
    nullif(split_part(home.postcode, ' ', 1), '') as home_postcode,
    (select s.type_id::text from probation_sentence s
      where s.case_id = c.id and s.terminated_on is null order by s.number desc limit 1) as sentence
from probation_case c
join people_person p on p.id = c.person_id
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
left join probation_riskprofile r on r.case_id = c.id and r.superseded_at is null
left join people_address home on home.person_id = c.person_id and home.status = 'main' and home.ends_on is null
where c.closed_at is null or c.closed_at > tc_now();

drop trigger probation_sentence_noted on probation_sentence;
create trigger probation_sentence_noted after insert or update of is_deferred, terminated_on, type_id on probation_sentence
    for each row execute function restructure_note_change('case', 'case_id');
drop trigger people_address_noted on people_address;
create trigger people_address_noted after insert or update of status, area, postcode, ends_on on people_address
    for each row execute function probation_note_address();
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0032_noted_with_an_address")]

    # A view that gives more than is asked of it does no harm: going back leaves it.
    operations = [migrations.RunSQL(FACTS, migrations.RunSQL.noop)]
