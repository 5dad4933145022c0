-- Work begun and not ended: what a reform loses first.

insert into probation_transfer (id, case_id, number, from_unit_id, to_unit_id, state, reason, asked_at, recorded_at)
select n, n, 1, 1 + trust_n, 2 + (trust_n + nation_stage_chance(n, 532) % 34) % 35, 'pending',
       (array['Moved to live with family', 'New tenancy in the other area', 'Work found in the other area', 'Moved for safety'])
           [1 + nation_stage_chance(n, 533) % 4],
       m.asked_at, m.asked_at
from nation_stage_case
cross join lateral (
    select nation_stage_moment(nation_stage_weekday(date '2014-05-30' - (nation_stage_chance(n, 534) % 18)::integer), 12) as asked_at
) m
where nation_stage_chance(n, 531) % 1000 < 4 and opened_on < date '2014-05-01';

-- Ten business days from becoming aware; 26 May was a bank holiday.
insert into probation_enforcement (id, case_id, reference, kind, state, opened_on, due_on, recorded_at)
select n, n, 'E' || lpad(n::text, 7, '0'),
       case when is_custodial then 'recall' when nation_stage_chance(n, 542) % 4 = 0 then 'warning' else 'breach' end,
       case when nation_stage_chance(n, 543) % 5 = 0 and (is_custodial or nation_stage_chance(n, 542) % 4 <> 0)
            then 'presented' else 'open' end, d.opened_on,
       d.opened_on + 14 + case when d.opened_on >= date '2014-05-26' then 0
                               when extract(isodow from d.opened_on) = 5 then 3 else 1 end,
       nation_stage_moment(d.opened_on, 30)
from nation_stage_case c
cross join lateral (
    select case when nation_stage_chance(n, 544) % 4 = 0 then date '2014-05-30'
                else (array['2014-05-19', '2014-05-20', '2014-05-21', '2014-05-22', '2014-05-23', '2014-05-27', '2014-05-28',
                            '2014-05-29']::date[])[1 + nation_stage_chance(n, 545) % 8] end as opened_on
) d
where nation_stage_chance(n, 541) % 100 < 2 and c.opened_on < date '2014-05-01';

insert into probation_courtreport (id, case_id, reference, court, state, asked_on, due_on, recorded_at)
select c.n, c.n, 'R' || lpad(c.n::text, 7, '0'), p.name || ' Magistrates'' Court', 'asked', a.asked_on,
       a.asked_on + 21, nation_stage_moment(a.asked_on, 16)
from nation_stage_case c
cross join lateral (
    select nation_stage_weekday(date '2014-05-30' - (nation_stage_chance(c.n, 552) % 17)::integer) as asked_on
) a
join nation_stage_place p on p.kind = 'place' and p.slot = nation_stage_chance(c.trust_n, 101) % :places
where nation_stage_chance(c.n, 551) % 1000 < 15;

insert into probation_courtreportassignment (id, item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
with writers as (
    select p.trust_n, array_agg(p.id order by p.role, p.id) as posts, array_agg(p.unit_id order by p.role, p.id) as units, count(*)
    from nation_stage_post p where p.role = 'court' or p.role = 'manager' and p.is_to_nps group by p.trust_n
)
select r.id, r.id, 1 + c.trust_n, w.units[1 + r.id % w.count], w.posts[1 + r.id % w.count], r.recorded_at, r.recorded_at, 'recorded'
from probation_courtreport r
join nation_stage_case c on c.n = r.case_id
join writers w on w.trust_n = c.trust_n;

insert into probation_victimcontact (id, case_id, reference, opened_at, recorded_at)
select n, n, 'V' || lpad(n::text, 7, '0'), opened_at + interval '9 days', opened_at + interval '9 days'
from nation_stage_case
where nation_stage_chance(n, 561) % 1000 < case when is_to_nps then 60 else 4 end and opened_on < date '2014-05-15';

insert into probation_victimcontactassignment (id, item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
with workers as (
    select p.trust_n, array_agg(p.id order by p.role desc, p.id) as posts, array_agg(p.unit_id order by p.role desc, p.id) as units,
           count(*)
    from nation_stage_post p where p.role = 'victim-liaison' or p.role = 'manager' and p.is_to_nps group by p.trust_n
)
select v.id, v.id, 1 + c.trust_n, w.units[1 + v.id % w.count], w.posts[1 + v.id % w.count], v.opened_at, v.opened_at, 'recorded'
from probation_victimcontact v
join nation_stage_case c on c.n = v.case_id
join workers w on w.trust_n = c.trust_n;

-- The newest case on each side of the first trust was given to nobody yet.
update probation_caseassignment a set post_id = null
from (
    select distinct on (c.is_to_nps) c.n from nation_stage_case c
    join nation_stage_post p on p.id = c.post_id and p.role = 'officer'
    where c.trust_n = 1 order by c.is_to_nps, c.opened_on desc, c.n desc
) newest
where a.id = newest.n;
