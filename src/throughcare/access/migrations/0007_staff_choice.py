import django.db.models.deletion
from django.db import migrations, models

# Told to a restructure and to nobody else: pages have no business with it.
POLICY = """
alter table access_staffchoice enable row level security;
create policy engine on access_staffchoice for select to throughcare_engine using (true);
revoke all on access_staffchoice from throughcare_app;
grant select on access_staffchoice to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0006_pinning")]

    operations = [
        migrations.CreateModel(
            name="StaffChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("preference", models.CharField(max_length=20)),
                ("score", models.DecimalField(decimal_places=2, max_digits=5)),
                ("stated_on", models.DateField()),
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.post",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(POLICY, "drop policy engine on access_staffchoice;"),
    ]
