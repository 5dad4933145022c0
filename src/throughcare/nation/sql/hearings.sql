-- Court hearings of those who wait for a sentence and of those who breached. Each trust's cases are heard at four magistrates'
-- courts and one Crown Court, drawn by chance: nothing here says where anybody's cases are truly heard.

create temp table nation_stage_sitting on commit drop as
with courts as (
    select code, kind, row_number() over (partition by kind order by code) - 1 as place, count(*) over (partition by kind) as among
    from probation_court
)
select c.n, q.code
from nation_stage_case c
join courts q on q.kind = case when nation_stage_chance(c.n, 571) % 5 = 0 then 'crown' else 'magistrates' end
 and q.place = (nation_stage_chance(c.trust_n, 572) % q.among
                + case q.kind when 'crown' then 0 else nation_stage_chance(c.n, 573) % 4 end) % q.among
where exists (select from probation_courtreport r where r.case_id = c.n)
   or exists (select from probation_enforcement e where e.case_id = c.n and e.kind = 'breach');

-- Whoever waits for a sentence was before the court when it asked for the report, and is again once it is due.
insert into probation_hearing (id, case_id, reference, court_id, kind, starts_at, state, result, recorded_at, ended_at)
select r.case_id * 4, r.case_id, 'H' || lpad((r.case_id * 4)::text, 8, '0'), s.code, 'trial', m.starts_at, 'adjourned',
       'Adjourned for a report before sentence.', m.starts_at - interval '14 days', m.starts_at + interval '2 hours'
from probation_courtreport r
join nation_stage_sitting s on s.n = r.case_id
cross join lateral (
    select nation_stage_moment(r.asked_on, 8 + (nation_stage_chance(r.case_id, 574) % 9)::integer) as starts_at
) m;

insert into probation_hearing (id, case_id, reference, court_id, kind, starts_at, state, result, follows_id, recorded_at)
select h.id + 1, h.case_id, 'H' || lpad((h.id + 1)::text, 8, '0'), h.court_id, 'sentence',
       nation_stage_moment(nation_stage_weekday(r.due_on + (nation_stage_chance(r.case_id, 575) % 3)::integer),
                           8 + (nation_stage_chance(r.case_id, 576) % 9)::integer),
       'listed', '', h.id, h.ended_at
from probation_hearing h
join probation_courtreport r on r.case_id = h.case_id
where h.kind = 'trial';

-- A breach that was presented is listed for an afternoon in the five weeks after the eve, and so are some that are open. Of
-- those presented some were put off once, and a few are off the list.
insert into probation_hearing (id, case_id, reference, court_id, kind, starts_at, state, result, recorded_at, ended_at)
select e.case_id * 4 + 2, e.case_id, 'H' || lpad((e.case_id * 4 + 2)::text, 8, '0'), s.code, 'breach', m.starts_at, 'adjourned',
       'Did not appear. Adjourned for a summons to be served.', m.starts_at - interval '7 days', m.starts_at + interval '1 hour'
from probation_enforcement e
join nation_stage_sitting s on s.n = e.case_id
cross join lateral (
    select nation_stage_moment(date '2014-05-30', 24 + (nation_stage_chance(e.case_id, 577) % 9)::integer) as starts_at
) m
where e.kind = 'breach' and e.state = 'presented' and e.opened_on < date '2014-05-23'
  and nation_stage_chance(e.case_id, 578) % 3 = 0;

insert into probation_hearing (id, case_id, reference, court_id, kind, starts_at, state, result, follows_id, recorded_at, ended_at)
select e.case_id * 4 + 3, e.case_id, 'H' || lpad((e.case_id * 4 + 3)::text, 8, '0'), s.code, 'breach', m.starts_at,
       case when w.is_off then 'vacated' else 'listed' end,
       case when w.is_off then 'Taken off the list: warrant not backed for bail.' else '' end, b.id,
       coalesce(b.ended_at, nation_stage_moment(e.opened_on, 32)),
       case when w.is_off then timestamptz '2014-05-30 15:45Z' end
from probation_enforcement e
join nation_stage_sitting s on s.n = e.case_id
left join probation_hearing b on b.id = e.case_id * 4 + 2
cross join lateral (
    select nation_stage_moment(nation_stage_weekday(date '2014-06-02' + (nation_stage_chance(e.case_id, 579) % 33)::integer),
                               24 + (nation_stage_chance(e.case_id, 580) % 9)::integer) as starts_at,
           nation_stage_chance(e.case_id, 581) as drawn
) m
cross join lateral (select b.id is null and e.state = 'presented' and m.drawn % 12 = 0 as is_off) w
where e.kind = 'breach' and (e.state = 'presented' or m.drawn % 5 < 2);
