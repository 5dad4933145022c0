import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

TABLES = ("outsidelist", "outsidereference", "outsidedifference")
SECURED = "".join(
    f"alter table restructure_{table} enable row level security;\n"
    f"create policy engine on restructure_{table} for all to throughcare_engine using (true) with check (true);\n"
    f"grant select, insert, update, delete on restructure_{table} to throughcare_engine;\n"
    f"grant select on restructure_{table} to throughcare_app;\n"
    for table in TABLES
)
SECURED_BACK = "".join(
    f"revoke all on restructure_{table} from throughcare_app, throughcare_engine;\n"
    f"drop policy engine on restructure_{table};\n"
    f"alter table restructure_{table} disable row level security;\n"
    for table in TABLES
)

# The programme hands in for anybody, and the head of a provider for that one; each sees what it may hand in for. What differs is
# found by the engine: people only say who settles it and by when.
OWN = """
create policy seen on restructure_outsidelist for select to throughcare_app
    using (access_reaches('restructure.see', owner_id, null));
create policy hands_in on restructure_outsidelist for insert to throughcare_app
    with check (handed_in_by_id = tc_account() and compared_at is null and superseded_at is null
                and access_reaches('restructure.see', owner_id, null));
create policy replaces on restructure_outsidelist for update to throughcare_app
    using (superseded_at is null and access_reaches('restructure.see', owner_id, null)) with check (true);
grant insert, update (superseded_at) on restructure_outsidelist to throughcare_app;

create policy seen on restructure_outsidereference for select to throughcare_app
    using (exists (select from restructure_outsidelist l where l.id = outside_list_id));
create policy hands_in on restructure_outsidereference for insert to throughcare_app
    with check (exists (select from restructure_outsidelist l
                        where l.id = outside_list_id and l.handed_in_by_id = tc_account() and l.compared_at is null));
grant insert on restructure_outsidereference to throughcare_app;

create policy seen on restructure_outsidedifference for select to throughcare_app
    using (access_reaches('restructure.see', owner_id, null) or owed_by_id = tc_account());
create policy dates on restructure_outsidedifference for update to throughcare_app
    using (settled_at is null and access_reaches('restructure.see', owner_id, null)) with check (dated_by_id = tc_account());
grant update (owed_by_id, owed_post, due_on, dated_by_id) on restructure_outsidedifference to throughcare_app;

grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""
OWN_BACK = """
drop policy dates on restructure_outsidedifference;
drop policy seen on restructure_outsidedifference;
drop policy hands_in on restructure_outsidereference;
drop policy seen on restructure_outsidereference;
drop policy replaces on restructure_outsidelist;
drop policy hands_in on restructure_outsidelist;
drop policy seen on restructure_outsidelist;
"""


def _key() -> tuple[str, models.BigAutoField]:
    return (
        "id",
        models.BigAutoField(
            auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
        ),
    )


def _to(table: str, **words: object) -> models.ForeignKey:
    given = {"on_delete": django.db.models.deletion.PROTECT, "related_name": "+", "to": table}
    return models.ForeignKey(**(given | words))


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0047_messages_gone_out"),
        ("access", "0012_pinned_reach"),
    ]

    operations = [
        migrations.CreateModel(
            name="OutsideList",
            fields=[
                _key(),
                ("body", models.CharField(max_length=40)),
                ("digest", models.CharField(max_length=64)),
                ("lines", models.PositiveIntegerField()),
                ("handed_in_by_id", models.BigIntegerField()),
                ("recorded_at", models.DateTimeField()),
                ("compared_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField(null=True)),
                ("owner", _to("organisation.unit", null=True)),
                ("plan", _to("restructure.plan")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(superseded_at=None),
                        fields=("plan", "body"),
                        name="restructure_outsidelist_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideReference",
            fields=[
                _key(),
                ("reference", models.CharField(max_length=40)),
                ("provider", models.CharField(blank=True, max_length=12)),
                (
                    "outside_list",
                    _to("restructure.outsidelist", related_name="references", db_index=False),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("outside_list", "reference"),
                        name="restructure_outsidereference_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideDifference",
            fields=[
                _key(),
                ("body", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=40)),
                (
                    "sort",
                    models.CharField(
                        choices=[
                            ("missing-there", "Missing there"),
                            ("missing-here", "Missing here"),
                            ("elsewhere", "With another body here"),
                        ],
                        max_length=14,
                    ),
                ),
                ("ours", models.CharField(blank=True, max_length=12)),
                ("theirs", models.CharField(blank=True, max_length=12)),
                ("found_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                ("owed_by_id", models.BigIntegerField(null=True)),
                ("owed_post", models.CharField(blank=True, max_length=12)),
                ("due_on", models.DateField(null=True)),
                ("dated_by_id", models.BigIntegerField(null=True)),
                ("owner", _to("organisation.unit", null=True)),
                ("plan", _to("restructure.plan")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=Q(settled_at=None),
                        fields=("plan", "body", "reference"),
                        name="restructure_outsidedifference_one",
                    ),
                    models.CheckConstraint(
                        condition=Q(due_on=None, owed_by_id=None, owed_post="", dated_by_id=None)
                        | (
                            Q(due_on__isnull=False, dated_by_id__isnull=False)
                            & (Q(owed_by_id=None) ^ Q(owed_post=""))
                        ),
                        name="restructure_outsidedifference_owed_and_dated",
                    ),
                ],
            },
        ),
        migrations.RunSQL(SECURED, SECURED_BACK),
        migrations.RunSQL(OWN, OWN_BACK),
    ]
