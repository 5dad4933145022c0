from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_row_security")]

    operations = [
        migrations.RemoveIndex(model_name="name", name="people_name_search_text"),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("text", models.CharField(max_length=200, primary_key=True, serialize=False)),
                ("sound", models.CharField(blank=True, max_length=12)),
                ("other_sound", models.CharField(blank=True, max_length=12)),
            ],
        ),
        migrations.AddIndex(
            model_name="name",
            index=models.Index(
                fields=["born_on"],
                condition=models.Q(("born_on__isnull", False)),
                name="people_name_born_on",
            ),
        ),
        migrations.AddIndex(
            model_name="address",
            index=models.Index(
                fields=["postcode"],
                condition=models.Q(("postcode", ""), _negated=True),
                name="people_address_postcode",
            ),
        ),
    ]
