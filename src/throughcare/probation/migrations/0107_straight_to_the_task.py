from importlib import import_module

from django.db import migrations

# What a queue leads to stands in it: the flag that is due for review, and the breach, recall or warning that is open. And which
# types of contact are written into the logs of the cases of some posts, the commonest first, so that a form can offer them: types
# alone, of the last entries of each log that may be opened, and no appointments, which come to their outcome in another way.
TOGETHER = import_module("throughcare.probation.migrations.0089_judged_together")
TASKS = TOGETHER.changed(
    TOGETHER.TASKS_NOW,
    (
        "y.description::text, null, '',\n           f.review_on <",
        "y.description::text, null,\n           case when w.seen = 'full' then f.type_id::text else '' end, f.review_on <",
    ),
    (
        "initcap(e.kind)::text, null, '',",
        "initcap(e.kind)::text, null,\n           case when w.seen = 'full' then e.reference::text else '' end,",
    ),
)
WRITTEN = """
create function probation_types_written(posts bigint[], at timestamptz, last_of_a_log integer, most integer)
returns table (code text, description text)
language sql stable security definer set search_path = public, pg_temp as $$
    with held as materialized (
        select h.case_id from probation_held(posts, '{}', '{}', at, tc_live()) h
        where tc_account() is not null and 'case.read' = any (tc_words('actions'))
    ),
    opened as materialized (
        select c.id, c.contacts_made - last_of_a_log as seen
        from probation_judged(array(select h.case_id from held h)) v
        join probation_case c on c.id = v.case_id and c.closed_at is null
        where v.view = 'full'
    ),
    entries as materialized (
        select t.type_id, t.deleted_at from opened w join probation_contact t on t.case_id = w.id and t.number > w.seen
    )
    select y.code::text, y.description::text
    from entries t join probation_contacttype y on y.code = t.type_id
    where t.deleted_at is null and y.is_offered and not y.is_system and y.kind <> 'appointment'
    group by y.code, y.description
    order by count(*) desc, y.description, y.code
    limit most
$$;
revoke all on function probation_types_written from public;
grant execute on function probation_types_written to throughcare_app;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0106_reports_asked")]

    operations = [
        migrations.RunSQL(TASKS, TOGETHER.TASKS_NOW),
        migrations.RunSQL(WRITTEN, "drop function probation_types_written;"),
    ]
