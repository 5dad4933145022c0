from django.db import migrations

GRANT = """
-- What every new table is given at first is more than pages may do with these: they read.
revoke all on organisation_change, organisation_switch, organisation_unit, organisation_unitcode,
    organisation_unitfact, organisation_placement, organisation_legalentity, organisation_unitownership,
    organisation_successionevent, organisation_successionedge
    from throughcare_app;
grant select on organisation_change, organisation_switch, organisation_unit, organisation_unitcode,
    organisation_unitfact, organisation_placement, organisation_legalentity, organisation_unitownership,
    organisation_successionevent, organisation_successionedge
    to throughcare_app, throughcare_engine;
grant insert on organisation_change, organisation_switch, organisation_unit, organisation_unitcode,
    organisation_unitfact, organisation_placement, organisation_legalentity, organisation_unitownership,
    organisation_successionevent, organisation_successionedge
    to throughcare_engine;
grant update (superseded_at) on organisation_unitfact, organisation_placement, organisation_unitownership
    to throughcare_engine;
grant update (withdrawn_at) on organisation_unitcode to throughcare_engine;
grant delete on organisation_unit, organisation_unitcode, organisation_unitfact, organisation_placement,
    organisation_unitownership, organisation_successionevent, organisation_successionedge
    to throughcare_engine;
grant usage on all sequences in schema public to throughcare_app, throughcare_engine;
"""

# The engine may take back what it staged for a change that never was live, and nothing else.
STAGED_ONLY = """
create function organisation_keep_what_was_live() returns trigger language plpgsql as $$
begin
    if old.change_id is null
       or exists (select from organisation_switch s where s.change_id = old.change_id and s.is_live)
    then
        raise exception 'a row that is or was in force is never deleted'
            using errcode = 'check_violation', constraint = 'organisation_keep_what_was_live';
    end if;
    return old;
end;
$$;
create trigger organisation_unitcode_kept before delete on organisation_unitcode
    for each row execute function organisation_keep_what_was_live();
create trigger organisation_unitfact_kept before delete on organisation_unitfact
    for each row execute function organisation_keep_what_was_live();
create trigger organisation_placement_kept before delete on organisation_placement
    for each row execute function organisation_keep_what_was_live();
create trigger organisation_unitownership_kept before delete on organisation_unitownership
    for each row execute function organisation_keep_what_was_live();
create trigger organisation_successionevent_kept before delete on organisation_successionevent
    for each row execute function organisation_keep_what_was_live();

create function organisation_keep_edge() returns trigger language plpgsql as $$
begin
    if exists (
        select from organisation_successionevent e
        where e.id = old.event_id
          and (e.change_id is null
               or exists (select from organisation_switch s where s.change_id = e.change_id and s.is_live))
    ) then
        raise exception 'a row that is or was in force is never deleted'
            using errcode = 'check_violation', constraint = 'organisation_keep_what_was_live';
    end if;
    return old;
end;
$$;
create trigger organisation_successionedge_kept before delete on organisation_successionedge
    for each row execute function organisation_keep_edge();
"""

# A row is never rewritten: the day on which it was found wrong is stamped on it, once.
STAMP_ONCE = """
create function organisation_stamp_once() returns trigger language plpgsql as $$
begin
    if to_jsonb(old) ->> tg_argv[0] is not null or to_jsonb(new) ->> tg_argv[0] is null
       or to_jsonb(old) - tg_argv[0] <> to_jsonb(new) - tg_argv[0]
    then
        raise exception 'a row of % is corrected by another and never rewritten', tg_table_name
            using errcode = 'check_violation', constraint = 'organisation_stamp_once';
    end if;
    return new;
end;
$$;
create trigger organisation_unitcode_stamped before update on organisation_unitcode
    for each row execute function organisation_stamp_once('withdrawn_at');
create trigger organisation_unitfact_stamped before update on organisation_unitfact
    for each row execute function organisation_stamp_once('superseded_at');
create trigger organisation_placement_stamped before update on organisation_placement
    for each row execute function organisation_stamp_once('superseded_at');
create trigger organisation_unitownership_stamped before update on organisation_unitownership
    for each row execute function organisation_stamp_once('superseded_at');
"""

BACK = """
drop trigger organisation_unitownership_stamped on organisation_unitownership;
drop trigger organisation_placement_stamped on organisation_placement;
drop trigger organisation_unitfact_stamped on organisation_unitfact;
drop trigger organisation_unitcode_stamped on organisation_unitcode;
drop function organisation_stamp_once;
drop trigger organisation_successionedge_kept on organisation_successionedge;
drop function organisation_keep_edge;
drop trigger organisation_successionevent_kept on organisation_successionevent;
drop trigger organisation_unitownership_kept on organisation_unitownership;
drop trigger organisation_placement_kept on organisation_placement;
drop trigger organisation_unitfact_kept on organisation_unitfact;
drop trigger organisation_unitcode_kept on organisation_unitcode;
drop function organisation_keep_what_was_live;
"""


class Migration(migrations.Migration):
    dependencies = [("organisation", "0003_no_cycles")]

    operations = [
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
        migrations.RunSQL(STAGED_ONLY + STAMP_ONCE, BACK),
    ]
