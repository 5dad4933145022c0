from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.housing.migrations.0003_steps")

# Whoever refused an application takes no step that needs another, such as deciding the appeal against that.
AS_IT_WAS = (
    "create or replace function housing_take_step"
    + BEFORE.STEPS.partition("create function housing_take_step")[2].partition("\n-- ")[0]
)
BY_ANOTHER = AS_IT_WAS.replace(
    "    party text := (select m.party from housing_move m where m.code = by_move);\n",
    "    party text := (select m.party from housing_move m where m.code = by_move);\n"
    "    needs text := (select m.needs from housing_move m where m.code = by_move);\n",
).replace(
    "    return housing_go(",
    """    if 'another' = any (string_to_array(needs, ' ')) and tc_account() = (
        select t.author_id from housing_steptaken t where t.application_id = asked and t.step_id = 'refused' order by t.number desc limit 1)
    then
        return null;
    end if;
    return housing_go(""",
)


class Migration(migrations.Migration):
    dependencies = [("housing", "0004_moved_with_their_case")]

    operations = [migrations.RunSQL(BY_ANOTHER, AS_IT_WAS)]
