-- What is held apart from its case, and what is asked of other trusts part by part. Keys and indexes are there again.

-- A quarter of the unpaid work that goes on is with another post of the trust, as of those who arrange it: a few percent of all requirements.
insert into probation_heldapart (id, case_id, number, requirement_id, starts_at, recorded_at)
select row_number() over (order by q.id), q.case_id, row_number() over (partition by q.case_id order by q.id), q.id,
       q.recorded_at, q.recorded_at
from probation_requirement q
join probation_sentence s on s.id = q.sentence_id and s.terminated_on is null
join nation_stage_case c on c.n = q.case_id
where q.type_id = 'W' and q.ended_on is null and nation_stage_chance(q.case_id, 641) % 4 = 0
  and exists (select from nation_stage_post p where p.trust_n = c.trust_n and not p.is_to_nps and p.role in ('unpaid-work', 'programmes', 'officer'));

insert into probation_heldapartassignment (id, item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
with gangs as (
    select p.trust_n, array_agg(p.id order by p.id) as posts, array_agg(p.unit_id order by p.id) as units, count(*)
    from nation_stage_post p where not p.is_to_nps and p.role in ('unpaid-work', 'programmes', 'officer') group by p.trust_n
)
select h.id, h.id, 1 + c.trust_n, g.units[1 + h.case_id % g.count], g.posts[1 + h.case_id % g.count], h.starts_at, h.recorded_at,
       'recorded'
from probation_heldapart h
join nation_stage_case c on c.n = h.case_id
join gangs g on g.trust_n = c.trust_n;

-- What waits for another trust is the person with all that goes with the case; of a few more cases one requirement alone.
create temp table nation_stage_moving on commit drop as
select t.id as transfer_id, t.case_id, t.recorded_at, c.sentence_id, c.requirement_id, c.condition_id, c.supervision_id, c.nsi_id,
       c.key, 2 as rank
from probation_transfer t
cross join lateral probation_components(t.case_id, timestamptz '2014-05-31 08:00+00', '{}') c
where t.state = 'pending' and c.apart_id is null
union all
select t.id, t.case_id, t.recorded_at, null, null, null, null, null, '', 1 from probation_transfer t where t.state = 'pending';

create temp table nation_stage_asked on commit drop as
select row_number() over (order by q.id) + (select coalesce(max(t.id), 0) from probation_transfer t) as id, q.case_id,
       q.id as requirement_id, c.trust_n,
       nation_stage_moment(nation_stage_weekday(date '2014-05-30' - (nation_stage_chance(q.case_id, 643) % 12)::integer), 14) as asked_at
from probation_requirement q
join probation_sentence s on s.id = q.sentence_id and s.terminated_on is null
join nation_stage_case c on c.n = q.case_id
where q.ended_on is null and q.type_id <> 'W' and nation_stage_chance(q.case_id, 642) % 400 = 0 and c.opened_on < date '2014-05-01'
  and not exists (select from probation_transfer t where t.case_id = q.case_id);

insert into probation_transfer (id, case_id, number, from_unit_id, to_unit_id, state, reason, asked_at, answer, recorded_at)
select a.id, a.case_id, row_number() over (partition by a.case_id order by a.id), 1 + a.trust_n,
       2 + (a.trust_n + nation_stage_chance(a.case_id, 644) % 34) % 35, 'pending', 'It is delivered in the other area', a.asked_at, '',
       a.asked_at
from nation_stage_asked a;

insert into probation_transferpart (id, transfer_id, case_id, sentence_id, requirement_id, condition_id, supervision_id, nsi_id, state,
                                    answer, recorded_at)
select row_number() over (order by m.transfer_id, m.rank, m.key), m.transfer_id, m.case_id, m.sentence_id, m.requirement_id,
       m.condition_id, m.supervision_id, m.nsi_id, 'pending', '', m.recorded_at
from (
    select * from nation_stage_moving
    union all
    select a.id, a.case_id, a.asked_at, null, a.requirement_id, null, null, null, '', 3 from nation_stage_asked a
) m;
