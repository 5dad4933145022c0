from django.db import migrations

# What every request begins with is planned once for each connection, and not anew for each account.
ONCE = "alter function access_begin(bigint, timestamptz, timestamptz) set plan_cache_mode = force_generic_plan"
ANEW = "alter function access_begin(bigint, timestamptz, timestamptz) reset plan_cache_mode"


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0019_fewer_keys_to_look_up_by"),
        ("organisation", "0010_units_of_a_kind"),
    ]

    operations = [migrations.RunSQL(ONCE, ANEW)]
