import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0034_answers_without_a_key"),
        ("transition", "0010_help_desk"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("case_id", models.BigIntegerField()),
                ("item_reference", models.CharField(max_length=40)),
                ("from_owner_id", models.BigIntegerField()),
                ("to_owner_id", models.BigIntegerField()),
                ("days", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("asked_by_id", models.BigIntegerField()),
                ("asked_at", models.DateTimeField()),
                ("decided_by_id", models.BigIntegerField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("grant_id", models.BigIntegerField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="restructure.plan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["plan", "-id"], name="transition_reading_latest"),
                    models.Index(
                        condition=models.Q(("grant_id__isnull", False)),
                        fields=["grant_id"],
                        name="transition_reading_given",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decided_at", None)),
                        fields=("account", "case_id"),
                        name="transition_reading_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days__gte", 1), ("days__lte", 30)),
                        name="transition_reading_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="transition_reading_has_a_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at", None), ("decided_by_id", None), ("grant_id", None)
                            ),
                            models.Q(
                                ("decided_at__isnull", False), ("decided_by_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="transition_reading_decided_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by_id", None),
                            models.Q(
                                models.Q(("decided_by_id", models.F("asked_by_id")), _negated=True),
                                models.Q(("decided_by_id", models.F("account_id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="transition_reading_by_another",
                    ),
                ],
            },
        ),
    ]
