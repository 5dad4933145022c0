import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0046_code_lists_for_all")]

    operations = [
        migrations.CreateModel(
            name="AcceptedWarning",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40)),
                ("accepted_by_id", models.BigIntegerField()),
                ("accepted_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AdditionalOffence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("offence_on", models.DateField(null=True)),
                ("offence_count", models.PositiveSmallIntegerField(default=1)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("G", "Guilty"), ("N", "Not guilty"), ("M", "Mixed or other")],
                        max_length=1,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="AdditionalSentence",
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
                            ("fine", "Fine"),
                            ("compensation", "Compensation"),
                            ("disqualification", "Disqualification from driving"),
                            ("restraining", "Restraining order"),
                            ("forfeiture", "Forfeiture or confiscation"),
                            ("prevention", "Harm prevention order"),
                            ("costs", "Costs or surcharge"),
                            ("other", "Another order"),
                        ],
                        max_length=16,
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=10, null=True)),
                ("length", models.PositiveSmallIntegerField(null=True)),
                (
                    "length_unit",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("days", "Days"),
                            ("weeks", "Weeks"),
                            ("months", "Months"),
                            ("years", "Years"),
                        ],
                        max_length=6,
                    ),
                ),
                ("notes", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("held_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("first", "First appearance"),
                            ("trial", "Trial or adjournment"),
                            ("sentence", "Sentence"),
                            ("breach", "Breach"),
                            ("review", "Review of an order"),
                            ("appeal", "Appeal"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "plea",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("guilty", "Guilty"),
                            ("not-guilty", "Not guilty"),
                            ("none", "None entered"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "remand",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("custody", "In custody"),
                            ("conditional-bail", "On bail with conditions"),
                            ("bail", "On bail"),
                            ("none", "Not remanded"),
                        ],
                        max_length=16,
                    ),
                ),
                ("bail_conditions", models.CharField(blank=True, max_length=1000)),
                ("next_on", models.DateField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="requirement",
            name="commenced_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="daily_hours",
            field=models.DecimalField(decimal_places=1, max_digits=4, null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="ended_for",
            field=models.CharField(
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
                db_default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="expected_ends_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="number",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="requirement",
            name="weekly_hours",
            field=models.DecimalField(decimal_places=1, max_digits=4, null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="convicted_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="ended_for",
            field=models.CharField(
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
                db_default="",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="sentence",
            name="entered_ends_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="first_released_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="follows",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="sentence",
            name="is_under_review",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="sentence",
            name="length",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="length_unit",
            field=models.CharField(
                blank=True,
                choices=[
                    ("days", "Days"),
                    ("weeks", "Weeks"),
                    ("months", "Months"),
                    ("years", "Years"),
                ],
                db_default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="sentence",
            name="notional_ends_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="offence_count",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddField(
            model_name="sentence",
            name="offence_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="referred_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="second_length",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="sentence",
            name="second_unit",
            field=models.CharField(
                blank=True,
                choices=[
                    ("days", "Days"),
                    ("weeks", "Weeks"),
                    ("months", "Months"),
                    ("years", "Years"),
                ],
                db_default="",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="sentence",
            name="taken_into_consideration",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="sentence",
            name="verdict",
            field=models.CharField(
                blank=True,
                choices=[("G", "Guilty"), ("N", "Not guilty"), ("M", "Mixed or other")],
                db_default="",
                max_length=1,
            ),
        ),
        migrations.AlterField(
            model_name="requirement",
            name="sentence",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="requirements",
                to="probation.sentence",
            ),
        ),
        migrations.AlterField(
            model_name="sentence",
            name="imposed_on",
            field=models.DateField(null=True),
        ),
        migrations.AlterField(
            model_name="sentence",
            name="type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.sentencetype",
            ),
        ),
        migrations.AddIndex(
            model_name="sentence",
            index=models.Index(
                condition=models.Q(("ends_on__isnull", False), ("terminated_on", None)),
                fields=["ends_on"],
                name="probation_sentence_live_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("imposed_on", None), ("type", None)),
                    models.Q(("imposed_on__isnull", False), ("type__isnull", False)),
                    _connector="OR",
                ),
                name="probation_sentence_type_with_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("entered_ends_on", None), ("notional_ends_on", None)),
                    models.Q(
                        ("ends_on", models.F("entered_ends_on")), ("entered_ends_on__isnull", False)
                    ),
                    models.Q(("ends_on", models.F("notional_ends_on")), ("entered_ends_on", None)),
                    _connector="OR",
                ),
                name="probation_sentence_end_entered_or_worked_out",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("terminated_on", None),
                    ("imposed_on", None),
                    ("terminated_on__gte", models.F("imposed_on")),
                    _connector="OR",
                ),
                name="probation_sentence_terminated_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_for", ""), ("terminated_on__isnull", False), _connector="OR"
                ),
                name="probation_sentence_reason_with_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("length", None), ("length_unit", "")),
                    models.Q(("length__gt", 0), models.Q(("length_unit", ""), _negated=True)),
                    _connector="OR",
                ),
                name="probation_sentence_length_with_its_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("second_length", None), ("second_unit", "")),
                    models.Q(
                        ("second_length__gt", 0), models.Q(("second_unit", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="probation_sentence_second_length_with_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="sentence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("follows", None),
                    models.Q(("follows", models.F("id")), _negated=True),
                    _connector="OR",
                ),
                name="probation_sentence_follows_another",
            ),
        ),
        migrations.AddField(
            model_name="acceptedwarning",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="acceptedwarning",
            name="sentence",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="accepted_warnings",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="additionaloffence",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="additionaloffence",
            name="offence",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.offence",
            ),
        ),
        migrations.AddField(
            model_name="additionaloffence",
            name="sentence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="additional_offences",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="additionalsentence",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="additionalsentence",
            name="sentence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="additional_sentences",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="court",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.court",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="sentence",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="appearances",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="appearance",
            name="outcome",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.courtoutcome",
            ),
        ),
        migrations.AddField(
            model_name="requirement",
            name="sub_type",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.requirementsubtype",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.UniqueConstraint(
                fields=("sentence", "number"), name="probation_requirement_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on", None), ("ended_on__gte", models.F("starts_on")), _connector="OR"
                ),
                name="probation_requirement_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("expected_ends_on", None),
                    ("expected_ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="probation_requirement_expected_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirement",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_for", ""), ("ended_on__isnull", False), _connector="OR"),
                name="probation_requirement_reason_with_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="acceptedwarning",
            constraint=models.UniqueConstraint(
                fields=("sentence", "code"), name="probation_acceptedwarning_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="additionalsentence",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                name="probation_addedsentence_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="appearance",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("next_on", None), ("next_on__gte", models.F("held_on")), _connector="OR"
                ),
                name="probation_appearance_next_is_later",
            ),
        ),
    ]
