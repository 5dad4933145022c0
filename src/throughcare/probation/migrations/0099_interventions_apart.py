from django.db import migrations

# Who manages an intervention was kept apart for each; where it is not whoever has the case, it is held apart from the case now.
FILL = """
insert into probation_heldapart (case_id, number, nsi_id, starts_at, recorded_at)
select n.case_id,
       (select coalesce(max(h.number), 0) from probation_heldapart h where h.case_id = n.case_id)
           + row_number() over (partition by n.case_id order by n.id),
       n.id, m.starts_at, m.recorded_at
from probation_nsi n
join probation_case c on c.id = n.case_id and c.closed_at is null
cross join lateral (
    select g.* from probation_nsimanager g where g.nsi_id = n.id order by g.starts_at desc, g.id desc limit 1
) m
cross join lateral probation_held_by(n.case_id, now(), array(select w.change_id from organisation_switch w where w.is_live)) w
where n.ended_on is null and (m.unit_id, m.post_id) is distinct from (w.holder_id, w.post_id)
  and not exists (select from probation_heldapart h where h.nsi_id = n.id);

insert into probation_heldapartassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
select h.id, coalesce(s.owner_id, w.owner_id), m.unit_id, m.post_id, h.starts_at, h.recorded_at, 'recorded'
from probation_heldapart h
cross join lateral (
    select g.* from probation_nsimanager g where g.nsi_id = h.nsi_id order by g.starts_at desc, g.id desc limit 1
) m
cross join lateral probation_held_by(h.case_id, now(), array(select w.change_id from organisation_switch w where w.is_live)) w
left join lateral (
    select x.owner_id from access_postassignment x where x.item_id = m.post_id and x.holder_id = m.unit_id
    order by x.starts_at desc, x.id desc limit 1
) s on true
where h.nsi_id is not null and not exists (select from probation_heldapartassignment a where a.item_id = h.id);
"""
BACK = """
delete from probation_heldapartassignment where item_id in (select id from probation_heldapart where nsi_id is not null);
delete from probation_heldapart where nsi_id is not null;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0098_what_is_missing")]

    operations = [migrations.RunSQL(FILL, BACK)]
