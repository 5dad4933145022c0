from django.db import migrations, models

# Read by everybody; a plan that brings in a kind of body is written by the engine.
GRANT = """
revoke all on organisation_kind from throughcare_app, throughcare_engine;
grant select on organisation_kind to throughcare_app, throughcare_engine;
grant insert on organisation_kind to throughcare_engine;
grant usage on sequence organisation_kind_id_seq to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0006_maintain")]

    operations = [
        migrations.CreateModel(
            name="Kind",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("is_provider", models.BooleanField()),
            ],
        ),
        migrations.AlterField(
            model_name="unitfact",
            name="fact",
            field=models.CharField(
                choices=[
                    ("name", "Name"),
                    ("kind", "Kind"),
                    ("operating", "operating (yes or no)"),
                    ("legal", "exists in law (yes or no)"),
                    ("accepts-work", "accepts new work (yes or no)"),
                    ("address", "Address"),
                    ("email", "Email"),
                    ("telephone", "Telephone"),
                    ("area", "code of the area that the unit's place lies in"),
                ],
                max_length=20,
            ),
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
