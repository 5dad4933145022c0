from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transition", "0013_openers")]

    operations = [
        migrations.AddField(
            model_name="round", name="counted_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="round", name="changed_at", field=models.DateTimeField(null=True)
        ),
        migrations.AddField(
            model_name="preview",
            name="lasting_digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.AddField(
            model_name="preview", name="stale_since", field=models.DateTimeField(null=True)
        ),
        migrations.AddIndex(
            model_name="preview",
            index=models.Index(
                condition=models.Q(("stale_since__isnull", False)),
                fields=["plan", "stale_since"],
                name="transition_preview_stale",
            ),
        ),
    ]
