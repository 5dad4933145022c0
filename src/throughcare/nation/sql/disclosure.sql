-- One person in four hundred, and of the first trust five people besides, wait for a copy of their record, and a few records are held
-- for an inquiry or a claim. Whoever looks after records took each down: a disclosure officer, or whoever heads the trust.

create temp table nation_stage_keeper on commit drop as
select distinct on (trust_n) trust_n, id from nation_stage_post where role in ('disclosure', 'executive')
order by trust_n, role = 'disclosure' desc, id;

insert into disclosure_request (reference, person_id, regime, received_on, due_on, state, asked_by_id, asked_at, steps_done, steps_total, digest, answer)
select 'D' || lpad((row_number() over (order by c.n))::text, 7, '0'), c.n, 'general', ago.day, ago.day + 40, 'waiting',
       k.id, nation_stage_moment(ago.day, 8), 0, 0, '', ''
from (select n, trust_n, row_number() over (partition by trust_n order by n) as place from nation_stage_case) c
join nation_stage_keeper k on k.trust_n = c.trust_n
cross join lateral (select date '2014-05-30' - (nation_stage_chance(c.n, 611) % 44)::integer as day) ago
where nation_stage_chance(c.n, 610) % 400 = 0 or c.trust_n = 1 and c.place <= 5;

insert into disclosure_hold (person_id, kind, reason, set_by_id, set_at)
select c.n, (array['inquiry', 'court', 'complaint'])[1 + nation_stage_chance(c.n, 613) % 3], 'Asked for by the legal team', k.id,
       c.opened_at
from nation_stage_case c
join nation_stage_keeper k on k.trust_n = c.trust_n
where nation_stage_chance(c.n, 612) % 1500 = 0;

-- Of what was kept for long enough one record in four is held back; of the rest most wait for two people, some for one more, and a few
-- are kept for now.
insert into disclosure_hold (person_id, kind, reason, set_by_id, set_at)
select d.n, 'inquiry', 'An inquest asked for all papers', k.id, timestamptz '2014-03-10 10:00Z'
from nation_stage_due d join nation_stage_keeper k on k.trust_n = d.trust_n
where d.place % 4 = 0;

insert into disclosure_proposal (person_id, rule, due_on, state, proposed_at, first_by_id, first_at, kept_until, answer)
select d.n, 'community', d.due_on, s.state, timestamptz '2014-05-20 01:40Z', case s.state when 'agreed' then k.id end,
       case s.state when 'agreed' then timestamptz '2014-05-27 09:30Z' end, case s.state when 'kept' then date '2016-05-31' end,
       case s.state when 'kept' then 'A claim about the time under supervision is expected.' else '' end
from nation_stage_due d
left join nation_stage_keeper k on k.trust_n = d.trust_n
cross join lateral (
    select case when k.id is null then 'proposed' when d.place % 4 = 3 then 'agreed' when d.place % 8 = 6 then 'kept' else 'proposed' end as state
) s
where d.place % 4 <> 0
order by d.n;

-- What is left of records that went: numbers that nobody has.
insert into disclosure_tombstone (crn, survivor_crn, rule, due_on, removed_at, first_by_id, second_by_id, rows_removed, contents_removed)
select chr(65 + (x.drawn / 1000000)::integer) || lpad((x.drawn % 1000000)::text, 6, '0'), '', 'community', date '2014-02-01' + 7 * i,
       timestamptz '2014-04-02 01:40Z' + i * interval '9 days', k.id, m.id, 40 + (nation_stage_chance(i, 725) % 300)::integer, 0
from generate_series(1, 3) i
cross join lateral (select ((:people + i)::bigint * 7368787 + :seed % 26000000 + 26000000) % 26000000 as drawn) x
join nation_stage_keeper k on k.trust_n = 1
join nation_stage_post m on m.trust_n = 1 and m.ordinal = 1;

drop table nation_stage_due;
