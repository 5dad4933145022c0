from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("restructure", "0045_freeze_until_the_switch")]

    operations = [
        migrations.AddField(
            model_name="statement",
            name="address",
            field=models.CharField(blank=True, default="", max_length=500),
        ),
        migrations.AddField(
            model_name="statement",
            name="digest",
            field=models.CharField(blank=True, default="", max_length=64),
        ),
        migrations.AddField(
            model_name="statement",
            name="result_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="statement",
            name="shows",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=Q(address="")
                | Q(address__startswith="/")
                | Q(Q(address__startswith="https://"), ~Q(digest="") | Q(result_on__isnull=False)),
                name="restructure_statement_links_to_a_result",
            ),
        ),
    ]
