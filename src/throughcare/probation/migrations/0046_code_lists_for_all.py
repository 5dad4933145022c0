from django.db import migrations

TABLES = [
    *("requirementsubtype", "courtoutcome", "courttype", "institution"),
    *("conditiontype", "conditionsubtype", "policycondition", "commencement"),
]

GRANTS = "".join(
    f"revoke all on probation_{table} from throughcare_app, throughcare_engine;\n"
    f"grant select on probation_{table} to throughcare_app, throughcare_engine;\n"
    for table in TABLES
)
BACK = "".join(
    f"revoke select on probation_{table} from throughcare_app, throughcare_engine;\n"
    for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0045_more_code_lists")]

    operations = [migrations.RunSQL(GRANTS, BACK)]
