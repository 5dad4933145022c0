import django.db.models.deletion
from django.db import migrations, models

REGISTERS = [
    ("rosh", "Risk of serious harm"),
    ("alerts", "Alerts"),
    ("safeguarding", "Safeguarding"),
    ("information", "Information"),
    ("public-protection", "Public protection"),
]
ENDINGS = [
    ("keep", "Is kept"),
    ("remove", "Is ended"),
    ("remove_except_life", "Is ended, unless there is a life sentence"),
]
STEPS = [
    ("started", "Started"),
    ("changed", "Level changed"),
    ("reviewed", "Reviewed"),
    ("ended", "Ended"),
]
KEY = {"auto_created": True, "primary_key": True, "serialize": False, "verbose_name": "ID"}


class Migration(migrations.Migration):
    dependencies = [("probation", "0069_alerts_and_answers")]

    operations = [
        migrations.AddField(
            "flagtype",
            "register",
            models.CharField(blank=True, choices=REGISTERS, db_default="", max_length=20),
        ),
        migrations.AddField(
            "flagtype",
            "duplicate_group",
            models.CharField(blank=True, db_default="", max_length=8),
        ),
        migrations.AddField(
            "flagtype",
            "at_termination",
            models.CharField(choices=ENDINGS, db_default="remove", default="remove", max_length=20),
        ),
        migrations.AddField(
            "flagtype", "may_become_alert", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "flagtype", "is_alert", models.BooleanField(db_default=False, default=False)
        ),
        migrations.AddField(
            "flagtype", "is_offered", models.BooleanField(db_default=True, default=True)
        ),
        migrations.AddField(
            "registration", "category", models.CharField(blank=True, db_default="", max_length=8)
        ),
        migrations.AddField(
            "registration",
            "duplicate_group",
            models.CharField(blank=True, db_default="", max_length=8),
        ),
        migrations.AddField(
            "registration",
            "review_months",
            models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            "registration",
            "trigger_offence",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.offence",
            ),
        ),
        migrations.CreateModel(
            name="FlagLevel",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                (
                    "kind",
                    models.CharField(
                        choices=[("level", "Level"), ("category", "Category")], max_length=8
                    ),
                ),
                ("code", models.CharField(max_length=8)),
                ("description", models.CharField(max_length=100)),
                ("review_months", models.PositiveSmallIntegerField(null=True)),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="levels",
                        to="probation.flagtype",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("type", "kind", "code"), name="probation_flaglevel_once"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="RegistrationStep",
            fields=[
                ("id", models.BigAutoField(**KEY)),
                ("step", models.CharField(choices=STEPS, max_length=8)),
                ("done_on", models.DateField()),
                ("due_on", models.DateField(null=True)),
                ("level", models.CharField(blank=True, max_length=40)),
                ("category", models.CharField(blank=True, max_length=8)),
                ("notes", models.TextField(blank=True, max_length=4000)),
                ("done_by_id", models.BigIntegerField(null=True)),
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
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="probation.registration",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("step", "reviewed"), ("due_on", None), _connector="OR"),
                        name="probation_registrationstep_due_if_reviewed",
                    )
                ]
            },
        ),
    ]
