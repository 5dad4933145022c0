from importlib import import_module

from django.db import migrations

REACH = import_module("throughcare.access.migrations.0016_reach_of_seats")

# At the start of every request the bodies that a protocol opens were asked one by one what kind they are. They are asked
# together: the same rows, in the same order, as `organisation_fact` looks at.
_ONE_BY_ONE = """
        select distinct f.unit_id, f.value as kind from organisation_unitfact f
        where f.fact = 'kind' and f.value = any (array(select owner_kind from opened))
          and organisation_fact(f.unit_id, 'kind', at, live) = f.value
"""
_TOGETHER = """
        select k.unit_id, k.value as kind
        from (
            select distinct on (f.unit_id) f.unit_id, f.value
            from organisation_unitfact f
            where f.fact = 'kind' and f.starts_at <= at and f.superseded_at is null
              and (f.change_id is null or f.change_id = any (live))
              and f.unit_id = any (array(
                  select s.unit_id from organisation_unitfact s
                  where s.fact = 'kind' and s.value = any (array(select owner_kind from opened))))
            order by f.unit_id, f.starts_at desc, f.change_id desc nulls last, f.id desc
        ) k
        where k.value = any (array(select owner_kind from opened))
"""
_AGAIN = ("create function access_reach_of", "create or replace function access_reach_of")
BEFORE = REACH.REACH_OF.replace(*_AGAIN)
AFTER = BEFORE.replace(_ONE_BY_ONE, _TOGETHER)
if AFTER == BEFORE:
    raise LookupError("The text of the reach of seats is not the one that this changes.")


class Migration(migrations.Migration):
    dependencies = [("access", "0025_transition_access")]

    operations = [migrations.RunSQL(AFTER, BEFORE)]
