from django.db import migrations

# The application sees one blob at a time. A page that lists papers asks, of digests that it has, which can be opened.
KEPT = """
create function documents_kept(digests text[]) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$
    select b.digest::text from documents_blob b where b.digest = any (digests) and b.content is not null
$$;
revoke all on function documents_kept(text[]) from public;
grant execute on function documents_kept(text[]) to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_tables")]

    operations = [migrations.RunSQL(KEPT, "drop function documents_kept(text[])")]
