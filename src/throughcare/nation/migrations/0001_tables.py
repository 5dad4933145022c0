import django.db.models.deletion
from django.db import migrations, models

# Only a load writes here, and it is the owner.
GRANT = """
revoke all on nation_load, nation_checkpoint, nation_setaside from throughcare_app, throughcare_engine;
grant select on nation_load to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0007_staff_choice"),
        ("people", "0002_row_security"),
        ("probation", "0004_facts"),
    ]

    operations = [
        migrations.CreateModel(
            name="SetAside",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("statement", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Load",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "size",
                    models.CharField(
                        choices=[
                            ("tiny", "a five-hundredth, for tests"),
                            ("small", "a fiftieth"),
                            ("medium", "a tenth"),
                            ("national", "all of it"),
                        ],
                        max_length=10,
                    ),
                ),
                ("seed", models.BigIntegerField()),
                ("is_complete", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(models.Value(1), name="nation_load_one")],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=40)),
                ("chunk", models.PositiveIntegerField()),
                (
                    "load",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="checkpoints",
                        to="nation.load",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("load", "step", "chunk"), name="nation_checkpoint_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
