from django.db import migrations

# Who answers for each item at a moment, as known on another: the latest row in force (ADR 1).
OWNERS = """
create function {table}_at(at timestamptz, live bigint[], known timestamptz)
returns table (item_id bigint, owner_id bigint, holder_id bigint, post_id bigint, starts_at timestamptz, basis text,
               change_id bigint)
language sql stable parallel safe as $$
    select distinct on (a.item_id) a.item_id, a.owner_id, a.holder_id, a.post_id, a.starts_at, a.basis::text, a.change_id
    from {table} a
    where a.starts_at <= at
      and a.recorded_at <= known and (a.superseded_at is null or a.superseded_at > known)
      and (a.change_id is null or a.change_id = any (live))
    order by a.item_id, a.starts_at desc, a.change_id desc nulls last, a.id desc
$$;
"""

TABLES = [
    "probation_caseassignment",
    "probation_victimcontactassignment",
    "probation_courtreportassignment",
]

# The one function that says how much of a case the account in the seat may see: 'full', 'minimum' or none. Row-level
# security, the commands and `access explain` all ask it.
VIEW = """
create function probation_view_of(asked bigint) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    person bigint;
    owner bigint;
    holder bigint;
    exception text;
begin
    select c.person_id into person from probation_case c where c.id = asked;
    if person is null or access_refused(person) then
        return null;
    end if;
    select a.owner_id, a.holder_id into owner, holder
    from probation_caseassignment a
    where a.item_id = asked and a.starts_at <= tc_now() and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc
    limit 1;
    if owner = any (tc_ids('read_owners')) or holder = any (tc_ids('read_units')) then
        return 'full';
    end if;
    exception := access_granted(asked);
    if exception = 'full' then
        return 'full';
    end if;
    if exception = 'minimum' and owner = any (tc_ids('minimum_owners')) then
        return 'minimum';
    end if;
    return null;
end;
$$;

create function probation_may_write(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    owner bigint;
    holder bigint;
begin
    if access_refused((select c.person_id from probation_case c where c.id = asked)) then
        return false;
    end if;
    select a.owner_id, a.holder_id into owner, holder
    from probation_caseassignment a
    where a.item_id = asked and a.starts_at <= tc_now() and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc
    limit 1;
    return coalesce(owner = any (tc_ids('write_owners')), false) or coalesce(holder = any (tc_ids('write_units')), false);
end;
$$;

create function probation_is_unassigned(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not exists (select from probation_caseassignment a where a.item_id = asked)
       and not access_refused((select c.person_id from probation_case c where c.id = asked))
$$;

-- Whether an action other than reading and writing reaches a case.
create function probation_may(which text, asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select not access_refused((select c.person_id from probation_case c where c.id = asked))
       and exists (
        select
        from access_reach(tc_account(), tc_now(), tc_live()) r
        cross join lateral (
            select a.owner_id, a.holder_id
            from probation_caseassignment a
            where a.item_id = asked and a.starts_at <= tc_now() and a.superseded_at is null
              and (a.change_id is null or a.change_id = any (tc_live()))
            order by a.starts_at desc, a.change_id desc nulls last, a.id desc
            limit 1
        ) a
        where r.action = which
          and (r.provider_id is null and r.unit_id is null or r.provider_id = a.owner_id or r.unit_id = a.holder_id)
    )
$$;

create function probation_view_of_person(asked bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select max(probation_view_of(c.id)) filter (where probation_view_of(c.id) = 'full')
    from probation_case c where c.person_id = asked
$$;
"""

BACK = """
drop function probation_view_of_person; drop function probation_may;
drop function probation_is_unassigned; drop function probation_may_write; drop function probation_view_of;
""" + "".join(f"drop function {table}_at;" for table in TABLES)


class Migration(migrations.Migration):
    dependencies = [("probation", "0001_tables"), ("access", "0003_row_security")]

    operations = [
        migrations.RunSQL("".join(OWNERS.format(table=table) for table in TABLES) + VIEW, BACK)
    ]
