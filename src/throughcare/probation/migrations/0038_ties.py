import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0037_drafts_of_documents")]

    operations = [
        migrations.CreateModel(
            name="Tie",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("co-defendants", "Defendants in one court case"),
                            ("household", "A household that is kept together"),
                        ],
                        max_length=13,
                    ),
                ),
                ("shared_number", models.CharField(max_length=20)),
                ("starts_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.case",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case"], name="probation_tie_case")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("case", "kind", "shared_number"),
                        name="probation_tie_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shared_number__regex", "^[A-Z0-9][A-Z0-9/-]{2,19}$")),
                        name="probation_tie_number_shape",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("ended_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="probation_tie_ends_after_it_starts",
                    ),
                ],
            },
        ),
    ]
