from importlib import import_module

from django.db import migrations

TOGETHER = import_module("throughcare.probation.migrations.0089_judged_together")

# Whoever has a part of a case sees the minimum view of it, in lists as on the page of the case.
OF_THE_CASE = """    select h.id, h.person_id, h.is_refused,
           case when not h.is_refused then access_view(
               pinned.read_owners, pinned.read_units, pinned.minimum_owners, g.says, h.owner_id, h.holder_id) end,
"""
OR_OF_A_PART = """    select h.id, h.person_id, h.is_refused,
           case when not h.is_refused then coalesce(
               access_view(pinned.read_owners, pinned.read_units, pinned.minimum_owners, g.says, h.owner_id, h.holder_id),
               case when h.id = any (array(select p.case_id from probation_heldapart p where p.case_id = any (asked)))
                         and probation_works_on(h.id) then 'minimum' end) end,
"""
NOW = TOGETHER.changed(TOGETHER.JUDGED, (OF_THE_CASE, OR_OF_A_PART))


class Migration(migrations.Migration):
    dependencies = [("probation", "0099_interventions_apart")]

    operations = [migrations.RunSQL(NOW, TOGETHER.CARDS.again(TOGETHER.JUDGED))]
