import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0064_alerts_and_parties"),
    ]

    operations = [
        migrations.CreateModel(
            name="Compliance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("breach_ended_on", models.DateField(null=True)),
                ("counted_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.case",
                    ),
                ),
                (
                    "sentence",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="compliance",
                        to="probation.sentence",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactDeletion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                ("deleted_by_id", models.BigIntegerField()),
                ("deleted_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.case",
                    ),
                ),
                (
                    "contact",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.contact",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContactNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=12000)),
                ("author_id", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_notes",
                        to="probation.contact",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FailureAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for an answer"),
                            ("taken", "Taken"),
                            ("closed", "Answered"),
                        ],
                        max_length=8,
                    ),
                ),
                ("taken_on", models.DateField()),
                ("respond_by", models.DateField(null=True)),
                (
                    "response",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("accepted", "Evidence of a reasonable excuse was accepted"),
                            ("rejected", "The reason given was not accepted"),
                            ("none", "No answer came"),
                            ("withdrawn", "Withdrawn before it was answered"),
                        ],
                        max_length=10,
                    ),
                ),
                ("responded_on", models.DateField(null=True)),
                ("taken_by_id", models.BigIntegerField()),
                ("answered_by_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "action",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.enforcementaction",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.case",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="probation.contact",
                    ),
                ),
                (
                    "enforcement",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="probation.enforcement",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["case"],
                        name="probation_failureaction_waits",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answered_by_id", None),
                                ("respond_by__isnull", False),
                                ("responded_on", None),
                                ("response", ""),
                                ("state", "waiting"),
                            ),
                            models.Q(
                                ("respond_by", None),
                                ("responded_on", None),
                                ("response", ""),
                                ("state", "taken"),
                            ),
                            models.Q(
                                ("responded_on__isnull", False),
                                ("state", "closed"),
                                ("answered_by_id__isnull", False),
                                models.Q(("response", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="probation_failureaction_answered_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("contact",),
                        name="probation_failureaction_one_waits",
                    ),
                ],
            },
        ),
    ]
