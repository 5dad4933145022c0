from django.db import migrations

# What prisons reported and fits no single custody, of the cases that posts hold and whose record may be read in full.
DOUBTS = """
create function probation_doubts_of(posts bigint[], at timestamptz)
returns table (crn text, first text, last text, rosh text, happened_at timestamptz, why text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.crn::text, coalesce(n.first, '')::text, coalesce(n.last, '')::text, r.rosh::text, d.happened_at, d.why::text
    from probation_held(posts, '{}', '{}', at, tc_live()) h
    join probation_custodydoubt d on d.case_id = h.case_id and d.state = 'open'
    join probation_case c on c.id = h.case_id and c.closed_at is null
    join people_person m on m.id = c.person_id
    left join people_name n on n.person_id = m.id and n.kind = 'legal'
    left join probation_riskprofile r on r.case_id = c.id and r.superseded_at is null
    where tc_account() is not null and tc_words('actions') && array['case.read'] and probation_view_of(c.id) = 'full'
$$;
revoke all on function probation_doubts_of from public;
grant execute on function probation_doubts_of to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0054_requirements_have_numbers")]

    operations = [migrations.RunSQL(DOUBTS, "drop function probation_doubts_of;")]
