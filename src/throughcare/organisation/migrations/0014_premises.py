from django.db import migrations

CODE = "premises"


def name_it(apps, _schema_editor):
    apps.get_model("organisation", "Kind").objects.create(
        code=CODE, name="Approved premises and other housing", is_provider=False
    )


def forget_it(apps, _schema_editor):
    apps.get_model("organisation", "Kind").objects.filter(code=CODE).delete()


class Migration(migrations.Migration):
    dependencies = [("organisation", "0013_unless_it_is_removed")]

    operations = [migrations.RunPython(name_it, forget_it)]
