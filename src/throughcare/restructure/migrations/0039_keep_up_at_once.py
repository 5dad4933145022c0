from django.db import migrations

# Whatever changes while a plan is staged is noted, and the worker is asked, once by each writing, to answer it again.
# No queueing lock: writers would wait for one another.
NOTE = """
create or replace function restructure_note_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from restructure_plan where phase in ('staged', 'live')) then
        return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    insert into restructure_changed (plan_id, kind, item_id, noted_at)
    select p.id, tg_argv[0], (to_jsonb(new) ->> tg_argv[1])::bigint, clock_timestamp()
    from restructure_plan p where p.phase in ('staged', 'live');
    {ask}return null;
end;
$$;
"""
ASK = """if current_setting('tc.asked_to_keep_up', true) is distinct from 'on'
       and exists (select from restructure_plan where phase = 'staged') then
        perform procrastinate_defer_jobs_v1(array[
            row('restructure', 'restructure.keep_up', 0, 'restructure.keep_up', null, '{}', null)::procrastinate_job_to_defer_v1]);
        perform set_config('tc.asked_to_keep_up', 'on', true);
    end if;
    """


class Migration(migrations.Migration):
    dependencies = [
        ("restructure", "0038_sign_offs_row_security"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]

    operations = [
        migrations.RunSQL(NOTE.replace("{ask}", ASK), NOTE.replace("{ask}", "")),
    ]
