-- Unpaid work: an order for each live requirement, worked at weekends in gangs of ten of a team, back from the eve as far as
-- the hours that are done, twenty days at most. Somebody in eight is absent on a day; what is done is then what was credited. Drawn by chance.

create temp table nation_stage_unpaid on commit drop as
select c.n, c.unit_id, c.opened_on, q.sentence_id, q.id as requirement_id, q.length, w.weekday, w.last_day,
       ((row_number() over (partition by c.unit_id, w.weekday order by c.n) - 1) / 10)::integer as gang,
       least(ceil(q.done / 420.0)::integer, greatest(0, (w.last_day - c.opened_on) / 7), 20) as days, q.done
from nation_stage_case c
join probation_requirement q on q.case_id = c.n and q.type_id = 'W'
cross join lateral (
    select 6 + d.is_sunday::integer as weekday, date '2014-05-24' + d.is_sunday::integer as last_day
    from (select nation_stage_chance(c.n, 526) % 25 = 0 or nation_stage_chance(c.n, 591) % 3 = 0 as is_sunday) d
) w;

create temp table nation_stage_gang on commit drop as
select row_number() over (order by unit_id, weekday, gang) as id, unit_id, weekday, gang, min(opened_on) as starts_on
from nation_stage_unpaid group by unit_id, weekday, gang;

insert into unpaidwork_project (id, code, name, type_id, unit_id, beneficiary, places, starts_on, recorded_at)
select g.id, 'UPW' || lpad(g.id::text, 6, '0'),
       (array['Canal towpath', 'Community centre', 'Churchyard', 'Charity shop', 'Allotments', 'Parks and litter'])[1 + k.chance % 6]
           || ', ' || p.name,
       (array['NP1', 'NP1', 'NP2', 'PSP', 'ICP', 'PL'])[1 + k.chance % 6], g.unit_id,
       (array['Canal trust', 'Residents'' association', 'Parochial church council', 'Hospice shops', 'Parish council', 'Borough council'])
           [1 + k.chance % 6],
       12, g.starts_on, g.starts_on + time '09:00'
from nation_stage_gang g
cross join lateral (select nation_stage_chance(g.id, 592) as chance) k
join nation_stage_place p on p.kind = 'place' and p.slot = nation_stage_chance(g.id, 593) % :places;

insert into unpaidwork_opening (project_id, weekday, starts, ends)
select id, weekday, time '09:30', time '16:30' from nation_stage_gang order by id;

insert into unpaidwork_order (id, case_id, sentence_id, ordered_minutes, additional_minutes, status, is_intensive, recorded_at)
select n, n, sentence_id, length, 0, 'working', nation_stage_chance(n, 594) % 6 = 0, opened_on + time '16:00' from nation_stage_unpaid;

insert into unpaidwork_allocation (case_id, order_id, project_id, weekday, starts_on, recorded_at)
select u.n, u.n, g.id, u.weekday, u.opened_on, u.opened_on + time '16:00'
from nation_stage_unpaid u join nation_stage_gang g using (unit_id, weekday, gang) order by u.n;

-- Days at work: those that are over, counted back from the last; Sunday 1 June, where it is booked; and two weekends ahead of
-- whoever is not done.
create temp table nation_stage_day on commit drop as
select m.highest * 8 + 8 + u.n * 64 + k.k as id, u.n, g.id as project_id, u.last_day - 7 * (k.k - 1) as day,
       least(420, u.done - 420 * (k.k - 1)) as minutes, nation_stage_chance(u.n * 64 + k.k, 595) % 100 as roll, k.k > 0 as is_over
from nation_stage_unpaid u
join nation_stage_gang g using (unit_id, weekday, gang)
cross join (select max(n) as highest from nation_stage_case) m
cross join lateral generate_series(-2, u.days) k (k)
where k.k > 0 or k.k < 0 and u.done < u.length
union all
select u.n * 8 + 6, u.n, g.id, date '2014-06-01', 420, 0, false
from nation_stage_unpaid u
join nation_stage_gang g using (unit_id, weekday, gang)
where nation_stage_chance(u.n, 526) % 25 = 0;

-- A day that is over is an entry of the log as well, after those that were drawn for it.
create temp table nation_stage_entry on commit drop as
select m.highest + row_number() over (order by d.id) as id, d.id as slot_id, d.n,
       c.contacts_made + row_number() over (partition by d.n order by d.day) as number,
       case when d.roll < 6 then 'UAAB' when d.roll < 12 then 'AAME' else 'ATTC' end as outcome
from nation_stage_day d
join probation_case c on c.id = d.n
cross join (select coalesce(max(id), 0) as highest from probation_contact) m
where d.is_over;

insert into probation_contact (id, case_id, number, type_id, outcome_id, starts_at, ends_at, notes, is_sensitive, recorded_at, version)
select e.id, e.n, e.number, 'CUPA', e.outcome, (d.day + time '09:30') at time zone 'Europe/London',
       (d.day + time '16:30') at time zone 'Europe/London', '', false, (d.day + time '17:00') at time zone 'Europe/London', 1
from nation_stage_entry e join nation_stage_day d on d.id = e.slot_id order by e.id;

update probation_case c set contacts_made = e.last from (select n, max(number) as last from nation_stage_entry group by n) e where c.id = e.n;

insert into probation_appointment (id, case_id, contact_id, type_id, starts_at, ends_at, outcome, is_cancelled, recorded_at)
select d.id, d.n, e.id, 'CUPA', (d.day + time '09:30') at time zone 'Europe/London', (d.day + time '16:30') at time zone 'Europe/London',
       coalesce(e.outcome, ''), false, (d.day - 21 + time '10:00') at time zone 'Europe/London'
from nation_stage_day d left join nation_stage_entry e on e.slot_id = d.id where d.day <> '2014-06-01';

insert into unpaidwork_session (project_id, day, starts_at, ends_at, places, recorded_at)
select d.project_id, d.day, (d.day + time '09:30') at time zone 'Europe/London', (d.day + time '16:30') at time zone 'Europe/London',
       12, (d.day - 21 + time '10:00') at time zone 'Europe/London'
from (select distinct project_id, day from nation_stage_day) d order by d.project_id, d.day;

analyze unpaidwork_session;

insert into unpaidwork_appointment (case_id, order_id, session_id, slot_id, offered_minutes, credited_minutes, penalty_minutes,
                                    wore_hi_vis, work_quality, behaviour, is_released, is_single, recorded_at)
select d.n, d.n, s.id, d.id, 420,
       case when not d.is_over then null when d.roll < 12 then 0 else d.minutes end,
       case when d.is_over and d.roll >= 12 then 420 - d.minutes else 0 end,
       case when d.is_over and d.roll >= 12 then d.roll < 97 end,
       case when d.is_over and d.roll >= 12 then (array['GD', 'SA', 'GD', 'EX', 'SA', 'PO'])[1 + d.roll % 6] else '' end,
       case when d.is_over and d.roll >= 12 then (array['GD', 'GD', 'SA', 'EX', 'PO'])[1 + d.roll % 5] else '' end,
       false, false, (d.day - 21 + time '10:00') at time zone 'Europe/London'
from nation_stage_day d
join unpaidwork_session s on s.project_id = d.project_id and s.day = d.day
order by d.id;

update unpaidwork_session s set booked = a.people
from (select session_id, count(*) as people from unpaidwork_appointment group by session_id) a
where a.session_id = s.id;

update probation_requirement q set done = o.credited_minutes
from unpaidwork_order o join nation_stage_unpaid u on u.n = o.id
where q.id = u.requirement_id and q.done <> o.credited_minutes;

update unpaidwork_order set status = 'completed', completed_on = '2014-05-27' where credited_minutes = ordered_minutes;
update unpaidwork_allocation a set ends_on = '2014-05-27' from unpaidwork_order o where o.id = a.order_id and o.status = 'completed';

insert into unpaidwork_adjustment (case_id, order_id, reason_id, minutes, made_on, recorded_at)
select o.case_id, o.id, 'TTX', -60, date '2014-05-20', timestamptz '2014-05-20 10:00Z'
from unpaidwork_order o
where o.credited_minutes + 600 < o.ordered_minutes and nation_stage_chance(o.id, 596) % 20 = 0 order by o.id;

insert into unpaidwork_completion (reference, case_id, course, minutes, completed_on, state, reason, recorded_at)
select nation_stage_uuid('completion', o.id), o.case_id,
       (array['Health and safety', 'Looking for work', 'Numbers at work'])[1 + nation_stage_chance(o.id, 598) % 3],
       60, date '2014-05-27', 'waiting', '', timestamptz '2014-05-28 06:00Z'
from unpaidwork_order o
where o.status = 'working' and nation_stage_chance(o.id, 597) % 100 = 0 order by o.id;
