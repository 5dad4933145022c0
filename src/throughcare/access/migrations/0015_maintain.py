from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0014_credentials_closed")]

    operations = [
        # As for all that a restructure writes in bulk: the planner is told before it is read.
        migrations.RunSQL(
            "grant maintain on access_postassignment to throughcare_engine;",
            "revoke maintain on access_postassignment from throughcare_engine;",
        )
    ]
