import django.db.models.deletion
from django.db import migrations, models

POLICIES = """
alter table restructure_awaited enable row level security;
create policy engine on restructure_awaited for all to throughcare_engine using (true) with check (true);
create policy seen on restructure_awaited for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere')));
grant select, insert, update, delete, maintain on restructure_awaited to throughcare_engine;
grant select on restructure_awaited to throughcare_app;
"""

BACK = """
drop policy seen on restructure_awaited; drop policy engine on restructure_awaited;
alter table restructure_awaited disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0015_noted_while_live")]

    operations = [
        migrations.CreateModel(
            name="Awaited",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "plan_id",
                        "list_name",
                        "item",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("list_name", models.CharField(max_length=40)),
                ("item", models.CharField(max_length=40)),
                (
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="restructure.plan",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(POLICIES, BACK),
    ]
