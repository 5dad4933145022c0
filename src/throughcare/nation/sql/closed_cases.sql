-- Cases that were closed long ago, one to forty open ones and at least four of each trust, of people who have no other: an order that
-- was completed, its court, and two entries of the log. Of three the record of two has been kept for as long as it may be.

create temp table nation_stage_closed on commit drop as
select o.n, t.n as trust_n, p.id as post_id, p.unit_id, d.closed_on, d.closed_on - 365 as imposed_on,
       d.closed_on + time '15:00' as closed_at, d.closed_on - 365 + time '10:00' as opened_at, o.number, d.is_due
from (
    select row_number() over (order by t.n, i) + (select count(*) from nation_stage_case) as n, t.n as trust_n, i as number
    from nation_stage_trust t
    cross join lateral generate_series(1, greatest(4, (t.cases_to_nps + t.cases_to_crc) / 40)) i
) o
join nation_stage_trust t on t.n = o.trust_n
join nation_stage_post p on p.trust_n = t.n and p.ordinal = 1 + o.number % t.leaders_to_nps
cross join lateral (select o.number % 3 > 0 as is_due) y
cross join lateral (
    select nation_stage_weekday(date '2014-05-30' - (case when y.is_due then 2200 else 400 end
               + nation_stage_chance(o.n, 721) % 700)::integer) as closed_on, y.is_due
) d
where o.n <= :people;
analyze nation_stage_closed;

insert into probation_case (id, person_id, opened_at, closed_at, contacts_made, documents_made, recorded_at)
select n, n, opened_at, closed_at, 2, 0, greatest(opened_at, timestamptz '2010-03-31 23:00Z') from nation_stage_closed order by n;

-- A case is its trust's from the day on which it was opened, as trusts told of cases from before they began.
insert into probation_caseassignment (id, item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
select n, n, 1 + trust_n, unit_id, post_id, opened_at, greatest(opened_at, timestamptz '2010-03-31 23:00Z'), 'recorded'
from nation_stage_closed order by n;

insert into probation_sentence (id, case_id, number, type_id, offence_id, offence_on, court, referred_on, convicted_on, imposed_on, length,
                                length_unit, second_length, second_unit, notional_ends_on, ends_on, terminated_on, ended_for, verdict,
                                is_deferred, recorded_at)
select n * 2, n, 1, '201', (array['04600', '04900', '10501', '80301', '12500'])[1 + nation_stage_chance(n, 722) % 5], imposed_on - 60,
       '', imposed_on - 21, imposed_on - 21, imposed_on, 12, 'months', null, '', e.ends_on, e.ends_on, least(closed_on, e.ends_on),
       'completed', 'G', false, opened_at
from nation_stage_closed
cross join lateral (select (imposed_on + interval '12 months')::date - 1 as ends_on) e
order by n;

insert into probation_appearance (id, case_id, sentence_id, court_id, held_on, kind, plea, outcome_id, remand, bail_conditions, recorded_at)
select c.n * 2, c.n, c.n * 2, q.code, c.imposed_on, 'sentence', 'guilty', '201', '', '', c.opened_at
from nation_stage_closed c
join (
    select code, row_number() over (order by code) - 1 as place, count(*) over () as among from probation_court where kind = 'magistrates'
) q on q.place = nation_stage_chance(c.trust_n, 572) % q.among
order by c.n;
update probation_sentence s set court = q.name
from nation_stage_closed c
join probation_appearance a on a.id = c.n * 2
join probation_court q on q.code = a.court_id
where s.id = c.n * 2;

insert into probation_contact (id, case_id, number, type_id, outcome_id, sentence_id, starts_at, ends_at, notes, is_sensitive, author_id,
                               hours_credited, recorded_at, version)
select m.highest + 2 * row_number() over (order by c.n) - 2 + k, c.n, k, case k when 1 then 'COAI' else 'COAP' end, 'ATTC', c.n * 2, e.starts_at, e.starts_at + interval '1 hour',
       case k when 1 then 'First appointment. The order was explained.' else 'Last appointment. The order is completed.' end, false,
       c.post_id, 1, e.starts_at + interval '90 minutes', 1
from nation_stage_closed c
cross join generate_series(1, 2) k
cross join lateral (select nation_stage_moment(nation_stage_weekday(case k when 1 then c.imposed_on + 2 else c.closed_on - 7 end), 8) as starts_at) e
cross join (select coalesce(max(id), 0) as highest from probation_contact) m
order by c.n, k;

-- What waits for a decision by the night before, kept apart for the step that knows who decides.
create table nation_stage_due as
select n, trust_n, closed_on, (closed_on + interval '6 years')::date as due_on, row_number() over (partition by trust_n order by n) as place
from nation_stage_closed where is_due;
