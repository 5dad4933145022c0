from django.db import migrations

# Reviews that are late, of the cases of some units that the viewer may see: who may see a case is asked once for each.
LATE = """
create function probation_late_reviews(
    holders bigint[], today date, historic text, after_due date, after_crn text, after_type text, most integer)
returns table (
    crn text, first text, last text, type text, description text, due_on date, officer text, post_code text
)
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (
        select h.case_id, h.post_id from probation_held('{}', holders, '{}', tc_now(), tc_live()) h
    ),
    late as materialized (
        select h.case_id, h.post_id, f.type_id, f.review_on
        from held h
        join probation_registration f on f.case_id = h.case_id and f.ended_on is null and f.review_on < today
        where f.type_id <> historic
    ),
    viewed as materialized (
        select c.id, c.person_id, probation_view_of(c.id) as seen
        from (select distinct l.case_id from late l) w
        join probation_case c on c.id = w.case_id and c.closed_at is null
        where tc_account() is not null and coalesce(tc_words('actions') && array['case.read', 'case.write'], false)
    )
    select m.crn::text, coalesce(n.first, '')::text, coalesce(n.last, '')::text, y.code::text, y.description::text, l.review_on,
           coalesce(u.display_name, '')::text, coalesce(q.code, '')::text
    from late l
    join viewed v on v.id = l.case_id and v.seen = 'full'
    join people_person m on m.id = v.person_id
    join probation_flagtype y on y.code = l.type_id
    left join people_name n on n.person_id = m.id and n.kind = 'legal'
    left join access_post q on q.id = l.post_id
    left join access_account u on u.id = q.account_id
    where after_due is null or (l.review_on, m.crn::text, y.code::text) > (after_due, after_crn, after_type)
    order by l.review_on, m.crn, y.code
    limit most
$$;
revoke all on function probation_late_reviews from public;
grant execute on function probation_late_reviews to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0072_registrations_held")]

    operations = [migrations.RunSQL(LATE, "drop function probation_late_reviews;")]
