-- Accredited programmes: a referral for each live requirement of one, groups of ten of a team, and an evening a week in May. Whoever
-- came late to a group missed its first evenings. Drawn by chance.

create temp table nation_stage_programme on commit drop as
select q.id, c.n, c.unit_id, c.opened_on, q.sentence_id,
       (array['awaiting-assessment', 'awaiting-allocation', 'scheduled', 'on-programme', 'on-programme', 'on-programme', 'programme-complete'])
           [1 + nation_stage_chance(c.n, 711) % 7] as state,
       ((row_number() over (partition by c.unit_id order by c.n) - 1) / 10)::integer as gang
from nation_stage_case c
join probation_requirement q on q.case_id = c.n and q.type_id = '7' and q.ended_on is null
where c.opened_on < date '2014-04-01';

create temp table nation_stage_programme_group on commit drop as
select row_number() over (order by g.unit_id, g.gang) as id, g.unit_id, g.gang, o.post_id
from (select distinct unit_id, gang from nation_stage_programme where state in ('scheduled', 'on-programme')) g
cross join lateral (select min(p.id) as post_id from nation_stage_post p where p.unit_id = g.unit_id) o;

insert into services_programmegroup (id, code, name, programme_id, unit_id, office_id, places, starts_on, recorded_at)
select id, 'APG' || 2000000 + id, 'Wednesday evenings, group ' || gang + 1, '7/22', unit_id, unit_id, 12, date '2014-05-07', timestamptz '2014-04-10 09:00Z'
from nation_stage_programme_group;

insert into services_programmereferral (id, case_id, reference, sentence_id, requirement_id, state_id, group_id, report, reported_by_id,
                                        reported_at, recorded_at)
select p.id, p.n, 'AP' || 2000000 + p.id, p.sentence_id, p.id, p.state, case when p.state in ('scheduled', 'on-programme') then g.id end,
       case p.state when 'programme-complete' then 'Knows what leads to trouble, and has a plan for it.' else '' end,
       case p.state when 'programme-complete' then c.post_id end,
       case p.state when 'programme-complete' then timestamptz '2014-05-20 09:00Z' end, p.opened_on + time '14:00'
from nation_stage_programme p
join nation_stage_case c on c.n = p.n
left join nation_stage_programme_group g on g.unit_id = p.unit_id and g.gang = p.gang
order by p.id;

insert into services_programmestanding (case_id, referral_id, number, status_id, note, recorded_at)
select p.n, p.id, row_number() over (partition by p.id order by s.position), s.code, '', p.opened_on + s.position::integer * 3 + time '14:00'
from nation_stage_programme p
join services_programmestatus mine on mine.code = p.state
join services_programmestatus s on s.position <= mine.position
    and s.code in ('awaiting-assessment', 'awaiting-allocation', 'scheduled', 'on-programme', 'programme-complete')
order by p.id, s.position;

insert into services_groupsession (id, group_id, number, starts_at, ends_at, facilitator_post_id, recorded_at)
select g.id * 8 + w, g.id, w, date '2014-05-07' + 7 * (w - 1) + time '19:45', date '2014-05-07' + 7 * (w - 1) + time '21:15', g.post_id,
       timestamptz '2014-04-10 09:00Z'
from nation_stage_programme_group g cross join generate_series(1, 5) w order by 1;

create temp table nation_stage_evening on commit drop as
select m.highest + row_number() over (order by p.id, s.number) as id, p.id as referral_id, p.n, p.sentence_id, s.id as session_id, s.number,
       s.starts_at, s.ends_at, s.number < 5 as is_over
from nation_stage_programme p
join nation_stage_programme_group g on g.unit_id = p.unit_id and g.gang = p.gang
join services_groupsession s on s.group_id = g.id
    and (s.number = 5 or p.state = 'on-programme' and s.number > nation_stage_chance(p.id, 712) % 3)
cross join (select coalesce(max(id), 0) as highest from probation_appointment) m
where p.state in ('scheduled', 'on-programme');

create temp table nation_stage_evening_entry on commit drop as
select m.highest + row_number() over (order by e.id) as id, e.id as slot_id, e.n,
       c.contacts_made + row_number() over (partition by e.n order by e.starts_at, e.id) as number
from nation_stage_evening e
join probation_case c on c.id = e.n
cross join (select coalesce(max(id), 0) as highest from probation_contact) m
where e.is_over;

insert into probation_contact (id, case_id, number, type_id, outcome_id, sentence_id, requirement_id, starts_at, ends_at, notes, is_sensitive,
                               hours_credited, recorded_at, version)
select t.id, t.n, t.number, 'APAT', 'ATTC', e.sentence_id, e.referral_id, e.starts_at, e.ends_at, '', false, 1.5, e.ends_at, 1
from nation_stage_evening_entry t join nation_stage_evening e on e.id = t.slot_id order by t.id;
update probation_case c set contacts_made = e.last
from (select n, max(number) as last from nation_stage_evening_entry group by n) e where c.id = e.n;

insert into probation_appointment (id, case_id, contact_id, type_id, sentence_id, requirement_id, starts_at, ends_at, outcome, is_cancelled, recorded_at)
select e.id, e.n, t.id, 'APAT', e.sentence_id, e.referral_id, e.starts_at, e.ends_at, case when e.is_over then 'ATTC' else '' end, false,
       timestamptz '2014-04-10 09:00Z'
from nation_stage_evening e left join nation_stage_evening_entry t on t.slot_id = e.id order by e.id;

insert into services_attendance (case_id, referral_id, session_id, slot_id)
select n, referral_id, session_id, id from nation_stage_evening order by id;

update probation_requirement q
set done = case p.state when 'programme-complete' then q.length
                        else (select count(*) from nation_stage_evening e where e.referral_id = p.id and e.is_over) end
from nation_stage_programme p where q.id = p.id;
