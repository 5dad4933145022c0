from django.db import migrations

GRANTS = """
revoke all on probation_seriousoffence from throughcare_app, throughcare_engine;
grant select on probation_seriousoffence to throughcare_app, throughcare_engine;
"""
BACK = "revoke select on probation_seriousoffence from throughcare_app, throughcare_engine;"


class Migration(migrations.Migration):
    dependencies = [("probation", "0112_court_codes")]

    operations = [migrations.RunSQL(GRANTS, BACK)]
