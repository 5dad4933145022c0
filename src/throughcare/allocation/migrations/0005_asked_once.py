from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("allocation", "0004_workload_closed"), ("probation", "0077_opened_everywhere")]

    operations = [
        migrations.RunSQL("select probation_ask_once();", migrations.RunSQL.noop),
    ]
