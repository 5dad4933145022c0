import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("restructure", "0042_books_in_full")]

    operations = [
        migrations.CreateModel(
            name="ConstraintsAsked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("is_stale", models.BooleanField(default=False)),
                ("found", models.JSONField(default=list)),
                (
                    "plan",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="restructure.plan",
                    ),
                ),
            ],
        ),
    ]
