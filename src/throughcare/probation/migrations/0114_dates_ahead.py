from django.db import migrations

# Days that come up in sentences of the cases that posts hold: a release, what may lead to one, the handover from prison, and the end of
# licence or supervision. Each is told while it is ahead and the person is where it is about; of a release also how the licence stands,
# which somebody has to have made by then. Of cases that may be read in full alone.
DATES = """
create function probation_dates_ahead(posts bigint[], at timestamptz, today date, until_release date, until date)
returns table (crn text, first text, last text, rosh text, type text, day date, sentence smallint, licence text, has_licence boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (
        select h.case_id from probation_held(posts, '{}', '{}', at, tc_live()) h
        where tc_account() is not null and 'case.read' = any (tc_words('actions'))
    ),
    opened as materialized (
        select c.id, c.person_id from probation_judged(array(select h.case_id from held h)) v
        join probation_case c on c.id = v.case_id and c.closed_at is null
        where v.view = 'full'
    )
    select m.crn::text, coalesce(n.first, '')::text, coalesce(n.last, '')::text, r.rosh::text, k.type::text, k.day, s.number,
           coalesce(l.state, '')::text,
           l.id is not null or exists (select from probation_keydate e
                                       where e.custody_id = u.id and e.type = 'LED' and e.superseded_at is null)
    from opened o
    join probation_custody u on u.case_id = o.id
    join probation_sentence s on s.id = u.sentence_id and s.terminated_on is null
    join probation_keydate k on k.custody_id = u.id and k.superseded_at is null and k.day >= today
         and case when u.status in ('A', 'D', 'R', 'I', 'C') then
                      k.type in ('EXP', 'ACR') and k.day <= until_release
                      or k.type in ('HDE', 'PED', 'PR1', 'POM1', 'POM2') and k.day <= until
                  when u.status in ('B', 'P') then k.type in ('LED', 'PSSED', 'SED') and k.day <= until
             end
    join people_person m on m.id = o.person_id
    left join people_name n on n.person_id = m.id and n.kind = 'legal'
    left join probation_riskprofile r on r.case_id = o.id and r.superseded_at is null
    left join probation_licence l on l.sentence_id = s.id and l.state not in ('inactive', 'recalled', 'timed-out')
$$;
revoke all on function probation_dates_ahead from public;
grant execute on function probation_dates_ahead to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0113_court_codes_for_all")]

    operations = [migrations.RunSQL(DATES, "drop function probation_dates_ahead;")]
