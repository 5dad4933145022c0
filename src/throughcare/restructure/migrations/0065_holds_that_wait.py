from django.db import migrations, models
from django.db.models import F, Q

# Whoever approves has a hold count that somebody else made.
POLICIES = """
grant update (waits, approved_by_id) on restructure_hold to throughcare_app;
create policy approves on restructure_hold for update to throughcare_app
    using ('restructure.approve' = any (tc_words('actions')) and made_by_id is distinct from tc_account())
    with check (approved_by_id = tc_account());
"""

BACK = """
drop policy approves on restructure_hold;
revoke update (waits, approved_by_id) on restructure_hold from throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0064_unstage_is_a_step")]

    operations = [
        migrations.AddField("hold", "waits", models.BooleanField(default=False)),
        migrations.AddField("hold", "made_by_id", models.BigIntegerField(null=True)),
        migrations.AddField("hold", "approved_by_id", models.BigIntegerField(null=True)),
        migrations.AddConstraint(
            "hold",
            models.CheckConstraint(
                condition=Q(approved_by_id=None) | ~Q(made_by_id=F("approved_by_id")),
                name="restructure_hold_approved_by_another",
            ),
        ),
        migrations.RunSQL(POLICIES, BACK),
    ]
