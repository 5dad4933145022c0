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

# Which bodies a protocol opens was read from every fact of every unit, 30 ms at the start of each request of a nation. It is
# asked of the few units that ever were of such a kind, and only for those who read across.
_EVERY_UNIT = """
    kinds as (
        select f.unit_id, f.value as kind from organisation_facts_at(at, live, 'infinity') f
        where f.fact = 'kind' and f.value in (select owner_kind from access_protocol)
    ),
    across as (
        select distinct o.action, k.unit_id, null::bigint, o.role, 'protocol'
        from own o
        join access_protocol c on c.reader_kind = organisation_fact(o.provider_id, 'kind', at, live)
             and c.starts_at <= at and (c.ends_at is null or c.ends_at > at)
        join kinds k on k.kind = c.owner_kind
        where o.provider_id is not null
          and (o.action = 'case.minimum' or o.action = 'case.read' and c.view = 'full')
    )
"""
_FEW_UNITS = """
    opened as materialized (
        select distinct o.action, o.role, c.owner_kind
        from (select distinct action, provider_id, role from own
              where provider_id is not null and action in ('case.minimum', 'case.read')) o
        join access_protocol c on c.reader_kind = organisation_fact(o.provider_id, 'kind', at, live)
             and c.starts_at <= at and (c.ends_at is null or c.ends_at > at)
        where o.action = 'case.minimum' or c.view = 'full'
    ),
    kinds as materialized (
        select distinct f.unit_id, f.value as kind from organisation_unitfact f
        where f.fact = 'kind' and f.value = any (array(select owner_kind from opened))
          and organisation_fact(f.unit_id, 'kind', at, live) = f.value
    ),
    across as (
        select distinct p.action, k.unit_id, null::bigint, p.role, 'protocol'
        from opened p join kinds k on k.kind = p.owner_kind
    )
"""
REACH_OF = (
    REACH.REACH.replace(_OF_AN_ACCOUNT, _OF_SEATS)
    .replace(_ITS_SEATS, _THE_SEATS)
    .replace(_EVERY_UNIT, _FEW_UNITS)
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
