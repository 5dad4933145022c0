from django.db import migrations

# Of plans that were answered before lists were kept, the list is the one that their answers tell of.
SO_FAR = """
insert into restructure_listed (plan_id, item_id, reference, unit, looked_at, is_published, has_left, recorded_at)
select a.plan_id, a.item_id, a.reference, o.code, (a.looked_at - 'place') || jsonb_build_object('provider', o.code), true, false, now()
from restructure_answer a
join (select distinct on (unit_id) unit_id, code from organisation_unitcode order by unit_id, starts_at desc) o
  on o.unit_id = a.from_owner_id
where a.kind = 'account' and a.looked_at ? 'place'
  and not exists (select from restructure_listed l where l.plan_id = a.plan_id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0057_listed_row_security"),
        ("organisation", "0008_kinds_so_far"),
    ]

    operations = [migrations.RunSQL(SO_FAR, migrations.RunSQL.noop)]
