from importlib import import_module

from django.db import migrations

REACH = import_module("throughcare.access.migrations.0002_reach")

# How far the actions of seats reach, whoever holds them: `access_reach` asks it of the seats that an account holds, and a
# preview of a reform of those that it would hold. One policy, asked of what is and of what will be.
_OF_AN_ACCOUNT = "create function access_reach(account bigint, at timestamptz, live bigint[])"
_OF_SEATS = "create function access_reach_of(roles text[], owners bigint[], holders bigint[], at timestamptz, live bigint[])"
_ITS_SEATS = "with seats as (select * from access_seats(account, at, live)),"
_THE_SEATS = (
    "with seats as (select * from unnest(roles, owners, holders) s (role, owner_id, holder_id)),"
)

# Of all facts only kinds are wanted: to bring every other fact of every unit in order first takes most of the time.
_ALL_FACTS = """
        select f.unit_id, f.value as kind from organisation_facts_at(at, live, 'infinity') f
        where f.fact = 'kind' and f.value in (select owner_kind from access_protocol)
"""
_KINDS = """
        select k.unit_id, k.kind
        from (
            select distinct on (f.unit_id) f.unit_id, f.value::text as kind
            from organisation_unitfact f
            where f.fact = 'kind' and f.starts_at <= at and f.superseded_at is null
              and (f.change_id is null or f.change_id = any (live))
            order by f.unit_id, f.starts_at desc, f.change_id desc nulls last, f.id desc
        ) k
        where k.kind in (select owner_kind from access_protocol)
"""

REACH_OF = (
    REACH.REACH.replace(_OF_AN_ACCOUNT, _OF_SEATS)
    .replace(_ITS_SEATS, _THE_SEATS)
    .replace(_ALL_FACTS.strip(), _KINDS.strip())
)

ASKS_IT = """
create or replace function access_reach(account bigint, at timestamptz, live bigint[])
returns table (action text, provider_id bigint, unit_id bigint, role text, through text) language sql stable as $$
    select r.*
    from (select array_agg(s.role) as roles, array_agg(s.owner_id) as owners, array_agg(s.holder_id) as holders
          from access_seats(account, at, live) s) held
    cross join lateral access_reach_of(held.roles, held.owners, held.holders, at, live) r
$$;
"""

# Restrictions and exceptions of any account at any moment, read with the rights of whoever asks. What row-level security
# asks is the same of the account and the moment that are pinned.
OF_ANY = """
create function access_refused_to(account bigint, person bigint, at timestamptz) returns boolean
language plpgsql stable as $$
declare
    answer boolean;
begin
    select coalesce(bool_or(r.kind = 'exclusion' and r.account_id = account), false)
        or (coalesce(bool_or(r.kind = 'restriction'), false)
            and not coalesce(bool_or(r.kind = 'restriction' and r.account_id = account), false))
    into answer
    from access_restriction r
    where r.person_id = person and r.starts_at <= at and (r.ends_at is null or r.ends_at > at);
    return answer;
end;
$$;

create function access_granted_to(account bigint, item bigint, at timestamptz) returns text
language plpgsql stable as $$
begin
    return (
        select case when bool_or(g.kind <> 'minimum') then 'full' when count(*) > 0 then 'minimum' end
        from access_grant g
        where g.account_id = account and g.case_id = item and g.starts_at <= at and g.ends_at > at
    );
end;
$$;

create or replace function access_refused(person bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return tc_account() is null or access_refused_to(tc_account(), person, tc_now());
end;
$$;

create or replace function access_granted(item bigint) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if coalesce(cardinality(tc_words('actions')), 0) = 0 then
        return null;
    end if;
    return access_granted_to(tc_account(), item, tc_now());
end;
$$;
"""

# How much of a case whose record is not closed is seen by whom: by reach first, then by the strongest exception.
VIEW = """
create function access_view(
    read_owners bigint[], read_units bigint[], minimum_owners bigint[], granted text, owner bigint, holder bigint
) returns text language sql immutable parallel safe
return case
    when owner = any (read_owners) or holder = any (read_units) then 'full'
    when granted = 'full' then 'full'
    when granted = 'minimum' and owner = any (minimum_owners) then 'minimum'
end;
"""

_, _, _REFUSED = REACH.REFUSED.partition("create function access_refused")
BACK = (
    ("create function access_refused" + _REFUSED).replace(
        "create function", "create or replace function"
    )
    + REACH.REACH.replace("create function", "create or replace function")
    + """
drop function access_view; drop function access_granted_to; drop function access_refused_to; drop function access_reach_of;
"""
)


class Migration(migrations.Migration):
    dependencies = [("access", "0015_maintain")]

    operations = [migrations.RunSQL(REACH_OF + ASKS_IT + OF_ANY + VIEW, BACK)]
