from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("assessments", "0002_closed"), ("probation", "0077_opened_everywhere")]

    operations = [
        migrations.RunSQL("select probation_ask_once();", migrations.RunSQL.noop),
    ]
