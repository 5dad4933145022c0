from django.db import migrations

CODE = "supplier"


def name_it(apps, _schema_editor):
    apps.get_model("organisation", "Kind").objects.create(
        code=CODE, name="Supplier of services", is_provider=False
    )


def forget_it(apps, _schema_editor):
    apps.get_model("organisation", "Kind").objects.filter(code=CODE).delete()


class Migration(migrations.Migration):
    dependencies = [("organisation", "0011_guests")]

    operations = [migrations.RunPython(name_it, forget_it)]
