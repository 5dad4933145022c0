import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0008_kinds_so_far"),
        ("restructure", "0012_changed_names_its_plan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Load",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                (
                    "per",
                    models.CharField(
                        choices=[("team", "Teams"), ("officer", "Officers")], max_length=12
                    ),
                ),
                ("post_id", models.BigIntegerField(null=True)),
                ("before", models.PositiveIntegerField()),
                ("after", models.PositiveIntegerField()),
                ("at_most", models.PositiveIntegerField(null=True)),
                (
                    "from_owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("holder__isnull", False), ("per", "team"), ("post_id", None)),
                            models.Q(
                                ("holder", None), ("per", "officer"), ("post_id__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="restructure_load_of_one",
                    ),
                    models.UniqueConstraint(
                        fields=("plan", "kind", "per", "holder", "post_id"),
                        name="restructure_load_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
    ]
