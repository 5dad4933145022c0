from django.db import migrations, models

RESULTS = [
    ("continues", "The order continues"),
    ("revoked", "The order is revoked"),
    ("resentenced", "Revoked, and sentenced again"),
    ("committed", "Committed"),
    ("not-proven", "Not proven"),
    ("returned", "Returned to custody"),
    ("answered", "Answered, and taken no further"),
    ("excused", "Evidence of a reasonable excuse was accepted"),
    ("error", "Opened in error"),
    ("overtaken", "Another step took its place"),
]


class Migration(migrations.Migration):
    dependencies = [("probation", "0040_transfers_answered")]

    operations = [
        migrations.AddField(
            "enforcement",
            "result",
            models.CharField(blank=True, choices=RESULTS, db_default="", max_length=12),
        ),
    ]
