from importlib import import_module

from django.db import migrations

REACH = import_module("throughcare.access.migrations.0026_kinds_at_once")

# What a body that has ended still owns, closed cases above all, is reached by seats of the body that keeps its archive, as far as
# they reach in the whole of their own (ADR 17). It is about records: plans and the audit trail of what ended stay with those
# who see them everywhere. Protocols are between kinds of body that operate, and open no archive.
_END = "    select * from own union select * from across\n"
_WITH_ARCHIVES = """    , keepers as materialized (
        select distinct o.provider_id from own o where o.provider_id is not null and o.through = 'post'
    ),
    archives as materialized (
        select k.provider_id, u.unit_id
        from keepers k cross join lateral organisation_kept_by(k.provider_id, at, live) u
    ),
    kept as (
        select distinct o.action, a.unit_id, null::bigint, o.role, 'archive'
        from archives a join own o on o.provider_id = a.provider_id and o.through = 'post'
        where o.action in ('case.read', 'case.minimum', 'case.write', 'person.restrict', 'person.disclose', 'person.remove',
                           'victim.keep')
    )
    select * from own union select * from across union select * from kept
"""
AFTER = REACH.AFTER.replace(_END, _WITH_ARCHIVES)
if AFTER == REACH.AFTER:
    raise LookupError("The text of the reach of seats is not the one that this changes.")


class Migration(migrations.Migration):
    dependencies = [("access", "0039_archive"), ("organisation", "0016_kept_by")]

    operations = [migrations.RunSQL(AFTER, REACH.AFTER)]
