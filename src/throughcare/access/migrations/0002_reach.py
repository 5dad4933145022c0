from django.db import migrations

# The seats an account holds now. A seat in a unit or provider that does not operate is worth nothing (I9).
SEATS = """
create function access_seats(account bigint, at timestamptz, live bigint[])
returns table (post_id bigint, role text, owner_id bigint, holder_id bigint, basis text) language sql stable as $$
    select p.id, p.role::text, a.owner_id, a.holder_id, a.basis::text
    from access_post p
    join access_account u on u.id = p.account_id and u.is_active
    cross join lateral (
        select x.owner_id, x.holder_id, x.basis
        from access_postassignment x
        where x.item_id = p.id and x.starts_at <= at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (live))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc
        limit 1
    ) a
    where p.account_id = account
      and p.starts_at <= at and (p.ends_at is null or p.ends_at > at)
      and organisation_fact(a.holder_id, 'operating', at, live) = 'yes'
      and organisation_fact(a.owner_id, 'operating', at, live) = 'yes'
$$;
"""

# How far each action of an account reaches: providers, units, or everywhere (both null).
REACH = """
create function access_reach(account bigint, at timestamptz, live bigint[])
returns table (action text, provider_id bigint, unit_id bigint, role text, through text) language sql stable as $$
    with seats as (select * from access_seats(account, at, live)),
    allowed as (
        select s.owner_id, s.holder_id, s.role, p.action::text as action, p.reach, p.hierarchy
        from seats s
        join access_permission p on p.role = s.role and p.starts_at <= at and (p.ends_at is null or p.ends_at > at)
    ),
    own as (
        select a.action, a.owner_id as provider_id, null::bigint as unit_id, a.role, 'post'::text as through
        from allowed a where a.reach = 'provider' and a.hierarchy = 'line'
        union
        select a.action, null, u.unit_id, a.role, 'post'
        from allowed a cross join lateral organisation_under(a.holder_id, a.hierarchy, at, live) u
        where a.reach = 'unit' and a.hierarchy = 'line'
        union
        select a.action, u.unit_id, null, a.role, a.hierarchy::text
        from allowed a cross join lateral organisation_under(a.holder_id, a.hierarchy, at, live) u
        where a.reach = 'unit' and a.hierarchy <> 'line'
        union
        select a.action, null, null, a.role, 'nation' from allowed a where a.reach = 'nation'
    ),
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
    select * from own union select * from across
$$;
"""

# Pins who asks, when, and by which live changes, for the rest of the transaction. One call, at the start of a request.
BEGIN = """
create function access_begin(account bigint, at timestamptz, known timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    live bigint[] := organisation_live(known);
    read_owners bigint[]; read_units bigint[]; write_owners bigint[]; write_units bigint[];
    minimum_owners bigint[]; everywhere text[]; actions text[];
begin
    select
        coalesce(array_agg(r.provider_id) filter (where r.action = 'case.read' and r.provider_id is not null), '{}'),
        coalesce(array_agg(r.unit_id) filter (where r.action = 'case.read' and r.unit_id is not null), '{}'),
        coalesce(array_agg(r.provider_id) filter (where r.action = 'case.write' and r.provider_id is not null), '{}'),
        coalesce(array_agg(r.unit_id) filter (where r.action = 'case.write' and r.unit_id is not null), '{}'),
        coalesce(array_agg(r.provider_id) filter (where r.action = 'case.minimum' and r.provider_id is not null), '{}'),
        coalesce(array_agg(distinct r.action) filter (where r.provider_id is null and r.unit_id is null), '{}'),
        coalesce(array_agg(distinct r.action), '{}')
    into read_owners, read_units, write_owners, write_units, minimum_owners, everywhere, actions
    from access_reach(account, at, live) r;
    perform set_config('tc.account', account::text, true),
            set_config('tc.now', at::text, true),
            set_config('tc.live', live::text, true),
            set_config('tc.read_owners', read_owners::text, true),
            set_config('tc.read_units', read_units::text, true),
            set_config('tc.write_owners', write_owners::text, true),
            set_config('tc.write_units', write_units::text, true),
            set_config('tc.minimum_owners', minimum_owners::text, true),
            set_config('tc.everywhere', everywhere::text, true),
            set_config('tc.actions', actions::text, true),
            set_config('tc.audit', case when 'audit.read' = any (actions) then 'on' else '' end, true);
end;
$$;

create function access_end() returns void language plpgsql as $$
begin
    perform set_config('tc.' || name, '', true) from unnest(array[
        'account', 'now', 'live', 'read_owners', 'read_units', 'write_owners', 'write_units', 'minimum_owners',
        'everywhere', 'actions', 'audit', 'signing_in'
    ]) name;
end;
$$;
"""

# Kept out by name, or not among the only ones let in. An exclusion wins (probation rules, section 5.3).
REFUSED = """
create function access_refused(person bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    answer boolean;
begin
    if tc_account() is null then
        return true;
    end if;
    select coalesce(bool_or(r.kind = 'exclusion' and r.account_id = tc_account()), false)
        or (coalesce(bool_or(r.kind = 'restriction'), false)
            and not coalesce(bool_or(r.kind = 'restriction' and r.account_id = tc_account()), false))
    into answer
    from access_restriction r
    where r.person_id = person and r.starts_at <= tc_now() and (r.ends_at is null or r.ends_at > tc_now());
    return answer;
end;
$$;

-- The strongest exception in force for an account and a case: 'full', 'minimum' or none. Worth nothing to an account
-- without a seat in a unit that operates (I9).
create function access_granted(item bigint) returns text
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if coalesce(cardinality(tc_words('actions')), 0) = 0 then
        return null;
    end if;
    return (
        select case when bool_or(g.kind <> 'minimum') then 'full' when count(*) > 0 then 'minimum' end
        from access_grant g
        where g.account_id = tc_account() and g.case_id = item
          and g.starts_at <= tc_now() and g.ends_at > tc_now()
    );
end;
$$;
"""

BACK = """
drop function access_granted; drop function access_refused; drop function access_end; drop function access_begin;
drop function access_reach; drop function access_seats;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_tables"), ("organisation", "0002_moments")]

    operations = [migrations.RunSQL(SEATS + REACH + BEGIN + REFUSED, BACK)]
