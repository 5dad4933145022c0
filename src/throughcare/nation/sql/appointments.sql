-- The diary: one or two appointments for each case in the fortnight after the eve. Each officer's are dealt over 140
-- half hours, so that neither an officer nor a person is in two places at once.

insert into probation_appointment (id, case_id, type_id, starts_at, ends_at, post_id, office_id, outcome, is_cancelled, recorded_at)
with ahead as (
    select c.n, c.post_id, c.trust_n, c.is_custodial, i,
           row_number() over (partition by c.post_id order by nation_stage_chance(c.n * 8 + i, 521)) as place
    from nation_stage_case c
    cross join lateral generate_series(1, 1 + (nation_stage_chance(c.n, 522) % 2)::integer) i
),
dealt as (
    select a.*, ((a.place * 37 + a.post_id * 11) % 140)::integer as slot, (a.place / 140)::integer as round from ahead a
)
select d.n * 8 + d.i, d.n,
       case when nation_stage_chance(d.n * 8 + d.i, 523) % 8 = 0 then 'CHVS'
            when nation_stage_chance(d.n * 8 + d.i, 523) % 8 = 1 then 'C444'
            when nation_stage_chance(d.n * 8 + d.i, 523) % 8 = 2 and not d.is_custodial then 'C107' else 'COAP' end,
       m.starts_at, m.starts_at + interval '30 minutes', d.post_id, o.id, '', false, timestamptz '2014-05-23 10:00Z'
from dealt d
join nation_stage_trust t on t.n = d.trust_n
join nation_stage_unit o on o.kind = 'office' and o.trust_n = d.trust_n and o.ordinal = 1 + d.post_id % t.offices
cross join lateral (
    select nation_stage_moment(
        date '2014-06-02' + d.slot / 14 + d.slot / 70 * 2 + d.round * 14,
        4 + d.slot % 14 * 2 + case when d.slot % 14 >= 7 then 4 else 0 end
    ) as starts_at
) m;

-- Last week's that wait for somebody to say what happened.
insert into probation_appointment (id, case_id, type_id, starts_at, ends_at, post_id, office_id, outcome, is_cancelled, recorded_at)
select w.n * 8 + 5, w.n, 'COAP', m.starts_at, m.starts_at + interval '30 minutes', w.post_id, o.id, '', false,
       timestamptz '2014-05-16 10:00Z'
from (
    select c.n, c.post_id, c.trust_n,
           ((row_number() over (partition by c.post_id order by nation_stage_chance(c.n, 525)) * 13 + c.post_id) % 56)::integer
               as slot
    from nation_stage_case c
    where nation_stage_chance(c.n, 524) % 100 < 4 and c.opened_on < date '2014-05-20'
) w
join nation_stage_trust t on t.n = w.trust_n
join nation_stage_unit o on o.kind = 'office' and o.trust_n = w.trust_n and o.ordinal = 1 + w.post_id % t.offices
cross join lateral (
    select nation_stage_moment(date '2014-05-27' + w.slot / 14, 4 + w.slot % 14 * 2 + case when w.slot % 14 >= 7 then 4 else 0 end)
        as starts_at
) m;

-- Unpaid work on the first Sunday of the new bodies.
insert into probation_appointment (id, case_id, type_id, starts_at, ends_at, outcome, is_cancelled, recorded_at)
select q.case_id * 8 + 6, q.case_id, 'CUPA', timestamptz '2014-06-01 08:30Z', timestamptz '2014-06-01 15:30Z', '', false,
       timestamptz '2014-05-23 10:00Z'
from probation_requirement q
where q.type_id = 'W' and nation_stage_chance(q.case_id, 526) % 25 = 0;

-- What must be attended is about the first sentence.
update probation_appointment p set sentence_id = p.case_id * 2
from probation_contacttype y where y.code = p.type_id and y.is_national_standard;
