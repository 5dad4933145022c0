from django.db import migrations

# Films of check-ins are kept for some days and no longer. Nothing else is ever deleted by this, and no version of a document.
FORGET = """
create function documents_forget_videos(digests text[]) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    gone bigint;
begin
    delete from documents_blob b
    where b.digest = any (digests) and b.media_type like 'video/%'
      and not exists (select from documents_version v where v.blob_id = b.digest);
    get diagnostics gone = row_count;
    return gone;
end;
$$;
revoke all on function documents_forget_videos(text[]) from public;
grant execute on function documents_forget_videos(text[]) to throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_kept")]

    operations = [migrations.RunSQL(FORGET, "drop function documents_forget_videos(text[])")]
