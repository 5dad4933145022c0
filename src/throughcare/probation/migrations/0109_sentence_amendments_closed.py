from django.db import migrations

# What a sentence was before is read with the whole record, and not through the minimum safe view. It is added to and never changed.
POLICIES = """
alter table probation_sentenceamendment enable row level security;
create policy engine on probation_sentenceamendment for select to throughcare_engine using (true);
create policy in_full on probation_sentenceamendment for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_sentenceamendment for insert to throughcare_app with check (probation_may_write(case_id));
revoke all on probation_sentenceamendment from throughcare_app, throughcare_engine;
grant select, insert on probation_sentenceamendment to throughcare_app;
grant select on probation_sentenceamendment to throughcare_engine;
grant usage on sequence probation_sentenceamendment_id_seq to throughcare_app;
"""

# What a sentence was belongs to the case of that sentence.
SAME_CASE = """
alter table probation_sentenceamendment add constraint probation_sentenceamendment_same_case
    foreign key (sentence_id, case_id) references probation_sentence (id, case_id);
"""

BACK = """
alter table probation_sentenceamendment drop constraint probation_sentenceamendment_same_case;
drop policy writes on probation_sentenceamendment;
drop policy in_full on probation_sentenceamendment;
drop policy engine on probation_sentenceamendment;
alter table probation_sentenceamendment disable row level security;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0108_sentence_amendments")]

    operations = [
        migrations.RunSQL(POLICIES + SAME_CASE, BACK),
        migrations.RunSQL("select probation_ask_once();", migrations.RunSQL.noop),
    ]
