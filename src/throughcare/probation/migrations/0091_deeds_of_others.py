from django.db import migrations

# What others wrote of late into the logs of the cases of some posts. Of each log the last entries alone are looked at, which its
# count finds, before anything is asked of when they were recorded: the index of that is coarse, and was read through for every
# case, a quarter of a second of an officer's home at national size. Who may see the cases is asked for all of them at once.
DEEDS = """
create function probation_deeds_of_others(
    posts bigint[], at timestamptz, since timestamptz, last_of_a_log integer, most integer)
returns table (
    crn text, name text, number integer, what text, outcome text, author text, recorded_at timestamptz
)
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (
        select h.case_id from probation_held(posts, '{}', '{}', at, tc_live()) h
        where tc_account() is not null and 'case.read' = any (tc_words('actions'))
    ),
    opened as materialized (
        select c.id, c.person_id, c.contacts_made - last_of_a_log as seen
        from probation_judged(array(select h.case_id from held h)) v
        join probation_case c on c.id = v.case_id and c.closed_at is null
        where v.view = 'full'
    ),
    entries as materialized (
        select w.person_id, t.number, t.type_id, t.outcome_id, t.author_id, t.recorded_at, t.deleted_at
        from opened w join probation_contact t on t.case_id = w.id and t.number > w.seen
    )
    select m.crn::text, concat_ws(', ', n.last, n.first), t.number, y.description::text, o.description::text,
           coalesce(u.display_name, '')::text, t.recorded_at
    from entries t
    join people_person m on m.id = t.person_id
    left join people_name n on n.person_id = m.id and n.kind = 'legal'
    join probation_contacttype y on y.code = t.type_id
    left join probation_outcome o on o.code = t.outcome_id
    left join access_account u on u.id = t.author_id
    where t.recorded_at >= since and t.recorded_at <= at and t.author_id <> tc_account() and t.deleted_at is null
    order by t.recorded_at desc, m.crn, t.number desc
    limit most
$$;
revoke all on function probation_deeds_of_others from public;
grant execute on function probation_deeds_of_others to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0090_log_asked_once")]

    operations = [migrations.RunSQL(DEEDS, "drop function probation_deeds_of_others;")]
