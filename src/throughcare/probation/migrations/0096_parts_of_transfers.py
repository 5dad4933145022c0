from django.db import migrations

# What was asked before is of the person, and of everything that was in force and went with the case while it waits.
FILL = """
update probation_transfer t set number = n.number
from (select id, row_number() over (partition by case_id order by asked_at, id) as number from probation_transfer) n
where n.id = t.id and t.number is null;

insert into probation_transferpart (transfer_id, case_id, state, answer, answered_by_id, answered_at, recorded_at)
select t.id, t.case_id, t.state, t.answer, t.answered_by_id, case when t.state <> 'pending' then coalesce(t.answered_at, t.asked_at) end,
       t.recorded_at
from probation_transfer t;

insert into probation_transferpart (transfer_id, case_id, sentence_id, requirement_id, condition_id, supervision_id, nsi_id, state, answer,
                                    recorded_at)
select t.id, t.case_id, c.sentence_id, c.requirement_id, c.condition_id, c.supervision_id, c.nsi_id, 'pending', '', t.recorded_at
from probation_transfer t
cross join lateral probation_components(t.case_id, now(), '{}') c
where t.state = 'pending' and c.apart_id is null;
"""
BACK = "delete from probation_transferpart; update probation_transfer set number = null;"


class Migration(migrations.Migration):
    dependencies = [("probation", "0095_transfers_in_parts")]

    operations = [migrations.RunSQL(FILL, BACK)]
