from django.db import migrations

# What is staged in bulk has to be known to the planner before it is read: the engine that stages it says so.
TABLES = (
    "organisation_unit, organisation_unitcode, organisation_unitfact, organisation_placement,"
    " organisation_unitownership, organisation_successionedge"
)


class Migration(migrations.Migration):
    dependencies = [("organisation", "0005_both_clocks")]

    operations = [
        migrations.RunSQL(
            f"grant maintain on {TABLES} to throughcare_engine;",
            f"revoke maintain on {TABLES} from throughcare_engine;",
        )
    ]
