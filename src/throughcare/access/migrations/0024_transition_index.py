from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0023_protocols_of_new_kinds")]

    operations = [
        migrations.AddIndex(
            model_name="grant",
            index=models.Index(
                condition=models.Q(("kind", "transition")),
                fields=["case_id"],
                name="access_grant_transition",
            ),
        ),
    ]
