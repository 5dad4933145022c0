from django.db import migrations

# The head of a provider sees what a plan says of its own side, before and after. Whose records it may read is more than
# that: trusts read each other's in full.
OWN = """
drop policy seen on restructure_answer;
create policy seen on restructure_answer for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere'))
           or access_reaches('restructure.see', from_owner_id, null) or access_reaches('restructure.see', to_owner_id, null));
"""

BACK = """
drop policy seen on restructure_answer;
create policy seen on restructure_answer for select to throughcare_app
    using ('restructure.see' = any (tc_words('everywhere'))
           or 'restructure.see' = any (tc_words('actions'))
              and (from_owner_id = any (tc_ids('read_owners')) or to_owner_id = any (tc_ids('read_owners'))));
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0012_pinned_reach"), ("restructure", "0008_bulk_tables")]

    operations = [migrations.RunSQL(OWN, BACK)]
