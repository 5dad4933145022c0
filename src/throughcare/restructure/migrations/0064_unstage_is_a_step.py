from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("restructure", "0063_carried_over")]

    operations = [
        migrations.AlterField(
            "run",
            "step",
            models.CharField(
                max_length=10,
                choices=[
                    ("check", "Check"),
                    ("plan", "Dry-run"),
                    ("stage", "Stage"),
                    ("unstage", "Unstage"),
                    ("switch", "Switch"),
                    ("reconcile", "Reconcile"),
                    ("abort", "Abort"),
                    ("evidence", "Evidence"),
                    ("settle", "Settle what was approved since"),
                    ("smoke", "First checks after the switch"),
                ],
            ),
        )
    ]
