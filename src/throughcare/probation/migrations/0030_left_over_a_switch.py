from django.db import migrations

# Whether an account could write to a case until the last switch, and the switch is no older than a day. What it had on its screen
# when the case went is kept then, for whoever has the case now; nothing else of the case is opened to it.
WROTE = """
create function probation_wrote_until_switch(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    with last as (
        select c.id, least(c.effective_at, s.recorded_at) - interval '1 microsecond' as at
        from organisation_switch s
        join organisation_change c on c.id = s.change_id
        where s.is_live and s.change_id = any (tc_live())
          and s.recorded_at <= tc_now() and s.recorded_at > tc_now() - interval '24 hours'
        order by s.id desc limit 1
    )
    select not access_refused((select c.person_id from probation_case c where c.id = asked))
       and exists (
           select
           from last l
           cross join lateral access_reach(tc_account(), l.at, array_remove(tc_live(), l.id)) r
           cross join lateral probation_held_by(asked, l.at, array_remove(tc_live(), l.id)) h
           where r.action = 'case.write' and (r.provider_id = h.owner_id or r.unit_id = h.holder_id))
$$;
"""

# Keeps the words as a draft of their author, in place of what was kept before. Gives its number, or null where it may not be.
LEAVE = """
create function probation_leave_draft(
    asked bigint, type_code text, outcome_code text, day date, start text, minutes text, notes text, is_sensitive boolean)
returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    made bigint;
begin
    if tc_account() is null or not probation_wrote_until_switch(asked)
       or not exists (select from probation_case c where c.id = asked and c.closed_at is null) then
        return null;
    end if;
    insert into probation_draft as d (
        case_id, reference, author_id, begun_by_id, state, type_code, outcome_code, day, start, minutes, notes, is_sensitive,
        begun_at, saved_at)
    values (
        asked, gen_random_uuid(), tc_account(), tc_account(), 'open', $2, $3, $4, $5, $6, $7, $8, tc_now(), tc_now())
    on conflict (case_id, author_id) where state = 'open' do update
    set type_code = excluded.type_code, outcome_code = excluded.outcome_code, day = excluded.day, start = excluded.start,
        minutes = excluded.minutes, notes = excluded.notes, is_sensitive = excluded.is_sensitive, saved_at = excluded.saved_at
    returning d.id into made;
    return made;
end;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0029_contacts_by_day"), ("access", "0016_reach_of_seats")]

    operations = [
        migrations.RunSQL(
            WROTE + LEAVE,
            "drop function probation_leave_draft; drop function probation_wrote_until_switch;",
        )
    ]
