from django.db import migrations

# Figures are of whoever sees those of a unit, or gives cases to officers there: of any other unit there are none.
SEEN = """
create function measures_seen(units bigint[]) returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(array_agg(u), '{}') from unnest(units) u
    where access_may('restructure.see', u) or access_may('case.allocate', u)
$$;
revoke all on function measures_seen from public;
grant execute on function measures_seen to throughcare_app;
"""

# Small words of the clocks, all with the rights of whoever asks and so planned as part of them.
WORDS = """
create function measures_day(moment timestamptz) returns date language sql stable
return (moment at time zone 'Europe/London')::date;

create function measures_begins(day date) returns timestamptz language sql stable
return day::timestamp at time zone 'Europe/London';

-- Who had a case before a moment.
create function measures_with(item bigint, before timestamptz) returns table (owner_id bigint, holder_id bigint, starts_at timestamptz)
language sql stable as $$
    select a.owner_id, a.holder_id, a.starts_at from probation_caseassignment a
    where a.item_id = item and a.starts_at < before and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1
$$;

-- Who was the first to be given it from a moment on, not counting what a reform did.
create function measures_first_with(item bigint, since timestamptz) returns table (owner_id bigint, holder_id bigint, starts_at timestamptz)
language sql stable as $$
    select a.owner_id, a.holder_id, a.starts_at from probation_caseassignment a
    where a.item_id = item and a.starts_at >= since and a.superseded_at is null and a.change_id is null
    order by a.starts_at, a.id limit 1
$$;

-- What may put a case outside a measure, each by the first day on which it was so.
create function measures_around(item bigint, day date, owner bigint)
returns table (died_on date, left_on date, custody_on date)
language sql stable as $$
    select p.died_on,
           (select measures_day(min(a.starts_at)) from probation_caseassignment a
            where a.item_id = item and a.starts_at >= measures_begins(day + 1) and a.owner_id <> owner and a.superseded_at is null
              and (a.change_id is null or a.change_id = any (tc_live()))),
           case when (select h.status from probation_custodychange h
                      where h.case_id = item and h.has_counted and h.happened_at < measures_begins(day + 1)
                      order by h.happened_at desc, h.id desc limit 1) in ('A', 'D', 'R', 'I', 'C') then day
           else (select measures_day(min(h.happened_at)) from probation_custodychange h
                 where h.case_id = item and h.has_counted and h.happened_at >= measures_begins(day + 1)
                   and h.status in ('A', 'D', 'R', 'I', 'C')) end
    from probation_case c join people_person p on p.id = c.person_id where c.id = item
$$;

-- When somebody is first booked to be met in one of some ways, from a moment on.
create function measures_first_booked(item bigint, since timestamptz, ways text[]) returns date language sql stable
return (select measures_day(min(b.starts_at)) from probation_appointment b
        where b.case_id = item and b.starts_at >= since and not b.is_cancelled and b.type_id = any (ways));

-- Sentences of a period that are supervised and not deferred, with the day of allocation: of a case that a provider had, that of the
-- sentence, unless another provider was given it within two weeks. What comes later than that is a transfer.
create function measures_sentenced(since date, until date)
returns table (
    sentence_id bigint, case_id bigint, family text, imposed_on date, allocated_on date, was_with boolean,
    owner_id bigint, holder_id bigint, given_on date, ended_on date, recorded_at timestamptz
)
language sql stable as $$
    select s.id, s.case_id, y.family, s.imposed_on,
           case when b.owner_id is null
                     or b.owner_id <> f.owner_id and f.starts_at < measures_begins(s.imposed_on + 15)
                then measures_day(f.starts_at) else s.imposed_on end,
           b.owner_id is not null, coalesce(b.owner_id, f.owner_id), coalesce(b.holder_id, f.holder_id),
           measures_day(f.starts_at), s.terminated_on, s.recorded_at
    from probation_sentence s
    join probation_sentencetype y on y.code = s.type_id and y.family not in ('not-supervised', 'unsupervised', 'deferred')
    left join lateral measures_first_with(s.case_id, measures_begins(s.imposed_on)) f on true
    left join lateral measures_with(s.case_id, measures_begins(s.imposed_on)) b on true
    where s.imposed_on between since and until
$$;
"""
WORDS_BACK = """
drop function measures_sentenced; drop function measures_first_booked; drop function measures_around;
drop function measures_first_with; drop function measures_with; drop function measures_begins; drop function measures_day;
drop function measures_seen;
"""

# One function for each clock, all with one shape. Sentences of one case that start a clock on one day start it once.
# `since` and `until` are the days between which the clock starts, both included.
SHAPE = """
(units bigint[], since date, until date, ways text[], months integer)
returns table (
    case_id bigint, started_on date, due_on date, done_on date, is_done_on_unknown boolean, was_with_provider boolean,
    died_on date, left_on date, custody_on date, ended_on date, recorded_at timestamptz
)
language sql stable security definer set search_path = public, pg_temp as $$
"""
# How long before its clock a sentence may have been passed that is found by it.
REACH = 92

ALLOCATION = """
    select distinct on (s.case_id, s.imposed_on)
           s.case_id, s.imposed_on, null::date, s.given_on, false, s.was_with, x.died_on, x.left_on, x.custody_on, s.ended_on, s.recorded_at
    from measures_sentenced(since, until) s
    cross join lateral measures_around(s.case_id, s.imposed_on, s.owner_id) x
    cross join (select measures_seen(units) as seen offset 0) m
    where s.owner_id = any (m.seen) or s.holder_id = any (m.seen)
    order by s.case_id, s.imposed_on, s.ended_on desc nulls first, s.sentence_id
"""
ORDERS = "('community', 'suspended', 'youth', 'other-community')"
FIRST_APPOINTMENT = f"""
    select distinct on (s.case_id, s.allocated_on)
           s.case_id, s.allocated_on, null::date, measures_first_booked(s.case_id, measures_begins(s.imposed_on), ways), false, false,
           x.died_on, x.left_on, x.custody_on, s.ended_on, s.recorded_at
    from measures_sentenced(since - {REACH}, until) s
    cross join lateral measures_with(s.case_id, measures_begins(s.allocated_on + 1)) w
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral measures_around(s.case_id, s.allocated_on, w.owner_id) x
    where s.allocated_on between since and until and s.family in {ORDERS} and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
    order by s.case_id, s.allocated_on, s.ended_on desc nulls first, s.sentence_id
"""
RELEASE = """
    select r.case_id, r.released_on, null::date, measures_first_booked(r.case_id, measures_begins(r.released_on), ways), false, false,
           x.died_on, x.left_on, x.custody_on, s.terminated_on, r.recorded_at
    from probation_release r
    join probation_custody u on u.id = r.custody_id
    join probation_sentence s on s.id = u.sentence_id
    cross join lateral measures_with(r.case_id, measures_begins(r.released_on + 1)) w
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral measures_around(r.case_id, r.released_on, w.owner_id) x
    where r.released_on between since and until and r.kind <> 'rotl' and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
"""
FIRST_ATTENDED = f"""
    with asked as materialized (
        select s.*, (
            select measures_day(min(b.starts_at)) from probation_appointment b join probation_outcome o on o.code = b.outcome
            where b.case_id = s.case_id and b.starts_at >= measures_begins(s.imposed_on) and o.is_attended and not b.is_cancelled
        ) as met_on
        from measures_sentenced(since - {REACH}, until) s where s.family in {ORDERS}
    )
    select distinct on (s.case_id, s.met_on)
           s.case_id, s.met_on, null::date,
           (select measures_day(min(a.ended_at)) from assessments_assessment a
            where a.case_id = s.case_id and a.plan_kind = 'initial'
              and a.state = 'completed' and a.ended_at >= measures_begins(s.imposed_on)),
           false, false, x.died_on, x.left_on, x.custody_on, s.ended_on, s.recorded_at
    from asked s
    cross join lateral measures_with(s.case_id, measures_begins(s.met_on + 1)) w
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral measures_around(s.case_id, s.met_on, w.owner_id) x
    where s.met_on between since and until and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
    order by s.case_id, s.met_on, s.ended_on desc nulls first, s.sentence_id
"""
UNPAID_WORK_ALLOCATED = f"""
    select s.case_id, s.allocated_on, null::date,
           (select measures_day(min(b.starts_at)) from unpaidwork_appointment p join probation_appointment b on b.id = p.slot_id
            where p.order_id = o.id and b.starts_at >= measures_begins(s.imposed_on) and not b.is_cancelled),
           false, false, x.died_on, x.left_on, x.custody_on, s.ended_on, greatest(s.recorded_at, o.recorded_at)
    from measures_sentenced(since - {REACH}, until) s
    join unpaidwork_order o on o.sentence_id = s.sentence_id
    cross join lateral measures_with(s.case_id, measures_begins(s.allocated_on + 1)) w
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral measures_around(s.case_id, s.allocated_on, w.owner_id) x
    where s.allocated_on between since and until and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
"""
UNPAID_WORK_ORDERED = """
    select s.case_id, s.imposed_on, (s.imposed_on + make_interval(months => months))::date, o.completed_on, false, false,
           x.died_on, x.left_on, x.custody_on, case when o.completed_on is null then s.terminated_on end, o.recorded_at
    from probation_sentence s
    join unpaidwork_order o on o.sentence_id = s.id
    cross join lateral measures_with(s.case_id, measures_begins((s.imposed_on + make_interval(months => months))::date)) w
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral measures_around(s.case_id, s.imposed_on, w.owner_id) x
    where s.imposed_on between (since - make_interval(months => months))::date - 3 and (until - make_interval(months => months))::date + 3
      and (s.imposed_on + make_interval(months => months))::date between since and until
      and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
"""
BREACH = """
    select e.case_id, e.opened_on, null::date, e.presented_on,
           e.presented_on is null and e.state in ('presented', 'concluded'), false,
           x.died_on, x.left_on, x.custody_on, case when e.state = 'withdrawn' then e.concluded_on end, e.recorded_at
    from probation_enforcement e
    cross join lateral measures_with(e.case_id, measures_begins(e.opened_on + 1)) w
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral measures_around(e.case_id, e.opened_on, w.owner_id) x
    where e.kind = 'breach' and e.opened_on between since and until and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
"""
REPORT = """
    select r.case_id, r.asked_on, r.due_on, case when r.state = 'done' then r.ended_on end, r.state = 'done' and r.ended_on is null, false,
           p.died_on, null::date, null::date, case when r.state = 'cancelled' then coalesce(r.ended_on, r.due_on) end, r.recorded_at
    from probation_courtreport r
    join probation_case c on c.id = r.case_id
    join people_person p on p.id = c.person_id
    cross join (select measures_seen(units) as seen offset 0) m
    cross join lateral (
        select a.owner_id, a.holder_id from probation_courtreportassignment a
        where a.item_id = r.id and a.starts_at < measures_begins(r.due_on + 1) and a.superseded_at is null
          and (a.change_id is null or a.change_id = any (tc_live()))
        order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1
    ) w
    where r.due_on between since and until and (w.owner_id = any (m.seen) or w.holder_id = any (m.seen))
"""
# Cases that the same provider had for all of the month, with an order or a licence for all of it.
MONTH = """
    with held as materialized (
        select h.case_id, h.owner_id, b.owner_id as from_owner_id
        from probation_held('{}', (select measures_seen(units)), (select measures_seen(units)), measures_begins(until + 1), tc_live()) h
        join probation_case c on c.id = h.case_id and c.opened_at < measures_begins(since + 1)
             and (c.closed_at is null or c.closed_at >= measures_begins(until + 1))
        cross join lateral measures_with(h.case_id, measures_begins(since + 1)) b
    )
    select h.case_id, since, until, d.offered_on, false, false, x.died_on, null::date, x.custody_on, null::date, s.recorded_at
    from held h
    cross join lateral (
        select max(s.recorded_at) as recorded_at, count(*) as live from probation_sentence s
        join probation_sentencetype y on y.code = s.type_id and y.family not in ('not-supervised', 'unsupervised')
        where s.case_id = h.case_id and s.imposed_on <= since and (s.terminated_on is null or s.terminated_on > until)
    ) s
    cross join lateral (
        select measures_day(min(b.starts_at)) as offered_on from probation_appointment b
        where b.case_id = h.case_id and b.starts_at >= measures_begins(since) and b.starts_at < measures_begins(until + 1)
          and not b.is_cancelled
    ) d
    left join lateral measures_around(h.case_id, since, h.owner_id) x on d.offered_on is null
    where h.owner_id = h.from_owner_id and s.live > 0
"""
CLOCKS = {
    "sentence": ALLOCATION,
    "allocation": FIRST_APPOINTMENT,
    "release": RELEASE,
    "first_attended": FIRST_ATTENDED,
    "unpaid_work_allocated": UNPAID_WORK_ALLOCATED,
    "unpaid_work_ordered": UNPAID_WORK_ORDERED,
    "breach": BREACH,
    "report": REPORT,
    "month": MONTH,
}
FORWARD = "".join(
    f"create function measures_by_{name}{SHAPE}{body}$$;"
    f"revoke all on function measures_by_{name} from public;"
    f"grant execute on function measures_by_{name} to throughcare_app;"
    for name, body in CLOCKS.items()
)
BACK = "".join(f"drop function measures_by_{name};" for name in CLOCKS)


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_days_that_start_clocks")]

    operations = [migrations.RunSQL(SEEN + WORDS + FORWARD, BACK + WORDS_BACK)]
