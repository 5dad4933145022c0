import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0051_custody_closed")]

    operations = [
        migrations.CreateModel(
            name="Licence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not-started", "Not started"),
                            ("in-progress", "In progress"),
                            ("submitted", "Submitted"),
                            ("approved", "Approved"),
                            ("active", "Active"),
                            ("variation-in-progress", "Variation in progress"),
                            ("variation-submitted", "Variation submitted"),
                            ("variation-approved", "Variation approved"),
                            ("inactive", "Inactive"),
                            ("recalled", "Recalled"),
                            ("timed-out", "Timed out"),
                        ],
                        max_length=22,
                    ),
                ),
                ("policy", models.CharField(max_length=8)),
                ("state_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LicenceCondition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("wording", models.CharField(blank=True, max_length=1200)),
                ("expected_starts_on", models.DateField(null=True)),
                ("starts_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "ended_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("expired", "Expired"),
                            ("automatic", "Ended by itself on its last day"),
                            ("completed", "Completed"),
                            ("completed-early", "Completed early"),
                            ("good-progress", "Revoked for good progress"),
                            ("resentenced", "Revoked and sentenced again"),
                            ("revoked", "Revoked"),
                            ("recalled", "Recalled"),
                            ("activated", "Suspended term activated"),
                            ("appeal", "Replaced or quashed on appeal"),
                            ("died", "The person died"),
                            ("transferred-out", "Transferred out of England and Wales"),
                            ("not-sentenced", "The court made no sentence"),
                            ("repealed", "Post-sentence supervision was repealed"),
                            ("replaced", "No longer on the licence"),
                            ("error", "Recorded in error"),
                        ],
                        max_length=16,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="SupervisionRequirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("good-behaviour", "Be of good behaviour"),
                            ("keep-in-touch", "Keep in touch, and receive visits"),
                            ("appointments", "Keep appointments as instructed"),
                            ("residence", "Live at an approved address"),
                            ("work", "Undertake only approved work"),
                            ("travel", "Not travel abroad without permission"),
                            ("programme", "Take part in activities"),
                            ("drug-testing", "Drug testing"),
                            ("drug-appointments", "Drug appointments"),
                        ],
                        max_length=18,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "ended_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("expired", "Expired"),
                            ("automatic", "Ended by itself on its last day"),
                            ("completed", "Completed"),
                            ("completed-early", "Completed early"),
                            ("good-progress", "Revoked for good progress"),
                            ("resentenced", "Revoked and sentenced again"),
                            ("revoked", "Revoked"),
                            ("recalled", "Recalled"),
                            ("activated", "Suspended term activated"),
                            ("appeal", "Replaced or quashed on appeal"),
                            ("died", "The person died"),
                            ("transferred-out", "Transferred out of England and Wales"),
                            ("not-sentenced", "The court made no sentence"),
                            ("repealed", "Post-sentence supervision was repealed"),
                            ("replaced", "No longer on the licence"),
                            ("error", "Recorded in error"),
                        ],
                        max_length=16,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="licence",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="licence",
            name="sentence",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="licences",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="sentence",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="licence_conditions",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="sub_type",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.conditionsubtype",
            ),
        ),
        migrations.AddField(
            model_name="licencecondition",
            name="type",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.conditiontype",
            ),
        ),
        migrations.AddField(
            model_name="supervisionrequirement",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="supervisionrequirement",
            name="sentence",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="supervision_requirements",
                to="probation.sentence",
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                fields=("sentence", "number"), name="probation_licence_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="licence",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state", "inactive"), _negated=True),
                    models.Q(("state", "recalled"), _negated=True),
                    models.Q(("state", "timed-out"), _negated=True),
                ),
                fields=("sentence",),
                name="probation_licence_one_going_on",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencecondition",
            constraint=models.UniqueConstraint(
                fields=("sentence", "number"), name="probation_licencecondition_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="licencecondition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="probation_licencecondition_ends_after",
            ),
        ),
        migrations.AddConstraint(
            model_name="licencecondition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on", None), ("ended_for", "")),
                    models.Q(
                        ("ended_on__isnull", False), models.Q(("ended_for", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="probation_licencecondition_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionrequirement",
            constraint=models.UniqueConstraint(
                fields=("sentence", "number"), name="probation_supervisionreq_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="supervisionrequirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="probation_supervisionreq_ends_after",
            ),
        ),
    ]
