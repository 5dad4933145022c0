from django.db import migrations

LISTS = ["documenttemplate", "templatesection"]
CLOSED = ["documentorigin", "documenttext", "documentlock"]


def on_each(tables, text):
    return "".join(text.format(table=f"probation_{table}") for table in tables)


# What is written is read with the whole record. A document is marked sensitive when it is made, and never unmarked.
POLICIES = (
    on_each(
        LISTS,
        "revoke all on {table} from throughcare_app;\n"
        "grant select on {table} to throughcare_app, throughcare_engine;\n",
    )
    + on_each(
        CLOSED,
        "alter table {table} enable row level security;\n"
        "create policy engine on {table} for select to throughcare_engine using (true);\n"
        "create policy in_full on {table} for select to throughcare_app using (probation_view_of(case_id) = 'full');\n"
        "create policy writes on {table} for insert to throughcare_app with check (probation_may_write(case_id));\n"
        "grant select, insert on {table} to throughcare_app;\n"
        "grant select on {table} to throughcare_engine;\n"
        "grant usage on sequence {table}_id_seq to throughcare_app;\n",
    )
    + """
create policy changes on probation_documentorigin for update to throughcare_app
    using (probation_may_write(case_id)) with check (probation_may_write(case_id));
grant update (contact_id, data_digest, docx_digest, finished_at, respond_by) on probation_documentorigin to throughcare_app;

-- Text is written by whoever has the document open, and by nobody once it is final.
create policy saves on probation_documenttext for update to throughcare_app
    using (probation_may_write(case_id)
           and exists (select from probation_documentlock l where l.document_id = probation_documenttext.document_id
                                                              and l.account_id = tc_account())
           and exists (select from probation_document d where d.id = probation_documenttext.document_id and not d.is_final));
grant update (words, saved_at) on probation_documenttext to throughcare_app;

create policy lets_go on probation_documentlock for delete to throughcare_app
    using (probation_may_write(case_id) and (account_id = tc_account() or probation_may('case.allocate', case_id)));
grant delete on probation_documentlock to throughcare_app;

revoke update on probation_document from throughcare_app;
grant update (media_type, size, digest, reference, is_final) on probation_document to throughcare_app;
"""
)
BACK = """
revoke update (media_type, size, digest, reference, is_final) on probation_document from throughcare_app;
grant update on probation_document to throughcare_app;
drop policy lets_go on probation_documentlock;
drop policy saves on probation_documenttext;
drop policy changes on probation_documentorigin;
""" + on_each(
    CLOSED,
    "drop policy writes on {table}; drop policy in_full on {table}; drop policy engine on {table};\n"
    "alter table {table} disable row level security;\n",
)


class Migration(migrations.Migration):
    dependencies = [("probation", "0084_documents_written")]

    operations = [
        migrations.RunSQL(POLICIES, BACK),
        migrations.RunSQL("select probation_ask_once();", migrations.RunSQL.noop),
    ]
