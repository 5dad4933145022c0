from django.db import migrations

# A hearing is read with the whole record, and not through the minimum safe view.
POLICIES = """
alter table probation_hearing enable row level security;
create policy engine on probation_hearing for select to throughcare_engine using (true);
create policy in_full on probation_hearing for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_hearing for insert to throughcare_app
    with check (state = 'listed' and probation_may_write(case_id));
create policy changes on probation_hearing for update to throughcare_app
    using (state = 'listed' and probation_may_write(case_id)) with check (probation_may_write(case_id));
grant select, insert on probation_hearing to throughcare_app;
grant update (state, result, ended_at) on probation_hearing to throughcare_app;
grant select on probation_hearing to throughcare_engine;
grant usage on sequence probation_hearing_id_seq to throughcare_app;

revoke all on probation_court from throughcare_app;
grant select on probation_court to throughcare_app, throughcare_engine;

create sequence probation_hearing_reference as bigint start 500001;
grant usage on sequence probation_hearing_reference to throughcare_app;
"""

# Hearings of the cases that posts have, for their diaries. As there, of a case that the viewer may not open only the number
# and the time are given.
HEARINGS = """
create function probation_hearings_of(posts bigint[], begins timestamptz, ends timestamptz)
returns table (
    reference text, crn text, is_limited boolean, first text, last text, starts_at timestamptz, kind text, state text,
    court text, rosh text
)
language sql stable security definer set search_path = public, pg_temp as $$
    with judged as materialized (
        select g.*, c.person_id, m.crn, coalesce(probation_view_of(g.case_id) = 'full', false) as is_open
        from probation_held(posts, '{}', '{}', tc_now(), tc_live()) h
        join probation_hearing g on g.case_id = h.case_id
        join probation_case c on c.id = g.case_id
        join people_person m on m.id = c.person_id
        where g.starts_at >= begins and g.starts_at < ends and g.state in ('listed', 'held')
          and 'case.read' = any (tc_words('actions'))
    )
    select case when j.is_open then j.reference::text end, j.crn::text, not j.is_open,
           case when j.is_open then n.first::text end, case when j.is_open then n.last::text end, j.starts_at,
           case when j.is_open then j.kind::text end, case when j.is_open then j.state::text end,
           case when j.is_open then q.name::text end,
           case when j.is_open then (
               select r.rosh::text from probation_riskprofile r where r.case_id = j.case_id and r.superseded_at is null) end
    from judged j
    join probation_court q on q.code = j.court_id
    left join people_name n on n.person_id = j.person_id and n.kind = 'legal'
    order by j.starts_at, j.id
$$;
"""

BACK = """
drop function probation_hearings_of; drop sequence probation_hearing_reference;
drop policy changes on probation_hearing; drop policy writes on probation_hearing; drop policy in_full on probation_hearing;
drop policy engine on probation_hearing;
alter table probation_hearing disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0021_hearings")]

    operations = [migrations.RunSQL(POLICIES + HEARINGS, BACK)]
