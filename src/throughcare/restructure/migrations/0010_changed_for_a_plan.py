import django.db.models.deletion
from django.db import migrations, models

# Of several plans that are staged, each answers what changed by itself.
NOTE = """
create or replace function restructure_note_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from restructure_plan where phase = 'staged') then
        return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    insert into restructure_changed (plan_id, kind, item_id, noted_at)
    select p.id, tg_argv[0], (to_jsonb(new) ->> tg_argv[1])::bigint, clock_timestamp()
    from restructure_plan p where p.phase = 'staged';
    return null;
end;
$$;
"""

BACK = """
create or replace function restructure_note_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not exists (select from restructure_plan where phase = 'staged') then
        return null;
    end if;
    perform pg_advisory_xact_lock_shared(hashtext('restructure_switch'));
    if exists (select from restructure_plan where phase = 'staged') then
        insert into restructure_changed (kind, item_id, noted_at)
        values (tg_argv[0], (to_jsonb(new) ->> tg_argv[1])::bigint, clock_timestamp());
    end if;
    return null;
end;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("restructure", "0009_own_side")]

    operations = [
        migrations.AddField(
            model_name="changed",
            name="plan",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="restructure.plan",
            ),
        ),
        migrations.RunSQL(NOTE, BACK),
    ]
