from django.db import migrations

# Cards are asked for by their keys, whoever they are of: planned once for each connection, and not anew for each list.
ONCE = (
    "alter function probation_cards(bigint[], timestamptz) set plan_cache_mode = force_generic_plan"
)
ANEW = "alter function probation_cards(bigint[], timestamptz) reset plan_cache_mode"


class Migration(migrations.Migration):
    dependencies = [("probation", "0016_ever_with")]

    operations = [migrations.RunSQL(ONCE, ANEW)]
