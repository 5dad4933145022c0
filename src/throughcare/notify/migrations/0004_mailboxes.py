from django.db import migrations

# Whether the pinned account reads what is in a mailbox, about something of a kind and reference. Of nobody's, until the room
# that finds the mailbox of a message answers it.
READS = """
create function notify_reads(mailbox text, about_kind text, about_reference text) returns boolean
language sql stable return false;
"""

POLICIES = """
drop policy app_reads on notify_message;
drop policy app_marks on notify_message;
create policy app_reads on notify_message for select to throughcare_app using (
    recipient_kind = 'account' and recipient_reference = current_setting('tc.account', true)
    or current_setting('tc.operations', true) = 'on'
    or routed_to <> '' and notify_reads(routed_to, subject_kind, subject_reference)
    or state = 'undelivered' and notify_reads(owner, subject_kind, subject_reference)
);
-- Who reads a message marks it, once; only operations try one again, and nobody settles any.
create policy app_marks on notify_message for update to throughcare_app
    using (state = 'delivered' and (read_at is null or done_at is null)
           and (recipient_kind = 'account' and recipient_reference = current_setting('tc.account', true)
                or routed_to <> '' and notify_reads(routed_to, subject_kind, subject_reference)))
    with check (state = 'delivered');
create policy app_tries_again on notify_message for update to throughcare_app
    using (state = 'undelivered' and current_setting('tc.operations', true) = 'on')
    with check (state = 'waiting' and current_setting('tc.operations', true) = 'on');
grant update (done_at, done_by_id) on notify_message to throughcare_app;
"""

BACK = """
revoke update (done_at, done_by_id) on notify_message from throughcare_app;
drop policy app_tries_again on notify_message;
drop policy app_marks on notify_message;
drop policy app_reads on notify_message;
create policy app_reads on notify_message for select to throughcare_app using (
    recipient_kind = 'account' and recipient_reference = current_setting('tc.account', true)
    or routed_to = any (nullif(current_setting('tc.mailboxes', true), '')::text[])
    or owner = any (nullif(current_setting('tc.mailboxes', true), '')::text[])
    or current_setting('tc.operations', true) = 'on'
);
create policy app_marks on notify_message for update to throughcare_app using (true) with check (true);
drop function notify_reads;
"""


class Migration(migrations.Migration):
    dependencies = [("notify", "0003_done")]

    operations = [migrations.RunSQL(READS + POLICIES, BACK)]
