from django.db import migrations

# Lists behind the counts of a preview. They name cases that their reader may not open yet, or not any more, by reference
# alone, and only to whoever may see the preview.
MAY_SEE = """
create function transition_may_see(asked_plan bigint, asked_account bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select tc_account() is not null and exists (
        select from transition_preview p
        where p.plan_id = asked_plan and p.account_id = asked_account
          and transition_sees(p.account_id, p.from_owner_id, p.from_holder_id, p.to_owner_id, p.to_holder_id))
$$;
"""

# Cases that an account holds before the day or after it, by what becomes of them.
HELD = """
create function transition_held_cases(asked_plan bigint, asked_account bigint, part text, most integer, skipped integer)
returns table (reference text, from_owner_id bigint, to_owner_id bigint, to_holder_id bigint, to_post_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    with posts as (
        select p.id from access_post p
        where p.account_id = asked_account and transition_may_see(asked_plan, asked_account)
    )
    select a.reference::text, a.from_owner_id, a.to_owner_id, a.to_holder_id, a.to_post_id
    from (
        select x.* from restructure_answer x
        where part <> 'gained' and x.plan_id = asked_plan and x.kind = 'case' and x.from_post_id in (select id from posts)
          and part = case when x.standing <> 'answered' then 'waiting'
                          when x.to_post_id in (select id from posts) then 'kept' else 'passed' end
        union all
        select x.* from restructure_answer x
        where part = 'gained' and x.plan_id = asked_plan and x.kind = 'case' and x.standing = 'answered'
          and x.to_post_id is not null and x.to_post_id is distinct from x.from_post_id
          and x.to_post_id in (select id from posts)
          and (x.from_post_id is null or x.from_post_id not in (select id from posts))
    ) a
    order by a.item_id limit most offset skipped
$$;
"""

# Cases that an account can open in full on one side of the day alone.
OPENED = """
create function transition_opened_cases(asked_plan bigint, asked_account bigint, part text, most integer, skipped integer)
returns table (reference text, from_owner_id bigint, to_owner_id bigint, to_holder_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.reference, c.from_owner_id, c.to_owner_id, c.to_holder_id
    from transition_moments(asked_plan) m
    join transition_preview p
      on p.plan_id = asked_plan and p.account_id = asked_account and transition_may_see(asked_plan, asked_account)
    left join transition_reach b on b.id = p.before_id
    left join transition_reach a on a.id = p.after_id
    cross join transition_cases(asked_plan) c
    cross join lateral (
        select
            case when c.person_id in (select r.person_id from access_restriction r)
                      and access_refused_to(asked_account, c.person_id, m.before_at) then false
                 else coalesce(
                     access_view(b.read_owners, b.read_units, b.minimum_owners, null, c.from_owner_id, c.from_holder_id) = 'full'
                     or cardinality(b.actions) > 0
                        and c.case_id in (select g.case_id from access_grant g where g.account_id = asked_account)
                        and access_granted_to(asked_account, c.case_id, m.before_at) = 'full', false) end as before,
            case when c.person_id in (select r.person_id from access_restriction r)
                      and access_refused_to(asked_account, c.person_id, m.after_at) then false
                 else coalesce(
                     access_view(a.read_owners, a.read_units, a.minimum_owners, null, c.to_owner_id, c.to_holder_id) = 'full'
                     or cardinality(a.actions) > 0
                        and c.case_id in (select g.case_id from access_grant g where g.account_id = asked_account)
                        and access_granted_to(asked_account, c.case_id, m.after_at) = 'full', false) end as after
    ) seen
    where case part when 'lost' then seen.before and not seen.after when 'found' then seen.after and not seen.before end
    order by c.case_id limit most offset skipped
$$;
"""

BACK = "drop function transition_opened_cases; drop function transition_held_cases; drop function transition_may_see;"


class Migration(migrations.Migration):
    dependencies = [("transition", "0003_row_security")]

    operations = [migrations.RunSQL(MAY_SEE + HELD + OPENED, BACK)]
