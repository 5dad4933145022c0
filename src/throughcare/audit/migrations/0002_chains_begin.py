from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_trail")]

    operations = [
        migrations.RunSQL(
            sql="""
            INSERT INTO audit_chain (id, number, digest)
            SELECT id, 0, sha256(convert_to('throughcare audit chain ' || id, 'UTF8'))
            FROM generate_series(0, 63) AS id;
            """,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
