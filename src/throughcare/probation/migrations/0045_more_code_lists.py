import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0044_opened_once")]

    operations = [
        migrations.CreateModel(
            name="Commencement",
            fields=[
                ("code", models.CharField(max_length=24, primary_key=True, serialize=False)),
                ("description", models.CharField(max_length=200)),
                ("instrument", models.CharField(max_length=200)),
                ("starts_on", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="ConditionSubType",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("description", models.CharField(max_length=600)),
            ],
        ),
        migrations.CreateModel(
            name="ConditionType",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("description", models.CharField(max_length=200)),
                ("is_offered", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="CourtOutcome",
            fields=[
                ("code", models.CharField(max_length=8, primary_key=True, serialize=False)),
                ("description", models.CharField(max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adjourned", "Adjourned"),
                            ("sentence", "Sentenced"),
                            ("not-sentenced", "Ended without a sentence"),
                            ("breach", "Outcome of a breach"),
                            ("application", "Outcome of an application"),
                            ("appeal", "Outcome of an appeal"),
                            ("court-martial", "Court martial"),
                            ("older", "From an older system"),
                        ],
                        max_length=16,
                    ),
                ),
                ("remands", models.BooleanField(default=False)),
                ("issues_warrant", models.BooleanField(default=False)),
                ("asks_for_report", models.BooleanField(default=False)),
                ("is_offered", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="CourtType",
            fields=[
                ("code", models.CharField(max_length=4, primary_key=True, serialize=False)),
                ("description", models.CharField(max_length=80)),
            ],
        ),
        migrations.CreateModel(
            name="Institution",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("is_offered", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="PolicyCondition",
            fields=[
                ("code", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("policy", models.CharField(max_length=8)),
                (
                    "kind",
                    models.CharField(
                        choices=[("standard", "Standard"), ("additional", "Additional")],
                        max_length=10,
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("category", models.CharField(blank=True, max_length=120)),
                ("wording", models.CharField(max_length=600)),
                ("needs_input", models.BooleanField(default=False)),
                ("is_monitoring", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="RequirementSubType",
            fields=[
                ("code", models.CharField(max_length=17, primary_key=True, serialize=False)),
                ("description", models.CharField(max_length=200)),
                ("is_offered", models.BooleanField(default=False)),
            ],
        ),
        migrations.AddField(
            model_name="court",
            name="type_code",
            field=models.CharField(blank=True, db_default="", max_length=4),
        ),
        migrations.AddField(
            model_name="offence",
            name="is_offered",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="offence",
            name="is_violent_or_sexual",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="offence",
            name="offence_group",
            field=models.CharField(blank=True, db_default="", max_length=40),
        ),
        migrations.AddField(
            model_name="requirementtype",
            name="is_additional",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="requirementtype",
            name="is_local",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="requirementtype",
            name="is_offered",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="sentencetype",
            name="ends_itself",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="sentencetype",
            name="family",
            field=models.CharField(
                choices=[
                    ("community", "Community order"),
                    ("suspended", "Suspended sentence order"),
                    ("unsupervised", "Suspended sentence, not supervised"),
                    ("youth", "Youth order"),
                    ("other-community", "Another order in the community"),
                    ("deferred", "Deferred sentence"),
                    ("determinate", "Determinate custody"),
                    ("extended", "Extended custody"),
                    ("indeterminate", "Life or indeterminate"),
                    ("committal", "Committal for a breach of supervision"),
                    ("other-custody", "Another custodial sentence"),
                    ("not-supervised", "Not supervised"),
                ],
                db_default="not-supervised",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="sentencetype",
            name="has_pss",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="sentencetype",
            name="is_offered",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name="sentencetype",
            name="kind",
            field=models.CharField(
                choices=[
                    ("SC", "Statutory custody"),
                    ("NC", "Other custody"),
                    ("SP", "Community"),
                    ("NS", "Not supervised"),
                ],
                db_default="NS",
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="sentencetype",
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
            model_name="sentencetype",
            name="longest",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="sentencetype",
            name="shortest",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="sentencetype",
            name="statute",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pre-2003", "Before the Criminal Justice Act 2003"),
                    ("2003", "Criminal Justice Act 2003"),
                    ("2014", "Offender Rehabilitation Act 2014"),
                    ("2020", "Sentencing Act 2020"),
                ],
                db_default="",
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="court",
            name="kind",
            field=models.CharField(
                choices=[
                    ("magistrates", "Magistrates' court"),
                    ("crown", "Crown Court"),
                    ("other", "Another court"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="courtoutcome",
            name="sentence_type",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.sentencetype",
            ),
        ),
        migrations.AddConstraint(
            model_name="policycondition",
            constraint=models.UniqueConstraint(
                fields=("policy", "kind", "position"), name="probation_policycondition_position"
            ),
        ),
        migrations.AddField(
            model_name="requirementsubtype",
            name="type",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sub_types",
                to="probation.requirementtype",
            ),
        ),
    ]
