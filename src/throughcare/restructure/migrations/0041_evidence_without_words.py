from django.db import migrations, models
from django.db.models import Q

# Packs of the first version end with their list of switches, and hold words of people. They stay to the byte what they were.
APART = """
update restructure_evidence set body_with_words = body, body = '' where body !~ ',"version":[0-9]+[}]$';
"""
TOGETHER = """
update restructure_evidence set body = body_with_words, body_with_words = '' where body = '';
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0040_noted_by_whoever_changes_it")]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="body_with_words",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="evidence",
            name="body",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.RunSQL(APART, TOGETHER),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.CheckConstraint(
                condition=(
                    Q(body="") & ~Q(body_with_words="")
                    | Q(body__regex=r',"version":[0-9]+[}]$', body_with_words="")
                ),
                name="restructure_evidence_body_without_words",
            ),
        ),
    ]
