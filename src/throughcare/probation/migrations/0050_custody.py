import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("probation", "0049_sentences_closed")]

    operations = [
        migrations.CreateModel(
            name="Custody",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("A", "Sentenced, in custody"),
                            ("D", "In custody"),
                            ("R", "In custody, out on temporary licence"),
                            ("I", "In an immigration centre or secure hospital"),
                            ("B", "Released on licence"),
                            ("C", "Recalled"),
                            ("P", "Post-sentence supervision"),
                            ("T", "Ended"),
                            ("AT", "Ended by itself"),
                        ],
                        max_length=2,
                    ),
                ),
                ("status_on", models.DateField()),
                ("located_on", models.DateField(null=True)),
                ("book_number", models.CharField(blank=True, max_length=10)),
                ("parole_number", models.CharField(blank=True, max_length=10)),
                ("last_moved_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CustodyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("begun", "Custody recorded"),
                            ("admission", "Admitted to prison"),
                            ("transfer", "Moved to another prison"),
                            ("out", "Out for a time"),
                            ("back", "Back from being out"),
                            ("release", "Released"),
                            ("hospital", "Released to hospital"),
                            ("recall", "Recalled"),
                            ("supervision", "Post-sentence supervision began"),
                            ("end", "Ended"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("A", "Sentenced, in custody"),
                            ("D", "In custody"),
                            ("R", "In custody, out on temporary licence"),
                            ("I", "In an immigration centre or secure hospital"),
                            ("B", "Released on licence"),
                            ("C", "Recalled"),
                            ("P", "Post-sentence supervision"),
                            ("T", "Ended"),
                            ("AT", "Ended by itself"),
                        ],
                        max_length=2,
                    ),
                ),
                ("happened_at", models.DateTimeField()),
                (
                    "source",
                    models.CharField(
                        choices=[("prison", "The prison"), ("probation", "Probation staff")],
                        max_length=10,
                    ),
                ),
                ("message", models.CharField(blank=True, max_length=60)),
                ("has_counted", models.BooleanField(default=True)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CustodyDoubt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("begun", "Custody recorded"),
                            ("admission", "Admitted to prison"),
                            ("transfer", "Moved to another prison"),
                            ("out", "Out for a time"),
                            ("back", "Back from being out"),
                            ("release", "Released"),
                            ("hospital", "Released to hospital"),
                            ("recall", "Recalled"),
                            ("supervision", "Post-sentence supervision began"),
                            ("end", "Ended"),
                        ],
                        max_length=12,
                    ),
                ),
                ("book_number", models.CharField(blank=True, max_length=10)),
                ("happened_at", models.DateTimeField()),
                ("why", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "To be looked at"), ("answered", "Answered")],
                        db_default="open",
                        default="open",
                        max_length=8,
                    ),
                ),
                ("answer", models.CharField(blank=True, db_default="", max_length=300)),
                ("answered_by_id", models.BigIntegerField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="KeyDate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("LED", "Licence expiry"),
                            ("ACR", "Conditional release"),
                            ("PED", "Parole eligibility"),
                            ("SED", "Sentence expiry"),
                            ("EXP", "Expected release"),
                            ("HDE", "Home detention curfew eligibility"),
                            ("PSSED", "Post-sentence supervision end"),
                            ("PR1", "Parole review"),
                            ("POM1", "Handover from prison: start"),
                            ("POM2", "Handover from prison: community responsible"),
                        ],
                        max_length=5,
                    ),
                ),
                ("day", models.DateField()),
                (
                    "source",
                    models.CharField(
                        choices=[("prison", "The prison"), ("probation", "Probation staff")],
                        max_length=10,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by_id", models.BigIntegerField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recalled_on", models.DateField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("new-charge", "Charged with an offence"),
                            ("missed", "Failed to keep in touch"),
                            ("residence", "Failed to live as directed"),
                            ("behaviour", "Poor behaviour"),
                            ("curfew", "Broke the home detention curfew"),
                            ("returned", "Prison reported a return"),
                            ("other", "Another breach of the licence"),
                        ],
                        max_length=12,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Release",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("released_on", models.DateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adult-licence", "Adult licence"),
                            ("hdc", "Home detention curfew"),
                            ("parole", "Parole"),
                            ("end-of-custody", "End of custody"),
                            ("rotl", "Temporary licence (ROTL)"),
                            ("compassionate", "Compassionate release"),
                        ],
                        max_length=14,
                    ),
                ),
                ("length", models.PositiveSmallIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
            ],
        ),
        migrations.AddField(
            model_name="custody",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="custody",
            name="sentence",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="custody",
                to="probation.sentence",
            ),
        ),
        migrations.AddField(
            model_name="custodychange",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="custodychange",
            name="custody",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="changes",
                to="probation.custody",
            ),
        ),
        migrations.AddField(
            model_name="custodydoubt",
            name="case",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.case",
            ),
        ),
        migrations.AddField(
            model_name="custodydoubt",
            name="institution",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.institution",
            ),
        ),
        migrations.AddField(
            model_name="custodychange",
            name="institution",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.institution",
            ),
        ),
        migrations.AddField(
            model_name="custody",
            name="institution",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.institution",
            ),
        ),
        migrations.AddField(
            model_name="keydate",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="keydate",
            name="custody",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="key_dates",
                to="probation.custody",
            ),
        ),
        migrations.AddField(
            model_name="recall",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="probation.case"
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="custody",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="releases",
                to="probation.custody",
            ),
        ),
        migrations.AddField(
            model_name="release",
            name="institution",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="probation.institution",
            ),
        ),
        migrations.AddField(
            model_name="recall",
            name="release",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recall",
                to="probation.release",
            ),
        ),
        migrations.AddConstraint(
            model_name="custodydoubt",
            constraint=models.UniqueConstraint(
                fields=("case", "message"), name="probation_custodydoubt_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="custodydoubt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("state", "open")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("state", "answered"),
                        models.Q(("answer", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="probation_custodydoubt_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="custodychange",
            constraint=models.UniqueConstraint(
                fields=("custody", "number"), name="probation_custodychange_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="custodychange",
            constraint=models.UniqueConstraint(
                condition=models.Q(("message", ""), _negated=True),
                fields=("custody", "message"),
                name="probation_custodychange_message_once",
            ),
        ),
        migrations.AddIndex(
            model_name="custody",
            index=models.Index(
                condition=models.Q(("status", "P")),
                fields=["case"],
                name="probation_custody_supervision",
            ),
        ),
        migrations.AddConstraint(
            model_name="keydate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at", None)),
                fields=("custody", "type"),
                name="probation_keydate_one_of_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="keydate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("superseded_at", None),
                    ("superseded_at__gte", models.F("recorded_at")),
                    _connector="OR",
                ),
                name="probation_keydate_superseded_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="release",
            constraint=models.UniqueConstraint(
                fields=("custody", "number"), name="probation_release_number"
            ),
        ),
    ]
