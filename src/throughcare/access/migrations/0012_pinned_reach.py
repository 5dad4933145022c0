from importlib import import_module

from django.db import migrations

REACH = import_module("throughcare.access.migrations.0002_reach")
PINNING = import_module("throughcare.access.migrations.0006_pinning")

# How far every action of the account reaches is pinned with the rest, as action:unit, where it has no setting of its own.
# To work it out takes milliseconds, and lists ask of each row.
BEGIN = """
create or replace function access_begin(account bigint, at timestamptz, known timestamptz)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
    live bigint[] := organisation_live(known);
    read_owners bigint[]; read_units bigint[]; write_owners bigint[]; write_units bigint[];
    minimum_owners bigint[]; everywhere text[]; actions text[]; owners text[]; units text[];
begin
    select
        coalesce(array_agg(r.provider_id) filter (where r.action = 'case.read' and r.provider_id is not null), '{}'),
        coalesce(array_agg(r.unit_id) filter (where r.action = 'case.read' and r.unit_id is not null), '{}'),
        coalesce(array_agg(r.provider_id) filter (where r.action = 'case.write' and r.provider_id is not null), '{}'),
        coalesce(array_agg(r.unit_id) filter (where r.action = 'case.write' and r.unit_id is not null), '{}'),
        coalesce(array_agg(r.provider_id) filter (where r.action = 'case.minimum' and r.provider_id is not null), '{}'),
        coalesce(array_agg(distinct r.action) filter (where r.provider_id is null and r.unit_id is null), '{}'),
        coalesce(array_agg(distinct r.action), '{}'),
        coalesce(array_agg(distinct r.action || ':' || r.provider_id)
                 filter (where r.action not in ('case.read', 'case.write', 'case.minimum') and r.provider_id is not null), '{}'),
        coalesce(array_agg(distinct r.action || ':' || r.unit_id)
                 filter (where r.action not in ('case.read', 'case.write') and r.unit_id is not null), '{}')
    into read_owners, read_units, write_owners, write_units, minimum_owners, everywhere, actions, owners, units
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
            set_config('tc.owners', owners::text, true),
            set_config('tc.units', units::text, true),
            set_config('tc.audit', case when 'audit.read' = any (actions) then 'on' else '' end, true);
end;
$$;

create or replace function access_end() returns void language plpgsql as $$
begin
    perform set_config('tc.' || name, '', true) from unnest(array[
        'account', 'now', 'live', 'read_owners', 'read_units', 'write_owners', 'write_units', 'minimum_owners',
        'everywhere', 'actions', 'owners', 'units', 'audit', 'signing_in'
    ]) name;
end;
$$;

create or replace function access_pinned() returns jsonb language sql stable as $$
    select jsonb_object_agg(name, coalesce(current_setting(name, true), ''))
    from unnest(array[
        'role', 'tc.account', 'tc.now', 'tc.live', 'tc.read_owners', 'tc.read_units', 'tc.write_owners',
        'tc.write_units', 'tc.minimum_owners', 'tc.everywhere', 'tc.actions', 'tc.owners', 'tc.units', 'tc.audit',
        'tc.signing_in'
    ]) name
$$;
"""

# Whether an action of the pinned account reaches a provider or a unit, or goes everywhere; and whether it reaches a unit
# by itself or by what is above it.
REACHES = """
create function access_reaches(which text, owner bigint, holder bigint) returns boolean
language sql stable parallel safe
return coalesce(which = any (tc_words('everywhere')), false)
    or coalesce(
        case which
            when 'case.read' then owner = any (tc_ids('read_owners'))
            when 'case.write' then owner = any (tc_ids('write_owners'))
            when 'case.minimum' then owner = any (tc_ids('minimum_owners'))
            else which || ':' || owner = any (tc_words('owners'))
        end, false)
    or coalesce(
        case which
            when 'case.read' then holder = any (tc_ids('read_units'))
            when 'case.write' then holder = any (tc_ids('write_units'))
            else which || ':' || holder = any (tc_words('units'))
        end, false);

create or replace function access_may(which text, unit bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select access_reaches(which, null, unit)
        or exists (
            select from organisation_above(unit, 'line', tc_now(), tc_live()) a
            where access_reaches(which, a.unit_id, null)
        )
$$;
"""

BACK = (REACH.BEGIN + PINNING.PINNED + PINNING.MAY).replace(
    "create function", "create or replace function"
) + "drop function access_reaches;"


class Migration(migrations.Migration):
    dependencies = [("access", "0011_exceptions_in_reach")]

    operations = [migrations.RunSQL(BEGIN + REACHES, BACK)]
