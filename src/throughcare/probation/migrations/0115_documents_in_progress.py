from django.db import migrations

# Letters and reports that were begun here and are not final, of the cases that posts hold, the latest first. Of cases that may be
# read in full alone.
IN_PROGRESS = """
create function probation_documents_in_progress(posts bigint[], at timestamptz, most integer)
returns table (crn text, first text, last text, rosh text, title text, number integer, begun_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (
        select h.case_id from probation_held(posts, '{}', '{}', at, tc_live()) h
        where tc_account() is not null and 'case.read' = any (tc_words('actions'))
          and exists (select from probation_document d where d.case_id = h.case_id and not d.is_final)
    ),
    opened as materialized (
        select c.id, c.person_id from probation_judged(array(select h.case_id from held h)) v
        join probation_case c on c.id = v.case_id and c.closed_at is null
        where v.view = 'full'
    )
    select m.crn::text, coalesce(n.first, '')::text, coalesce(n.last, '')::text, r.rosh::text, d.title::text, d.number, d.recorded_at
    from opened o
    join probation_document d on d.case_id = o.id and not d.is_final
    join probation_documentorigin g on g.document_id = d.id and g.template_id is not null
    join people_person m on m.id = o.person_id
    left join people_name n on n.person_id = m.id and n.kind = 'legal'
    left join probation_riskprofile r on r.case_id = o.id and r.superseded_at is null
    order by d.recorded_at desc, d.id desc
    limit most
$$;
revoke all on function probation_documents_in_progress from public;
grant execute on function probation_documents_in_progress to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0114_dates_ahead")]

    operations = [migrations.RunSQL(IN_PROGRESS, "drop function probation_documents_in_progress;")]
