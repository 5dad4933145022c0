from django.db import migrations


class Migration(migrations.Migration):
    """Whether anybody else has a content is looked up where a record is removed."""

    atomic = False

    dependencies = [("people", "0019_merges_closed")]

    operations = [
        migrations.RunSQL(
            "create index concurrently if not exists people_paper_content on people_paper using hash (digest)",
            "drop index concurrently if exists people_paper_content",
        )
    ]
