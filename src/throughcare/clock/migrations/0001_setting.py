from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Setting",
            fields=[
                ("id", models.SmallAutoField(primary_key=True, serialize=False)),
                ("ahead_by", models.DurationField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="clock_setting_is_single"
                    )
                ],
            },
        ),
        migrations.RunSQL(
            # Outside a demonstration the row is not read, so what the application may write here moves nothing.
            sql="""
            REVOKE ALL ON clock_setting FROM throughcare_app, throughcare_engine;
            GRANT SELECT, INSERT, UPDATE, DELETE ON clock_setting TO throughcare_app;
            GRANT SELECT ON clock_setting TO throughcare_engine;
            """,
            reverse_sql="""
            REVOKE ALL ON clock_setting FROM throughcare_app, throughcare_engine;
            REVOKE ALL ON clock_setting FROM throughcare_app, throughcare_engine;
            """,
        ),
    ]
