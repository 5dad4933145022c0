from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("unpaidwork", "0004_released"), ("probation", "0077_opened_everywhere")]

    operations = [
        migrations.RunSQL("select probation_ask_once();", migrations.RunSQL.noop),
    ]
