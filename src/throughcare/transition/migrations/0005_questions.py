from django.db import migrations

# The item of a plan that somebody may challenge: a post of their own; work they have before the day or after it, or that a
# team of theirs has. What is not theirs is not found, whether there is such a thing or not.
ITEM = """
create function transition_item(asked_plan bigint, wanted_kinds text[], asked_reference text)
returns table (kind text, item_id bigint, reference text)
language sql stable security definer set search_path = public, pg_temp as $$
    with posts as (select p.id from access_post p where p.account_id = tc_account())
    select a.kind::text, a.item_id, a.reference::text
    from restructure_answer a
    where a.plan_id = asked_plan and a.reference = asked_reference
      and (wanted_kinds is null and a.kind <> 'account' or a.kind = any (wanted_kinds))
      and (a.kind = 'account' and a.item_id in (select id from posts)
           or a.from_post_id in (select id from posts) or a.to_post_id in (select id from posts)
           or a.kind <> 'account'
              and (access_reaches('case.allocate', a.from_owner_id, a.from_holder_id)
                   or access_reaches('case.allocate', a.to_owner_id, a.to_holder_id)))
    order by a.kind = 'case', a.kind, a.item_id limit 1
$$;
"""

# What the list of staff went by for an account's posts: to the account itself, and to whoever works on reforms everywhere.
LIST = """
create function transition_place(asked_plan bigint, asked_account bigint)
returns table (post_code text, standing text, rule text, to_owner_id bigint, looked_at jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.reference::text, a.standing::text, a.rule::text, a.to_owner_id, a.looked_at
    from restructure_answer a
    join access_post p on p.id = a.item_id and p.account_id = asked_account
    where a.plan_id = asked_plan and a.kind = 'account'
      and (asked_account = tc_account() or 'restructure.see' = any (tc_words('everywhere')))
    order by a.reference
$$;
"""

# How many of each trait came to each kind of body. For the programme, which shows no small number of them.
OUTCOMES = """
create function transition_outcomes(asked_plan bigint)
returns table (trait text, value text, result text, people bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with seats as materialized (
        select distinct on (p.account_id) p.account_id, u.grade::text as grade,
               case when a.standing = 'answered' then organisation_fact(a.to_owner_id, 'kind', m.after_at, m.after_live) end as result,
               m.after_at
        from transition_moments(asked_plan) m
        join restructure_answer a on a.plan_id = asked_plan and a.kind = 'account'
        join access_post p on p.id = a.item_id
        join access_account u on u.id = p.account_id
        where 'restructure.see' = any (tc_words('everywhere'))
        order by p.account_id, p.id
    ),
    traits as (
        select s.account_id, s.result, t.trait, t.value
        from seats s
        left join access_equality e on e.account_id = s.account_id
        cross join lateral (values
            ('grade', s.grade),
            ('sex', e.sex::text),
            ('age', case when e.born_on is not null then width_bucket(
                extract(year from age(s.after_at at time zone 'Europe/London', e.born_on)), array[25, 35, 45, 55])::text end),
            ('disability', case e.is_disabled when true then 'yes' when false then 'no' end)
        ) t (trait, value)
    )
    select t.trait, coalesce(t.value, ''), coalesce(t.result, ''), count(*) from traits t group by 1, 2, 3 order by 1, 2, 3
$$;
"""

BACK = """
drop function transition_outcomes; drop function transition_place; drop function transition_item;
"""


class Migration(migrations.Migration):
    dependencies = [("transition", "0004_lists")]

    operations = [migrations.RunSQL(ITEM + LIST + OUTCOMES, BACK)]
