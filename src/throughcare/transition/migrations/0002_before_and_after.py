from django.db import migrations

# The two sides of a plan: now, or the last moment before its instant once that has passed; and the instant with the plan live.
MOMENTS = """
create function transition_moments(asked_plan bigint)
returns table (before_at timestamptz, before_live bigint[], after_at timestamptz, after_live bigint[])
language sql stable as $$
    select least(tc_now(), p.effective_at - interval '1 microsecond'),
           array_remove(organisation_live('infinity'), p.change_id),
           p.effective_at,
           array_remove(organisation_live('infinity'), p.change_id) || p.change_id
    from restructure_plan p where p.id = asked_plan
$$;
"""

# The run that answered a plan as its answers stand: the last dry run, or the last before it was staged. Everybody may know
# whether what they are shown rests on it.
ANSWERED = """
create function transition_answered_by(asked_plan bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select max(r.id) from restructure_run r
    where r.plan_id = asked_plan and r.step = 'plan' and r.state = 'done'
      and r.id < coalesce(
          (select min(s.id) from restructure_run s where s.plan_id = asked_plan and s.step = 'stage' and s.state = 'done'),
          'infinity'::float8)
$$;
"""

# Where every post of some accounts is on either side. After the day it is where the plan's answer puts it, staged or not;
# a post that the plan has nothing to say of is where the rows have it.
SEATS = """
create function transition_seats(asked_plan bigint, accounts bigint[])
returns table (account_id bigint, post_id bigint, role text, standing text, from_owner_id bigint, from_holder_id bigint,
               to_owner_id bigint, to_holder_id bigint)
language sql stable as $$
    select p.account_id, p.id, p.role::text, coalesce(a.standing, '')::text, b.owner_id, b.holder_id,
           case when n.is_there and a.standing = 'answered' then a.to_owner_id else n.owner_id end,
           case when n.is_there and a.standing = 'answered' then coalesce(a.to_holder_id, a.to_owner_id) else n.holder_id end
    from transition_moments(asked_plan) m
    cross join access_post p
    join access_account u on u.id = p.account_id and u.is_active
    left join restructure_answer a on a.plan_id = asked_plan and a.kind = 'account' and a.item_id = p.id
    left join lateral (
        select x.owner_id, x.holder_id from access_postassignment x
        where x.item_id = p.id and p.starts_at <= m.before_at and (p.ends_at is null or p.ends_at > m.before_at)
          and x.starts_at <= m.before_at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (m.before_live))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) b on true
    left join lateral (
        select x.owner_id, x.holder_id, true as is_there from access_postassignment x
        where x.item_id = p.id and p.starts_at <= m.after_at and (p.ends_at is null or p.ends_at > m.after_at)
          and x.starts_at <= m.after_at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (m.after_live))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) n on true
    where p.account_id = any (accounts) and (b.owner_id is not null or n.owner_id is not null)
$$;
"""

# How far accounts reach on either side: asked of the access functions, once for all accounts with the same seats. A seat
# in a unit that does not operate is worth nothing (I9). Where a role has nothing that reaches by unit, it sits alike in every
# unit of its provider.
REACHES = """
create function transition_reaches(asked_plan bigint, accounts bigint[])
returns table (account_id bigint, is_after boolean, read_owners bigint[], read_units bigint[], minimum_owners bigint[],
               actions text[])
language sql stable as $$
    with moments as materialized (select * from transition_moments(asked_plan)),
    placed as materialized (select * from transition_seats(asked_plan, accounts)),
    sides as (
        select p.account_id, false as is_after, p.role, p.from_owner_id as owner_id, p.from_holder_id as holder_id,
               m.before_at as at, m.before_live as live
        from placed p cross join moments m where p.from_owner_id is not null
        union all
        select p.account_id, true, p.role, p.to_owner_id, p.to_holder_id, m.after_at, m.after_live
        from placed p cross join moments m where p.to_owner_id is not null
    ),
    operating as materialized (
        select u.unit_id, u.is_after
        from (select distinct unnest(array[owner_id, holder_id]) as unit_id, is_after, at, live from sides) u
        where organisation_fact(u.unit_id, 'operating', u.at, u.live) = 'yes'
    ),
    alike as (
        select s.account_id, s.is_after, s.at, s.live, s.role, s.owner_id,
               case when s.role in (select p.role from access_permission p where p.reach = 'unit') then s.holder_id
                    else s.owner_id end as holder_id
        from sides s
        join operating o on o.unit_id = s.owner_id and o.is_after = s.is_after
        join operating h on h.unit_id = s.holder_id and h.is_after = s.is_after
    ),
    held as (
        select s.account_id, s.is_after, s.at, s.live,
               array_agg(s.role order by s.role, s.owner_id, s.holder_id) as roles,
               array_agg(s.owner_id order by s.role, s.owner_id, s.holder_id) as owners,
               array_agg(s.holder_id order by s.role, s.owner_id, s.holder_id) as holders
        from alike s group by s.account_id, s.is_after, s.at, s.live
    ),
    reached as materialized (
        select d.is_after, d.roles, d.owners, d.holders, r.*
        from (select distinct h.is_after, h.at, h.live, h.roles, h.owners, h.holders from held h) d
        cross join lateral (
            select
                coalesce(array_agg(distinct x.provider_id order by x.provider_id)
                         filter (where x.action = 'case.read' and x.provider_id is not null), '{}') as read_owners,
                coalesce(array_agg(distinct x.unit_id order by x.unit_id)
                         filter (where x.action = 'case.read' and x.unit_id is not null), '{}') as read_units,
                coalesce(array_agg(distinct x.provider_id order by x.provider_id)
                         filter (where x.action = 'case.minimum' and x.provider_id is not null), '{}') as minimum_owners,
                coalesce(array_agg(distinct x.action order by x.action), '{}') as actions
            from access_reach_of(d.roles, d.owners, d.holders, d.at, d.live) x
        ) r
    )
    select h.account_id, h.is_after, r.read_owners, r.read_units, r.minimum_owners, r.actions
    from held h
    join reached r on r.is_after = h.is_after and r.roles = h.roles and r.owners = h.owners and r.holders = h.holders
$$;
"""

# Every open case with its person, and who answers for it on either side. Asked of the room that has the cases: until it
# says otherwise, there are none.
CASES = """
create function transition_cases(asked_plan bigint)
returns table (case_id bigint, reference text, person_id bigint, from_owner_id bigint, from_holder_id bigint,
               to_owner_id bigint, to_holder_id bigint)
language sql stable as $$
    select null::bigint, null::text, null::bigint, null::bigint, null::bigint, null::bigint, null::bigint where false
$$;
"""

# What comes to somebody who did not have it before. Few items do; without this, each look would read every answer.
GAINED = """
create index transition_gained on restructure_answer (plan_id, to_post_id)
    where to_post_id is not null and to_post_id is distinct from from_post_id;
"""

BACK = """
drop index transition_gained;
drop function transition_cases; drop function transition_reaches; drop function transition_seats;
drop function transition_answered_by; drop function transition_moments;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("transition", "0001_tables"),
        ("access", "0016_reach_of_seats"),
        ("restructure", "0007_clocks_are_read"),
    ]

    operations = [migrations.RunSQL(MOMENTS + ANSWERED + SEATS + REACHES + CASES + GAINED, BACK)]
