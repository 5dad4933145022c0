from django.db import migrations

# Notices that bind whoever was served with them, by the day on which they were begun or, of a breach, the last that is kept.
GONE_OUT = """
create function probation_notices_gone_out(since timestamptz, until timestamptz)
returns table (at timestamptz, reference text, says text)
language sql stable security definer set search_path = public, pg_temp as $$
    select n.at, n.reference, n.says
    from (
        select (coalesce(e.concluded_on, e.opened_on)::timestamp at time zone 'Europe/London') as at, e.reference::text,
               initcap(e.kind) || ', ' || case e.state when 'presented' then 'presented to the court' else e.state end as says
        from probation_enforcement e
        where e.kind in ('warning', 'recall') and e.state <> 'withdrawn' or e.state in ('presented', 'concluded')
    ) n
    where n.at >= date_trunc('day', since at time zone 'Europe/London') at time zone 'Europe/London' and n.at < until
      and ('restructure.see' = any (tc_words('everywhere')) or current_setting('role', true) = 'throughcare_engine')
$$;
grant execute on function probation_notices_gone_out(timestamptz, timestamptz) to throughcare_app, throughcare_engine;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("probation", "0035_facts_asked_for_alone"),
        ("access", "0012_pinned_reach"),
    ]

    operations = [
        migrations.RunSQL(GONE_OUT, "drop function probation_notices_gone_out;"),
    ]
