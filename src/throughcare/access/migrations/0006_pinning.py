from django.db import migrations

# What is pinned, to be put back where one actor's part of a transaction ends inside another's.
PINNED = """
create function access_pinned() returns jsonb language sql stable as $$
    select jsonb_object_agg(name, coalesce(current_setting(name, true), ''))
    from unnest(array[
        'role', 'tc.account', 'tc.now', 'tc.live', 'tc.read_owners', 'tc.read_units', 'tc.write_owners',
        'tc.write_units', 'tc.minimum_owners', 'tc.everywhere', 'tc.actions', 'tc.audit', 'tc.signing_in'
    ]) name
$$;

create function access_restore(pinned jsonb) returns void language plpgsql as $$
begin
    perform set_config(key, value, true) from jsonb_each_text(pinned);
end;
$$;
"""

# Takes the role and pins who asks, when, and by which live changes: one call at the start of a request or a job. Gives
# what was pinned before. The functions run as whoever calls: a role may not be taken by one that runs as its owner.
PIN = """
create function access_act_as(account bigint, at timestamptz, known timestamptz, signing_in boolean)
returns jsonb language plpgsql as $$
declare
    before jsonb := access_pinned();
begin
    perform set_config('role', 'throughcare_app', true);
    if account is null then
        perform access_end();
        perform set_config('tc.now', at::text, true), set_config('tc.live', organisation_live(known)::text, true);
    else
        perform access_begin(account, at, known);
    end if;
    perform set_config('tc.signing_in', case when signing_in then 'on' else '' end, true);
    return before;
end;
$$;

create function access_work_at(at timestamptz, known timestamptz)
returns jsonb language plpgsql as $$
declare
    before jsonb := access_pinned();
begin
    perform set_config('role', 'throughcare_engine', true);
    perform access_end();
    perform set_config('tc.now', at::text, true), set_config('tc.live', organisation_live(known)::text, true);
    return before;
end;
$$;
"""

# Whether an action reaches a unit: itself named, or in a provider or unit that is.
MAY = """
create function access_may(which text, unit bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from access_reach(tc_account(), tc_now(), tc_live()) r
        where r.action = which
          and (r.provider_id is null and r.unit_id is null
               or r.unit_id = unit
               or r.provider_id in (select a.unit_id from organisation_above(unit, 'line', tc_now(), tc_live()) a))
    )
$$;
"""

BACK = """
drop function access_may;
drop function access_work_at; drop function access_act_as; drop function access_restore; drop function access_pinned;
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0005_facts")]

    operations = [migrations.RunSQL(PINNED + PIN + MAY, BACK)]
