"""How many cases accounts can open on either side of the day, by sets.

What an account reaches is asked of access once for all who sit alike, and held against counts of cases by where they come
from and go. Restrictions and exceptions concern few pairs of account and case, and are settled pair by pair.
"""

from typing import Final

from throughcare.kernel.scripts import statements
from throughcare.transition.queries import sql

MOVEMENTS: Final = """
insert into transition_movement (round_id, from_owner_id, from_holder_id, to_owner_id, to_holder_id, is_closed_before,
                                 is_closed_after, cases)
select %(round)s, c.from_owner_id, c.from_holder_id, c.to_owner_id, c.to_holder_id,
       coalesce(r.before, false), coalesce(r.after, false), count(*)
from transition_cases(%(plan)s) c
left join (
    -- Nobody has the number 0: what is closed to it is closed to whoever no restriction names.
    select p.person_id, access_refused_to(0, p.person_id, m.before_at) as before,
           access_refused_to(0, p.person_id, m.after_at) as after
    from (select distinct person_id from access_restriction) p cross join transition_moments(%(plan)s) m
) r on r.person_id = c.person_id
group by 2, 3, 4, 5, 6, 7
"""

_SEATS: Final = """
create temp table transition_now_seat on commit drop as
select * from transition_seats(%(plan)s, %(accounts)s);
create index on transition_now_seat (post_id);
create index on transition_now_seat (account_id);
analyze transition_now_seat;
"""

_REACHES: Final = """
create temp table transition_now_reach on commit drop as
select r.*, encode(sha256(convert_to(concat_ws('|', read_owners, read_units, minimum_owners, actions), 'UTF8')), 'hex') as key
from transition_reaches(%(plan)s, %(accounts)s) r;

insert into transition_reach (round_id, key, read_owners, read_units, minimum_owners, actions)
select distinct on (key) %(round)s::bigint, key, read_owners, read_units, minimum_owners, actions
from transition_now_reach order by key
on conflict (round_id, key) do nothing;

create temp table transition_now_pair on commit drop as
select a.account_id, b.id as before_id, n.id as after_id
from unnest(%(accounts)s::bigint[]) a (account_id)
left join transition_now_reach x on x.account_id = a.account_id and not x.is_after
left join transition_reach b on b.round_id = %(round)s and b.key = x.key
left join transition_now_reach y on y.account_id = a.account_id and y.is_after
left join transition_reach n on n.round_id = %(round)s and n.key = y.key;
analyze transition_now_pair;
"""

_COUNTS: Final = """
create temp table transition_now_count on commit drop as
select p.before_id, p.after_id,
       coalesce(sum(m.cases) filter (where v.before = 'full'), 0) as opens_before,
       coalesce(sum(m.cases) filter (where v.after = 'full'), 0) as opens_after,
       coalesce(sum(m.cases) filter (where v.before = 'full' and v.after is distinct from 'full'), 0) as opens_lost,
       coalesce(sum(m.cases) filter (where v.after = 'full' and v.before is distinct from 'full'), 0) as opens_found,
       coalesce(sum(m.cases) filter (where v.before = 'minimum'), 0) as minimum_before,
       coalesce(sum(m.cases) filter (where v.after = 'minimum'), 0) as minimum_after
from (select distinct before_id, after_id from transition_now_pair) p
left join transition_reach b on b.id = p.before_id
left join transition_reach a on a.id = p.after_id
left join transition_movement m on m.round_id = %(round)s
cross join lateral (
    select
        case when not m.is_closed_before then
            access_view(b.read_owners, b.read_units, b.minimum_owners, 'minimum', m.from_owner_id, m.from_holder_id)
        end as before,
        case when not m.is_closed_after then
            access_view(a.read_owners, a.read_units, a.minimum_owners, 'minimum', m.to_owner_id, m.to_holder_id)
        end as after
) v
group by 1, 2
"""

# Where somebody is named: how the count above has the case, against what they will see of it.
_NAMED: Final = """
create temp table transition_now_named on commit drop as
with moments as materialized (select * from transition_moments(%(plan)s)),
named as (
    select r.account_id, r.person_id, null::bigint as case_id from access_restriction r where r.account_id = any (%(accounts)s)
    union
    select g.account_id, null, g.case_id from access_grant g cross join moments m
    where g.account_id = any (%(accounts)s) and g.ends_at > m.before_at and g.starts_at <= m.after_at
),
cases as materialized (
    select c.* from transition_cases(%(plan)s) c
    where c.person_id = any (array(select person_id from named where person_id is not null))
    union
    select c.* from transition_cases(%(plan)s) c
    where c.case_id = any (array(select case_id from named where case_id is not null))
),
pairs as (
    select distinct p.account_id, p.before_id, p.after_id, c.*
    from named n
    join cases c on c.person_id = n.person_id or c.case_id = n.case_id
    join transition_now_pair p on p.account_id = n.account_id
),
judged as (
    select q.account_id,
        case when not access_refused_to(0, q.person_id, m.before_at) then
            access_view(b.read_owners, b.read_units, b.minimum_owners, 'minimum', q.from_owner_id, q.from_holder_id) end as counted_before,
        case when not access_refused_to(0, q.person_id, m.after_at) then
            access_view(a.read_owners, a.read_units, a.minimum_owners, 'minimum', q.to_owner_id, q.to_holder_id) end as counted_after,
        case when cardinality(b.actions) > 0 and not access_refused_to(q.account_id, q.person_id, m.before_at) then
            access_view(b.read_owners, b.read_units, b.minimum_owners,
                        coalesce(access_granted_to(q.account_id, q.case_id, m.before_at), 'minimum'),
                        q.from_owner_id, q.from_holder_id) end as seen_before,
        case when cardinality(a.actions) > 0 and not access_refused_to(q.account_id, q.person_id, m.after_at) then
            access_view(a.read_owners, a.read_units, a.minimum_owners,
                        coalesce(access_granted_to(q.account_id, q.case_id, m.after_at), 'minimum'),
                        q.to_owner_id, q.to_holder_id) end as seen_after
    from pairs q cross join moments m
    left join transition_reach b on b.id = q.before_id
    left join transition_reach a on a.id = q.after_id
)
select account_id,
    count(*) filter (where seen_before = 'full') - count(*) filter (where counted_before = 'full') as opens_before,
    count(*) filter (where seen_after = 'full') - count(*) filter (where counted_after = 'full') as opens_after,
    count(*) filter (where seen_before = 'full' and seen_after is distinct from 'full')
        - count(*) filter (where counted_before = 'full' and counted_after is distinct from 'full') as opens_lost,
    count(*) filter (where seen_after = 'full' and seen_before is distinct from 'full')
        - count(*) filter (where counted_after = 'full' and counted_before is distinct from 'full') as opens_found,
    count(*) filter (where seen_before = 'minimum') - count(*) filter (where counted_before = 'minimum') as minimum_before,
    count(*) filter (where seen_after = 'minimum') - count(*) filter (where counted_after = 'minimum') as minimum_after
from judged group by account_id
"""

# Who stands over whom: the manager of the same unit, or else of the same provider, or else its head.
_LEADERS: Final = """
create temp table transition_now_leader on commit drop as
select s.* from transition_seats(%(plan)s, array(
    select distinct account_id from access_post where role in ('manager', 'executive') and account_id is not null)) s
where s.role in ('manager', 'executive');
create index on transition_now_leader (from_owner_id);
create index on transition_now_leader (to_owner_id);
analyze transition_now_leader;
"""
_LEADER: Final = """(
    select l.account_id from transition_now_leader l
    where l.{side}_owner_id = s.{side}_owner_id and l.account_id <> s.account_id
    order by l.{side}_holder_id = s.{side}_holder_id desc, l.role = 'manager' desc, l.post_id limit 1)"""

_PREVIEWS: Final = f"""
insert into transition_preview (
    plan_id, round_id, account_id, post_id, standing, from_owner_id, from_holder_id, from_manager_id, to_owner_id,
    to_holder_id, to_manager_id, before_id, after_id, opens_before, opens_after, opens_lost, opens_found, minimum_before,
    minimum_after, cases_kept, cases_passed, cases_gained, cases_waiting, tasks, digest, made_at)
select %(plan)s, %(round)s, p.account_id, s.post_id, coalesce(s.standing, ''), s.from_owner_id, s.from_holder_id,
       {_LEADER.format(side="from")}, s.to_owner_id, s.to_holder_id, {_LEADER.format(side="to")}, p.before_id, p.after_id,
       c.opens_before + coalesce(n.opens_before, 0), c.opens_after + coalesce(n.opens_after, 0),
       c.opens_lost + coalesce(n.opens_lost, 0), c.opens_found + coalesce(n.opens_found, 0),
       c.minimum_before + coalesce(n.minimum_before, 0), c.minimum_after + coalesce(n.minimum_after, 0),
       0, 0, 0, 0, 0, '', %(now)s
from transition_now_pair p
join transition_now_count c on c.before_id is not distinct from p.before_id and c.after_id is not distinct from p.after_id
left join transition_now_named n on n.account_id = p.account_id
left join (select distinct on (account_id) * from transition_now_seat
           order by account_id, standing = '', post_id) s on s.account_id = p.account_id
on conflict (plan_id, account_id) do update set
    (round_id, post_id, standing, from_owner_id, from_holder_id, from_manager_id, to_owner_id, to_holder_id, to_manager_id,
     before_id, after_id, opens_before, opens_after, opens_lost, opens_found, minimum_before, minimum_after, made_at)
  = (excluded.round_id, excluded.post_id, excluded.standing, excluded.from_owner_id, excluded.from_holder_id,
     excluded.from_manager_id, excluded.to_owner_id, excluded.to_holder_id, excluded.to_manager_id, excluded.before_id,
     excluded.after_id, excluded.opens_before, excluded.opens_after, excluded.opens_lost, excluded.opens_found,
     excluded.minimum_before, excluded.minimum_after, excluded.made_at)
"""


def lay_movements(params: dict[str, object]) -> None:
    """Count every open case by where it comes from and goes, once for a round."""
    sql.write(MOVEMENTS, params)
    sql.write("analyze transition_movement")


def write_previews(params: dict[str, object]) -> None:
    """Write the preview of each account asked for, without its lines; `transition_now_seat` stays laid for those."""
    for script in (_SEATS, _REACHES, _COUNTS, _NAMED, _LEADERS, _PREVIEWS):
        for statement in statements(script):
            sql.write(statement, params)
