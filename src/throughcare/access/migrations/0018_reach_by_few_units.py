from importlib import import_module

from django.db import migrations

REACH_OF = import_module("throughcare.access.migrations.0016_reach_of_seats").REACH_OF

# Which bodies a protocol opens was read from every fact of every unit. It is asked of the few that ever were of such a
# kind, and only for those who read across.
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
assert _EVERY_UNIT in REACH_OF  # noqa: S101  a release that leaves this out opens nothing
FASTER = REACH_OF.replace(_EVERY_UNIT, _FEW_UNITS)


def _again(function: str) -> str:
    return function.replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("access", "0017_preferences")]

    operations = [migrations.RunSQL(_again(FASTER), _again(REACH_OF))]
