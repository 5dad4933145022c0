from django.db import migrations, models
from django.db.models import Q

# Who signs the go decision locks rules and units with it, and nothing else in another's name.
LOCKS = """
create policy locks on restructure_freeze for insert to throughcare_app
    with check ('restructure.approve' = any (tc_words('actions')) and approved_by_id = tc_account()
                and kind = 'structure' and until is null and ended_at is null
                and exists (select from restructure_approval a
                            where a.plan_id = restructure_freeze.plan_id and a.gate = 'go'
                              and a.approved_by_id = tc_account()));
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0044_constraints_row_security")]

    operations = [
        migrations.AlterField(
            model_name="freeze",
            name="until",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="freeze",
            constraint=models.CheckConstraint(
                condition=Q(until__isnull=False) | Q(kind="structure"),
                name="restructure_freeze_of_process_ends",
            ),
        ),
        migrations.RunSQL(LOCKS, "drop policy locks on restructure_freeze;"),
    ]
