from django.db import migrations

TABLES = "probation_contactgroup, probation_contacttypegroup, probation_allowedoutcome, probation_enforcementaction"


class Migration(migrations.Migration):
    dependencies = [("probation", "0058_types_by_data")]

    operations = [
        migrations.RunSQL(
            f"grant select on {TABLES} to throughcare_app, throughcare_engine;",
            f"revoke all on {TABLES} from throughcare_app, throughcare_engine;",
        )
    ]
