from django.db import migrations

# What was recorded before is as it would be recorded now: women's services are for women.
FOR_WOMEN = "update services_contract set sex = 'F' where type_id = 'WOS'"


class Migration(migrations.Migration):
    dependencies = [("services", "0006_contracts_for_some")]

    operations = [migrations.RunSQL(FOR_WOMEN, "update services_contract set sex = ''")]
