"""What a dry run finds, by bare SQL: the floor that it is held against."""

# Staff, teams, offices and what follows a case are copied as they were answered; the decision and the tables for all cases
# are worked out by hand, with the team and officer that go on with each.
OTHER_ANSWERS = """
insert into bare_answer (plan_id, kind, item_id, reference, standing, from_owner_id, from_holder_id, from_post_id,
                         to_owner_id, to_holder_id, to_post_id, rule, also, looked_at)
select plan_id, kind, item_id, reference, standing, from_owner_id, from_holder_id, from_post_id, to_owner_id, to_holder_id,
       to_post_id, rule, also, looked_at
from restructure_answer where plan_id = %(plan)s and kind <> 'case'
"""
TARGETS = """
create temp table bare_target on commit drop as
select distinct t.code as trust, k.value = 'crc' as is_company, a.to_owner_id as id
from restructure_answer a
join organisation_unitcode t on t.unit_id = a.from_owner_id
join organisation_unitfact k on k.unit_id = a.to_owner_id and k.fact = 'kind'
where a.plan_id = %(plan)s and a.kind = 'case';
create temp table bare_way on commit drop as
select from_holder_id, to_owner_id, array_agg(distinct to_holder_id) as teams
from restructure_answer where plan_id = %(plan)s and kind = 'case' group by 1, 2;
analyze bare_target, bare_way, bare_answer
"""
BARE_ANSWERS = """
insert into bare_answer (plan_id, kind, item_id, reference, standing, from_owner_id, from_holder_id, from_post_id,
                         to_owner_id, to_holder_id, to_post_id, rule, also, looked_at)
select %(plan)s, 'case', c.id, p.crn, case when d.rule is null then 'undetermined' else 'answered' end, a.owner_id,
       a.holder_id, a.post_id, t.id,
       coalesce(case when seat.to_owner_id = t.id then seat.to_holder_id end, w.teams[1 + c.id %% cardinality(w.teams)], t.id),
       case when seat.to_owner_id = t.id then a.post_id end,
       'nps-or-crc/' || coalesce(d.rule, 'rsr'),
       array_remove(array[
           case when s.deferred and d.rule <> 'deferred' then 'nps-or-crc/deferred' end,
           case when r.other_sentence = 'NPS' and d.rule <> 'already_nps' then 'nps-or-crc/already_nps' end,
           case when r.mappa in ('1', '2', '3') and d.rule <> 'mappa' then 'nps-or-crc/mappa' end,
           case when r.rosh in ('high', 'very high') and d.rule <> 'rosh' then 'nps-or-crc/rosh' end,
           case when r.meets_deportation_criteria and d.rule <> 'deportation' then 'nps-or-crc/deportation' end,
           case when round(r.rsr, 2) >= 6.89 and d.rule <> 'rsr' then 'nps-or-crc/rsr' end,
           case when r.public_interest = 'approved' and d.rule <> 'public_interest' then 'nps-or-crc/public_interest' end], null),
       jsonb_build_object('deferred', s.deferred, 'other_active', r.other_sentence, 'mappa', r.mappa, 'rosh', r.rosh,
           'deportation_criteria', r.meets_deportation_criteria, 'rsr', r.rsr, 'public_interest', r.public_interest,
           'provider', o.code)
from probation_case c
join people_person p on p.id = c.person_id
join (select distinct on (item_id) item_id, owner_id, holder_id, post_id from probation_caseassignment
      where starts_at <= %(now)s and change_id is null order by item_id, starts_at desc) a on a.item_id = c.id
join probation_riskprofile r on r.case_id = c.id and r.superseded_at is null
join (select case_id, bool_or(is_deferred) as deferred from probation_sentence where terminated_on is null
      group by case_id) s on s.case_id = c.id
join organisation_unitcode o on o.unit_id = a.owner_id
cross join lateral (select case
    when s.deferred then 'deferred' when r.other_sentence = 'NPS' then 'already_nps'
    when r.mappa in ('1', '2', '3') then 'mappa' when r.rosh in ('high', 'very high') then 'rosh'
    when r.meets_deportation_criteria then 'deportation' when round(r.rsr, 2) >= 6.89 then 'rsr'
    when r.public_interest = 'approved' then 'public_interest'
    when r.public_interest = 'requested' then 'approval-pending'
    when r.rsr is not null and r.rosh is not null and r.mappa is not null then 'otherwise' end as rule) d
left join bare_target t on t.trust = o.code and t.is_company = (d.rule = 'otherwise')
left join bare_answer seat on seat.plan_id = %(plan)s and seat.kind = 'account' and seat.item_id = a.post_id
left join bare_way w on w.from_holder_id = a.holder_id and w.to_owner_id = t.id
where c.closed_at is null
"""

# What the plan's four constraints ask, how much work each team and officer has then, which rules make which shares, and what
# was not known, by hand.
TOGETHER = """
select from_post_id from (
    select from_post_id, to_owner_id, count(*) as n from bare_answer
    where kind = 'case' and from_post_id is not null group by 1, 2
) shares
group by 1 having 2 * max(n) < sum(n)
"""
QUALIFIED = """
select a.reference from bare_answer a
join probation_riskprofile r on r.case_id = a.item_id and r.superseded_at is null
join access_post p on p.id = a.to_post_id
join access_account u on u.id = p.account_id
where a.kind = 'case' and r.rosh in ('high', 'very high') and u.grade not in ('PO', 'SPO')
"""
LOADS = """
analyze bare_answer;
insert into bare_load (plan_id, kind, per, holder_id, post_id, from_owner_id, owner_id, before, after, at_most)
select %(plan)s, 'case', 'team', l.id, null::bigint, l.from_owner_id, l.owner_id, coalesce(n.n, 0), l.n, 200
from (select to_holder_id as id, count(*) as n, min(to_owner_id) as owner_id, min(from_owner_id) as from_owner_id
      from bare_answer where kind = 'case' and to_holder_id is not null group by 1) l
left join (select from_holder_id as id, count(*) as n from bare_answer where kind = 'case' group by 1) n on n.id = l.id
union all
select %(plan)s, 'case', 'officer', null, l.id, l.from_owner_id, l.owner_id, coalesce(n.n, 0), l.n, 60
from (select to_post_id as id, count(*) as n, min(to_owner_id) as owner_id, min(from_owner_id) as from_owner_id
      from bare_answer where kind = 'case' and to_post_id is not null group by 1) l
left join (select from_post_id as id, count(*) as n from bare_answer where kind = 'case' group by 1) n on n.id = l.id
"""
OVER = "select * from bare_load where after > at_most"
SHARES = "select rule, to_owner_id, count(*) from bare_answer where kind = 'case' group by 1, 2"
MISSING = "select kind, count(*) from bare_answer where looked_at @? '$.* ? (@ == null)' group by 1"

ALL = (OTHER_ANSWERS, TARGETS, BARE_ANSWERS, TOGETHER, QUALIFIED, LOADS, OVER, SHARES, MISSING)
