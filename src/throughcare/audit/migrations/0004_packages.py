from django.db import migrations

# Every package that was written for a body to take away, among a great many entries.
INDEX = """
create index concurrently audit_entry_packages on audit_entry (at) where action = 'handover.hand-over';
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0003_trouble")]

    operations = [migrations.RunSQL(INDEX, "drop index concurrently audit_entry_packages;")]
