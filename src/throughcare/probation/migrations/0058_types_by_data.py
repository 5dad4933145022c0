import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0057_longer_codes")]

    operations = [
        migrations.CreateModel(
            name="AllowedOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactGroup",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="ContactTypeGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EnforcementAction",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("description", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("letter", "A letter"),
                            ("request", "A request"),
                            ("pending", "A decision that waits"),
                            ("referral", "A referral"),
                            ("proceedings", "Breach or recall"),
                            ("withdrawal", "A withdrawal"),
                            ("none", "Nothing further"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "opens",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("warning", "A warning"),
                            ("breach", "A breach"),
                            ("recall", "A recall"),
                            ("either", "A breach, or a recall of somebody on licence"),
                        ],
                        max_length=8,
                    ),
                ),
                ("needs_response", models.BooleanField(default=False)),
                ("response_days", models.PositiveSmallIntegerField(null=True)),
                ("is_offered", models.BooleanField(default=False)),
                (
                    "entry_type",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.contacttype",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="contacttype",
            name="alerts_officer",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="contacttype",
            name="counts_as_rar",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="contacttype",
            name="is_allowed_after_end",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="contacttype",
            name="is_sensitive",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="contacttype",
            name="may_be_ahead",
            field=models.BooleanField(null=True),
        ),
        migrations.AddField(
            model_name="contacttype",
            name="needs_location",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Needed"), ("optional", "May be given"), ("no", "Not asked for")],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="contacttype",
            name="needs_outcome",
            field=models.CharField(
                blank=True,
                choices=[("yes", "Needed"), ("optional", "May be given"), ("no", "Not asked for")],
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="outcome",
            name="category",
            field=models.CharField(
                blank=True,
                choices=[
                    ("complied", "Attended and complied"),
                    ("failed", "Failed to comply"),
                    ("acceptable", "Acceptable absences"),
                    ("unacceptable", "Unacceptable absences"),
                    ("rescheduled", "Rescheduled"),
                    ("other", "Something else"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="contacttype",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("appointment", "Appointment"),
                    ("event", "Event"),
                    ("decision", "Decision"),
                    ("notice", "Notice"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="allowedoutcome",
            name="outcome",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.outcome",
            ),
        ),
        migrations.AddField(
            model_name="allowedoutcome",
            name="type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.contacttype",
            ),
        ),
        migrations.AddField(
            model_name="contacttypegroup",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.contactgroup",
            ),
        ),
        migrations.AddField(
            model_name="contacttypegroup",
            name="type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.contacttype",
            ),
        ),
        migrations.AddConstraint(
            model_name="enforcementaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_response", False), ("response_days__isnull", False), _connector="OR"
                ),
                name="probation_enforcementaction_days_to_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="allowedoutcome",
            constraint=models.UniqueConstraint(
                fields=("type", "outcome"), name="probation_allowedoutcome_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contacttypegroup",
            constraint=models.UniqueConstraint(
                fields=("type", "group"), name="probation_contacttypegroup_once"
            ),
        ),
    ]
