import django.db.models.deletion
from django.db import migrations, models

BLOB = """
ALTER TABLE documents_blob ALTER COLUMN content SET STORAGE EXTERNAL;
ALTER TABLE documents_blob
    ADD CONSTRAINT documents_blob_has_a_digest CHECK (digest ~ '^[0-9a-f]{64}$'),
    ADD CONSTRAINT documents_blob_is_its_digest CHECK (
        content IS NULL
        OR digest = encode(sha256(content), 'hex') AND size = octet_length(content)
    );
"""

# The application sees the one blob that it names in `tc.blob`, and never a list of them.
GRANTS = """
REVOKE ALL ON documents_blob, documents_version FROM throughcare_app, throughcare_engine;
GRANT SELECT, INSERT ON documents_blob, documents_version TO throughcare_app, throughcare_engine;
GRANT USAGE, SELECT ON SEQUENCE documents_version_id_seq TO throughcare_app, throughcare_engine;

ALTER TABLE documents_blob ENABLE ROW LEVEL SECURITY;
CREATE POLICY app_opens ON documents_blob FOR SELECT TO throughcare_app
    USING (digest = current_setting('tc.blob', true));
CREATE POLICY app_keeps ON documents_blob FOR INSERT TO throughcare_app WITH CHECK (true);
CREATE POLICY engine_reads ON documents_blob TO throughcare_engine USING (true);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Blob",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("media_type", models.TextField()),
                (
                    "storage",
                    models.TextField(
                        choices=[
                            ("inline", "kept in the database"),
                            ("reference", "kept elsewhere"),
                        ]
                    ),
                ),
                ("content", models.BinaryField(null=True)),
                ("place", models.TextField(blank=True, default="")),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("content__isnull", False), ("place", ""), ("storage", "inline")
                            ),
                            models.Q(
                                ("content__isnull", True),
                                ("storage", "reference"),
                                models.Q(("place", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="documents_blob_storage",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("size__gte", 0)), name="documents_blob_size"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Version",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("document_id", models.UUIDField()),
                ("number", models.SmallIntegerField()),
                ("account_id", models.BigIntegerField(null=True)),
                ("written_at", models.DateTimeField()),
                (
                    "blob",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.blob",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("document_id"), models.F("number"), name="documents_version_is_one"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="documents_version_number"
                    ),
                ],
            },
        ),
        migrations.RunSQL(sql=BLOB, reverse_sql=migrations.RunSQL.noop),
        migrations.RunSQL(sql=GRANTS, reverse_sql=migrations.RunSQL.noop),
    ]
