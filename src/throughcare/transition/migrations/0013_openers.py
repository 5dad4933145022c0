from django.db import migrations

# Who opens one case on either side of a plan, by name, for whoever may see the plan and reads the whole case. Reach opens a
# case to many; where its record is restricted, or an exception was made, each account is asked for.
OPENERS = """
create function transition_openers(asked_plan bigint, wanted text, most integer, skipped integer)
returns table (account_id bigint, name text, role text, owner_id bigint, before text, after text, every bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if not coalesce(tc_words('actions') && array['restructure.see', 'case.allocate'], false) then
        return;
    end if;
    return query
    with asked as materialized (
        select c.*, m.before_at, m.after_at
        from transition_cases(asked_plan) c
        cross join transition_moments(asked_plan) m
        where c.reference = wanted and probation_view_of(c.case_id) = 'full'
    ),
    judged as (
        select pv.account_id, pv.post_id, pv.to_owner_id,
            case when cardinality(b.actions) > 0 and not access_refused_to(pv.account_id, c.person_id, c.before_at) then
                access_view(b.read_owners, b.read_units, b.minimum_owners,
                            coalesce(access_granted_to(pv.account_id, c.case_id, c.before_at), 'minimum'),
                            c.from_owner_id, c.from_holder_id) end as before,
            case when cardinality(a.actions) > 0 and not access_refused_to(pv.account_id, c.person_id, c.after_at) then
                access_view(a.read_owners, a.read_units, a.minimum_owners,
                            coalesce(access_granted_to(pv.account_id, c.case_id, c.after_at), 'minimum'),
                            c.to_owner_id, c.to_holder_id) end as after
        from asked c
        join transition_preview pv on pv.plan_id = asked_plan
        left join transition_reach b on b.id = pv.before_id
        left join transition_reach a on a.id = pv.after_id
    )
    select j.account_id, u.display_name::text, p.role::text, j.to_owner_id, coalesce(j.before, ''), coalesce(j.after, ''),
           count(*) over ()
    from judged j
    join access_account u on u.id = j.account_id
    left join access_post p on p.id = j.post_id
    where j.before = 'full' or j.after = 'full'
    order by (j.after = 'full') is not true, u.display_name, j.account_id
    limit most offset skipped;
end;
$$;
revoke execute on function transition_openers(bigint, text, integer, integer) from public, throughcare_engine;
grant execute on function transition_openers(bigint, text, integer, integer) to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("transition", "0012_readings_row_security"),
        ("access", "0016_reach_of_seats"),
    ]

    operations = [migrations.RunSQL(OPENERS, "drop function transition_openers;")]
