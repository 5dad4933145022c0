-- One person in four hundred waits for a copy of their record, and a few records are held for an inquiry or a claim. Whoever heads
-- the trust took each down.

insert into disclosure_request (reference, person_id, regime, received_on, due_on, state, asked_by_id, asked_at, steps_done, steps_total, digest, answer)
select 'D' || lpad((row_number() over (order by c.n))::text, 7, '0'), c.n, 'general', ago.day, ago.day + 40, 'waiting',
       h.id, nation_stage_moment(ago.day, 8), 0, 0, '', ''
from nation_stage_case c
join nation_stage_post h on h.trust_n = c.trust_n and h.role = 'executive'
cross join lateral (select date '2014-05-30' - (nation_stage_chance(c.n, 611) % 44)::integer as day) ago
where nation_stage_chance(c.n, 610) % 400 = 0;

insert into disclosure_hold (person_id, kind, reason, set_by_id, set_at)
select c.n, (array['inquiry', 'court', 'complaint'])[1 + nation_stage_chance(c.n, 613) % 3], 'Asked for by the legal team', h.id,
       c.opened_at
from nation_stage_case c
join nation_stage_post h on h.trust_n = c.trust_n and h.role = 'executive'
where nation_stage_chance(c.n, 612) % 1500 = 0;
