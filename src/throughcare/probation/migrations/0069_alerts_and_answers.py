from importlib import import_module

from django.db import migrations

# The queue as it was, with what alerts the officer and what of failures waits for an answer.
TASKS = """
create or replace function probation_tasks(
    posts bigint[], at timestamptz, today timestamptz, tomorrow timestamptz, since timestamptz, soon date)
returns table (
    kind text, crn text, first text, last text, rosh text, due_at timestamptz, what text, starts_at timestamptz,
    reference text, is_over boolean
)
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (select h.case_id from probation_held(posts, '{}', '{}', at, tc_live()) h),
    waiting as materialized (
        select p.case_id, p.starts_at, p.ends_at, p.type_id from probation_appointment p
        where p.post_id = any (posts) and p.outcome = '' and not p.is_cancelled
          and p.starts_at >= since and p.starts_at < tomorrow
    ),
    viewed as materialized (
        select c.id, c.person_id, probation_view_of(c.id) as seen
        from (select case_id from held union select case_id from waiting) w
        join probation_case c on c.id = w.case_id and c.closed_at is null
        where tc_account() is not null and tc_words('actions') && array['person.search', 'case.read']
    ),
    who as materialized (
        select v.id as case_id, v.seen, m.crn::text, coalesce(n.first, '')::text as first, coalesce(n.last, '')::text as last,
               r.rosh::text
        from viewed v
        join people_person m on m.id = v.person_id
        left join people_name n on n.person_id = m.id and n.kind = 'legal'
        left join probation_riskprofile r on r.case_id = v.id and r.superseded_at is null
        where v.seen is not null
    ),
    own as materialized (select w.* from who w join held h on h.case_id = w.case_id)
    select case when p.starts_at < today then 'overdue' else 'today' end, w.crn, w.first, w.last, w.rosh, p.starts_at,
           y.description::text, p.starts_at, '', p.ends_at <= at
    from waiting p join who w on w.case_id = p.case_id join probation_contacttype y on y.code = p.type_id
    union all
    select 'review', w.crn, w.first, w.last, w.rosh, f.review_on::timestamptz, y.description::text, null, '',
           f.review_on < (today at time zone 'Europe/London')::date
    from own w
    join probation_registration f on f.case_id = w.case_id and f.ended_on is null and f.review_on <= soon
    join probation_flagtype y on y.code = f.type_id
    union all
    select 'enforcement', w.crn, w.first, w.last, w.rosh, e.due_on::timestamptz, initcap(e.kind)::text, null, '',
           e.due_on < (today at time zone 'Europe/London')::date
    from own w join probation_enforcement e on e.case_id = w.case_id and e.state in ('open', 'presented')
    union all
    select 'hearing', w.crn, w.first, w.last, w.rosh, g.starts_at, q.name::text, null, g.reference::text, g.starts_at <= at
    from own w
    join probation_hearing g on g.case_id = w.case_id and g.state = 'listed' and g.starts_at < soon + 1
    join probation_court q on q.code = g.court_id
    where w.seen = 'full'
    union all
    select 'alert', w.crn, w.first, w.last, w.rosh, t.starts_at, y.description::text, null, t.number::text, true
    from own w
    join probation_contact t on t.case_id = w.case_id and t.is_alert and t.deleted_at is null
    join probation_contacttype y on y.code = t.type_id
    where w.seen = 'full'
    union all
    select 'answer', w.crn, w.first, w.last, w.rosh, f.respond_by::timestamptz, a.description::text, null, t.number::text,
           f.respond_by < (today at time zone 'Europe/London')::date
    from own w
    join probation_failureaction f on f.case_id = w.case_id and f.state = 'waiting'
    join probation_enforcementaction a on a.code = f.action_id
    join probation_contact t on t.id = f.contact_id
    where w.seen = 'full'
    union all
    select 'no-appointment', w.crn, w.first, w.last, w.rosh, tomorrow, 'No appointment ahead', null, '', false
    from own w
    where not exists (
        select from probation_appointment p
        where p.case_id = w.case_id and p.starts_at >= today and not p.is_cancelled)
$$;
"""
BACK = import_module("throughcare.probation.migrations.0025_tasks").TASKS.replace(
    "create function", "create or replace function"
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0068_sentence_of_an_enforcement")]

    operations = [migrations.RunSQL(TASKS, BACK)]
