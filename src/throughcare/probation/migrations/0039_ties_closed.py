from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.probation.migrations.0035_facts_asked_for_alone")

# With whom a case belongs is read with the whole record, and not through the minimum safe view.
POLICIES = """
alter table probation_tie enable row level security;
create policy engine on probation_tie for select to throughcare_engine using (true);
create policy in_full on probation_tie for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_tie for insert to throughcare_app
    with check (ended_on is null and probation_may_write(case_id));
create policy changes on probation_tie for update to throughcare_app
    using (ended_on is null and probation_may_write(case_id)) with check (probation_may_write(case_id));
grant select, insert on probation_tie to throughcare_app;
grant update (ended_on) on probation_tie to throughcare_app;
grant select on probation_tie to throughcare_engine;
grant usage on sequence probation_tie_id_seq to throughcare_app;

create trigger probation_tie_noted after insert or update of ended_on on probation_tie
    for each row execute function restructure_note_change('case', 'case_id');
"""

# What constraints of a plan may group cases by.
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
      where s.case_id = c.id and s.terminated_on is null order by s.number desc limit 1) as sentence,
    array(select t.shared_number::text from probation_tie t
           where t.case_id = c.id and t.kind = 'co-defendants' and t.ended_on is null order by 1) as co_defendants,
    array(select t.shared_number::text from probation_tie t
           where t.case_id = c.id and t.kind = 'household' and t.ended_on is null order by 1) as household
from probation_case c
join people_person p on p.id = c.person_id
join probation_caseassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = c.id
left join probation_riskprofile r on r.case_id = c.id and r.superseded_at is null
where c.closed_at is null or c.closed_at > tc_now();
"""

# A view is read by what gives fewer columns only once it is made anew, and nothing else hangs from it.
BACK = """
drop trigger probation_tie_noted on probation_tie;
drop view probation_case_facts;
"""
POLICIES_BACK = """
grant select on probation_case_facts to throughcare_engine;
drop policy changes on probation_tie; drop policy writes on probation_tie; drop policy in_full on probation_tie;
drop policy engine on probation_tie;
alter table probation_tie disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0038_ties"),
        ("restructure", "0040_noted_by_whoever_changes_it"),
    ]

    operations = [migrations.RunSQL(POLICIES + FACTS, f"{BACK}{BEFORE.FACTS};{POLICIES_BACK}")]
