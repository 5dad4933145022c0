import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

# Leaves do not get smaller: they are not compressed, and stay with their sheaf as long as a page holds them.
STORAGE = """
alter table restructure_sheaf set (toast_tuple_target = 8160);
alter table restructure_sheaf alter leaves set storage external;
"""
STORAGE_BACK = """
alter table restructure_sheaf reset (toast_tuple_target);
alter table restructure_sheaf alter leaves set storage extended;
"""
TABLES = ("tally", "lapsedexplanation", "sheaf")
SECURED = (
    "".join(
        f"alter table restructure_{table} enable row level security;\n"
        f"create policy engine on restructure_{table} for all to throughcare_engine using (true) with check (true);\n"
        f"grant select, insert, update, delete on restructure_{table} to throughcare_engine;\n"
        for table in TABLES
    )
    + "".join(
        f"create policy seen on restructure_{table} for select to throughcare_app"
        f" using ('restructure.see' = any (tc_words('actions')));\n"
        f"grant select on restructure_{table} to throughcare_app;\n"
        for table in ("tally", "lapsedexplanation")
    )
    + "grant usage on all sequences in schema public to throughcare_app, throughcare_engine;\n"
)
SECURED_BACK = "".join(
    f"revoke all on restructure_{table} from throughcare_app, throughcare_engine;\n"
    f"drop policy if exists seen on restructure_{table};\n"
    f"drop policy engine on restructure_{table};\n"
    f"alter table restructure_{table} disable row level security;\n"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("restructure", "0041_evidence_without_words")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=40)),
                ("found", models.PositiveBigIntegerField()),
                ("named", models.PositiveBigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tallies",
                        to="restructure.plan",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "check_name"), name="restructure_tally_once"
                    ),
                    models.CheckConstraint(
                        condition=Q(named__lte=F("found")),
                        name="restructure_tally_names_what_it_found",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LapsedExplanation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_name", models.CharField(max_length=40)),
                ("subject", models.CharField(max_length=120)),
                ("found", models.CharField(max_length=300)),
                ("explanation", models.CharField(max_length=300)),
                ("explained_by_id", models.BigIntegerField()),
                ("approved_by_id", models.BigIntegerField(null=True)),
                ("recorded_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="restructure.plan",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Sheaf",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "plan_id",
                        "kind",
                        "part",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=60)),
                ("part", models.BigIntegerField()),
                ("records", models.PositiveIntegerField()),
                ("digest", models.BigIntegerField()),
                (
                    "leaves",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="restructure.plan",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(STORAGE, STORAGE_BACK),
        migrations.RunSQL(SECURED, SECURED_BACK),
    ]
