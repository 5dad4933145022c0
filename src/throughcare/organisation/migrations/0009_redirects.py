from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0008_kinds_so_far")]

    operations = [
        migrations.AddField(
            model_name="change", name="redirects_until", field=models.DateTimeField(null=True)
        ),
    ]
