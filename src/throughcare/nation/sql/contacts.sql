-- The logs of cases :first to :last: spread evenly from the first appointment to the day before the eve. What must be attended is about
-- the first sentence. Whoever failed twice was taken to court and goes on: their failures count from then, so that one counts.

with made as (
    insert into probation_contact (id, case_id, number, type_id, outcome_id, starts_at, ends_at, notes, is_sensitive, author_id,
                                   recorded_at, version, sentence_id, hours_credited)
    select c.first_contact + k, c.n, k, s.type, s.outcome, m.starts_at, m.starts_at + s.minutes * interval '1 minute', s.note, false,
           c.post_id, m.starts_at + (s.minutes + 25) * interval '1 minute', 1,
           case when y.is_national_standard then c.n * 2 end,
           case when o.is_attended and o.is_complied then round(s.minutes / 60.0, 2) end
    from nation_stage_case c
    cross join lateral generate_series(1, c.contacts) k
    join nation_stage_contact s on s.is_custodial = c.is_custodial
        and s.slot = case k when 1 then 0 else 1 + nation_stage_chance(c.first_contact + k, 501)
            % case when c.is_custodial then :custody_slots else :order_slots end end
    join probation_contacttype y on y.code = s.type
    left join probation_outcome o on o.code = s.outcome
    cross join lateral (
        select nation_stage_moment(
            nation_stage_weekday(c.opened_on + ((date '2014-05-31' - c.opened_on) * (k - 1) / c.contacts)),
            4 + (nation_stage_chance(c.first_contact + k, 502) % 30)::integer
        ) as starts_at
    ) m
    where c.n between :first and :last
    returning id, case_id, sentence_id, outcome_id, author_id, starts_at
),
failed as materialized (
    select t.id, t.case_id, t.sentence_id, t.author_id, (t.starts_at at time zone 'Europe/London')::date as day
    from made t join probation_outcome o on o.code = t.outcome_id and o.is_complied is false
    where t.sentence_id is not null
),
days as (
    select case_id, sentence_id, array_agg(distinct day order by day desc) as days from failed group by case_id, sentence_id
),
counted as (
    insert into probation_compliance (id, case_id, sentence_id, failures, breach_ended_on, counted_at)
    select case_id, case_id, sentence_id, 1, days[2] + 1, nation_stage_moment(days[1], 40) from days
)
-- Of every fourth somebody wrote about the last of them; what was written of late waits for an answer.
insert into probation_failureaction (id, case_id, contact_id, action_id, state, taken_on, respond_by, response, responded_on, taken_by_id,
                                     answered_by_id, recorded_at)
select l.case_id, l.case_id, l.id, 'EA02', case when l.waits then 'waiting' else 'closed' end, l.day, l.day + 7,
       case when l.waits then '' else 'none' end, case when not l.waits then l.day + 8 end, l.author_id,
       case when not l.waits then l.author_id end, nation_stage_moment(l.day, 40)
from (
    select distinct on (f.case_id) f.*, f.day > date '2014-05-23' as waits
    from failed f where nation_stage_chance(f.case_id, 503) % 4 = 0
    order by f.case_id, f.day desc, f.id desc
) l;
