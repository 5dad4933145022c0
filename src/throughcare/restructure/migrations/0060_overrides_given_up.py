from django.db import migrations

# Whoever plans gives up what was proposed and not approved, their own too; whoever approves has one take the place of another.
POLICIES = """
create policy gives_up on restructure_override for update to throughcare_app
    using ('restructure.plan' = any (tc_words('actions')) and approved_by_id is null)
    with check (approved_by_id is null and lapsed_at is not null);
create policy replaces on restructure_override for update to throughcare_app
    using ('restructure.approve' = any (tc_words('actions')) and approved_by_id is not null)
    with check (approved_by_id is not null and lapsed_at is not null);
"""

BACK = """
drop policy replaces on restructure_override;
drop policy gives_up on restructure_override;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0059_overrides_in_place_of_others")]

    operations = [migrations.RunSQL(POLICIES, BACK)]
