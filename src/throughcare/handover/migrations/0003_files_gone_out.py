from django.db import migrations

# Each package that was written for a body, from the trail, where writing one is noted.
GONE_OUT = """
create function handover_files_gone_out(since timestamptz, until timestamptz)
returns table (at timestamptz, reference text, says text)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.at, array_to_string(e.subject_references, ', '),
           'Package of ' || coalesce(e.detail ->> 'rows', '0') || ' rows, digest ' || coalesce(left(e.detail ->> 'digest', 12), 'not kept')
    from audit_entry e
    where e.action = 'handover.hand-over' and e.at >= since and e.at < until
      and ('restructure.see' = any (tc_words('everywhere')) or current_setting('role', true) = 'throughcare_engine')
$$;
grant execute on function handover_files_gone_out(timestamptz, timestamptz) to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("handover", "0002_contents"),
        ("access", "0012_pinned_reach"),
        ("audit", "0004_packages"),
    ]

    operations = [
        migrations.RunSQL(GONE_OUT, "drop function handover_files_gone_out;"),
    ]
