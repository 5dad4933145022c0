from django.db import migrations

# The log's policy was written anew as entries could be taken out, and with it fell behind: it asked of each entry who may see
# the case, which a request that opened the case has asked already (ADR 12).
ONCE = """
alter policy in_full on probation_contact using (
    deleted_at is null
    and (case_id = any ((select probation_opened())::bigint[]) or probation_view_of(case_id) = 'full'));
alter policy own on probation_draft using (
    author_id = tc_account()
    and (case_id = any ((select probation_opened())::bigint[]) or probation_view_of(case_id) = 'full'));
"""
EACH_TIME = """
alter policy own on probation_draft using (author_id = tc_account() and probation_view_of(case_id) = 'full');
alter policy in_full on probation_contact using (deleted_at is null and probation_view_of(case_id) = 'full');
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0089_judged_together")]

    operations = [migrations.RunSQL(ONCE, EACH_TIME)]
