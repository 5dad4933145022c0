from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("restructure", "0061_overrides_depend_on_less")]

    operations = [
        migrations.RunSQL(
            "grant maintain on restructure_awaited to throughcare_engine;",
            "revoke maintain on restructure_awaited from throughcare_engine;",
        )
    ]
