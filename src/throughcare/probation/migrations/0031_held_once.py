from django.db import migrations

# Cases are asked for by the posts or units that hold them, whichever they are: planned once for each connection.
HELD = "probation_held(bigint[], bigint[], bigint[], timestamptz, bigint[])"
ONCE = f"alter function {HELD} set plan_cache_mode = force_generic_plan"
ANEW = f"alter function {HELD} reset plan_cache_mode"


class Migration(migrations.Migration):
    dependencies = [("probation", "0030_left_over_a_switch")]

    operations = [migrations.RunSQL(ONCE, ANEW)]
