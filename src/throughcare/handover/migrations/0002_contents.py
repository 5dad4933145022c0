import django.db.models.deletion
from django.db import migrations, models

PARTS = [
    ("owned", "what the body owns"),
    ("reference", "shared by all, in full, so that the rest can be read"),
    ("quoted", "kept by others, and told only so far that what points at it can be read"),
    ("documents", "contents of the documents that the body owns, and a list of them"),
]
FATES = [
    ("made", "a new row"),
    ("matched", "was here already"),
    ("completed", "stood here as told by another package, and is whole now"),
    ("held", "not taken"),
]
# Only who owns the tables reads packages and writes here.
GRANT = """
revoke all on handover_takencontent from throughcare_app, throughcare_engine;
grant select on handover_takencontent to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("handover", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="TakenContent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("fate", models.CharField(choices=FATES, max_length=10)),
                (
                    "take_over",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="handover.takeover",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="takencontent",
            constraint=models.UniqueConstraint(
                fields=("take_over", "digest"), name="handover_takencontent_once"
            ),
        ),
        migrations.AddIndex(
            model_name="takencontent",
            index=models.Index(fields=["digest"], name="handover_takencontent_digest"),
        ),
        migrations.AlterField(
            model_name="heldrow", name="key", field=models.CharField(max_length=64)
        ),
        migrations.AlterField(
            model_name="book",
            name="part",
            field=models.CharField(choices=PARTS, max_length=10),
        ),
        migrations.AlterField(
            model_name="renumbered",
            name="part",
            field=models.CharField(choices=PARTS, max_length=10),
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
