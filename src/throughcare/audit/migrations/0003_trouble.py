from django.db import migrations

# What a help desk looks for among a great many entries: proofs that failed, and records that did not open.
INDEX = """
create index concurrently audit_entry_trouble on audit_entry (at)
where action in ('account.sign-in-failed', 'account.locked', 'grant.emergency-opened')
   or (action = 'case.read' and detail ->> 'view' in ('refused', 'none'));
"""


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("audit", "0002_chains_begin")]

    operations = [migrations.RunSQL(INDEX, "drop index concurrently audit_entry_trouble;")]
