from importlib import import_module

from django.db import migrations

OWNERSHIP = import_module("throughcare.probation.migrations.0002_ownership")
VIEW = import_module("throughcare.probation.migrations.0011_view_by_reach").VIEW

ASSIGNMENTS = "probation_heldapartassignment"

# Who has what is held apart, at a moment; and whether the account in the seat writes there. What is not given to
# anybody yet is written by whoever writes to the case.
HELD = """
create function probation_apart_with(asked bigint) returns table (owner_id bigint, holder_id bigint, post_id bigint, starts_at timestamptz)
language sql stable as $$
    select a.owner_id, a.holder_id, a.post_id, a.starts_at from probation_heldapartassignment a
    where a.item_id = asked and a.starts_at <= tc_now() and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1
$$;

create function probation_apart_is_in(asked bigint, owners bigint[], units bigint[]) returns boolean
language sql stable as $$
    select coalesce((select a.owner_id = any (owners) or a.holder_id = any (units) from probation_apart_with(asked) a), false)
$$;

-- Whether a part of a case that goes on is with a unit that the account writes in, wherever the case is. Who only reads there, as
-- by a protocol between bodies, does not come to the case through it.
create function probation_works_on(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from probation_heldapart h
        where h.case_id = asked and h.starts_at <= tc_now() and (h.ended_at is null or h.ended_at > tc_now())
          and probation_apart_is_in(h.id, tc_ids('write_owners'), tc_ids('write_units')))
$$;

create function probation_may_write_apart(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
    of_case bigint;
begin
    select h.case_id into of_case from probation_heldapart h
    where h.id = asked and (h.ended_at is null or h.ended_at > tc_now());
    if of_case is null or access_refused((select c.person_id from probation_case c where c.id = of_case)) then
        return false;
    end if;
    if not exists (select from probation_heldapartassignment a where a.item_id = asked) then
        return probation_may_write(of_case);
    end if;
    return probation_apart_is_in(asked, tc_ids('write_owners'), tc_ids('write_units'));
end;
$$;

-- A case is held by whoever writes to it or to a part of it, until commit; false for anybody else.
create function probation_hold_for_part(asked bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if not (probation_may_write(asked) or exists (
        select from probation_heldapart h where h.case_id = asked and h.ended_at is null and probation_may_write_apart(h.id))) then
        return false;
    end if;
    perform from probation_case c where c.id = asked for no key update;
    return true;
end;
$$;
"""
HELD_BACK = """
drop function probation_hold_for_part; drop function probation_may_write_apart;
drop function probation_works_on; drop function probation_apart_is_in; drop function probation_apart_with;
"""

# Whoever has a part of a case, and not the case, sees the minimum view of it: what they carry out, the risk, and who else is at work.
# Few cases have anything apart, so that is looked at first.
SEEN = VIEW.replace(
    "    return seen;",
    """    if seen is null and exists (select from probation_heldapart h where h.case_id = asked) and probation_works_on(asked) then
        return 'minimum';
    end if;
    return seen;""",
)

# Every part of a case that is in force at a moment, and with whom it is. Read with the rights of whoever asks.
COMPONENTS = """
create function probation_components(asked bigint, at timestamptz, live bigint[])
returns table (
    part text, key text, words text, sentence_id bigint, requirement_id bigint, condition_id bigint, supervision_id bigint,
    nsi_id bigint, recorded_at timestamptz, apart_id bigint, owner_id bigint, holder_id bigint, post_id bigint, since timestamptz
)
language sql stable as $$
    with parts as (
        select 1 as rank, s.number as first, 0 as second, 'sentence' as part, 'event-' || s.number as key,
               'Event ' || s.number || ': ' || coalesce(y.description, 'not sentenced') as words,
               s.id as sentence_id, null::bigint as requirement_id, null::bigint as condition_id, null::bigint as supervision_id,
               null::bigint as nsi_id, s.recorded_at
        from probation_sentence s left join probation_sentencetype y on y.code = s.type_id
        where s.case_id = asked and (s.terminated_on is null or s.terminated_on > at::date)
        union all
        select 2, s.number, q.number, 'requirement', 'requirement-' || s.number || '-' || q.number,
               'Requirement ' || s.number || '.' || q.number || ': ' || y.description, null, q.id, null, null, null, q.recorded_at
        from probation_requirement q
        join probation_sentence s on s.id = q.sentence_id
        join probation_requirementtype y on y.code = q.type_id
        where q.case_id = asked and (q.ended_on is null or q.ended_on > at::date)
          and (s.terminated_on is null or s.terminated_on > at::date)
        union all
        select 3, s.number, q.number, 'condition', 'condition-' || s.number || '-' || q.number,
               'Licence condition ' || s.number || '.' || q.number || ': ' || y.description, null, null, q.id, null, null, q.recorded_at
        from probation_licencecondition q
        join probation_sentence s on s.id = q.sentence_id
        join probation_conditiontype y on y.code = q.type_id
        where q.case_id = asked and (q.ended_on is null or q.ended_on > at::date)
          and (s.terminated_on is null or s.terminated_on > at::date)
        union all
        select 4, s.number, q.number, 'supervision', 'supervision-' || s.number || '-' || q.number,
               'Supervision requirement ' || s.number || '.' || q.number, null, null, null, q.id, null, q.recorded_at
        from probation_supervisionrequirement q
        join probation_sentence s on s.id = q.sentence_id
        where q.case_id = asked and (q.ended_on is null or q.ended_on > at::date)
          and (s.terminated_on is null or s.terminated_on > at::date)
        union all
        select 5, n.number, 0, 'nsi', 'intervention-' || n.number, 'Intervention ' || n.number || ': ' || y.description,
               null, null, null, null, n.id, n.recorded_at
        from probation_nsi n join probation_nsitype y on y.code = n.type_id
        where n.case_id = asked and (n.ended_on is null or n.ended_on > at::date)
    ),
    whole as (
        select x.owner_id, x.holder_id, x.post_id, x.starts_at from probation_caseassignment x
        where x.item_id = asked and x.starts_at <= at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (live))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ),
    apart as (
        select h.id, h.sentence_id, h.requirement_id, h.condition_id, h.supervision_id, h.nsi_id, a.owner_id, a.holder_id, a.post_id,
               a.starts_at
        from probation_heldapart h
        cross join lateral (
            select x.owner_id, x.holder_id, x.post_id, x.starts_at from probation_heldapartassignment x
            where x.item_id = h.id and x.starts_at <= at and x.superseded_at is null
              and (x.change_id is null or x.change_id = any (live))
            order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
        ) a
        where h.case_id = asked and h.starts_at <= at and (h.ended_at is null or h.ended_at > at)
    )
    select p.part, p.key, p.words::text, p.sentence_id, p.requirement_id, p.condition_id, p.supervision_id, p.nsi_id, p.recorded_at, a.id,
           coalesce(a.owner_id, w.owner_id), coalesce(a.holder_id, w.holder_id),
           case when a.id is null then w.post_id else a.post_id end, coalesce(a.starts_at, w.starts_at)
    from parts p
    left join whole w on true
    left join apart a on a.sentence_id = p.sentence_id or a.requirement_id = p.requirement_id or a.condition_id = p.condition_id
        or a.supervision_id = p.supervision_id or a.nsi_id = p.nsi_id
    where p.recorded_at <= at
    order by p.rank, p.first, p.second
$$;
"""
COMPONENTS += """
create function probation_part_words(of_sentence bigint, of_requirement bigint, of_condition bigint, of_supervision bigint, of_nsi bigint)
returns text language sql stable as $$
    select coalesce(
        (select 'Event ' || s.number || ': ' || coalesce(y.description, 'not sentenced')
         from probation_sentence s left join probation_sentencetype y on y.code = s.type_id where s.id = of_sentence),
        (select 'Requirement ' || s.number || '.' || q.number || ': ' || y.description
         from probation_requirement q join probation_sentence s on s.id = q.sentence_id
         join probation_requirementtype y on y.code = q.type_id where q.id = of_requirement),
        (select 'Licence condition ' || s.number || '.' || q.number || ': ' || y.description
         from probation_licencecondition q join probation_sentence s on s.id = q.sentence_id
         join probation_conditiontype y on y.code = q.type_id where q.id = of_condition),
        (select 'Supervision requirement ' || s.number || '.' || q.number
         from probation_supervisionrequirement q join probation_sentence s on s.id = q.sentence_id where q.id = of_supervision),
        (select 'Intervention ' || n.number || ': ' || y.description
         from probation_nsi n join probation_nsitype y on y.code = n.type_id where n.id = of_nsi),
        case when of_condition is not null then 'A licence condition' when of_supervision is not null then 'A supervision requirement'
             when of_nsi is not null then 'An intervention' else 'The person' end)
$$;

create function probation_apart_words(asked bigint) returns text
language sql stable as $$
    select probation_part_words(h.sentence_id, h.requirement_id, h.condition_id, h.supervision_id, h.nsi_id)
    from probation_heldapart h where h.id = asked
$$;
"""
COMPONENTS_BACK = "drop function probation_apart_words; drop function probation_part_words; drop function probation_components;"

# Whoever has a part may not open the log, and writes into it what the part is about: the number of the entry, or nothing where
# they may not. An officer who would be kept out of a record is known to whoever gives a part of it too.
WRITING = """
create function probation_write_about_part(asked bigint, of_type text, at timestamptz, words text, alerts boolean) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken integer;
    about record;
begin
    if not probation_may_write_apart(asked) then
        return null;
    end if;
    select h.case_id, h.requirement_id,
           coalesce(h.sentence_id, q.sentence_id, l.sentence_id, v.sentence_id, n.sentence_id) as sentence_id
    into about
    from probation_heldapart h
    left join probation_requirement q on q.id = h.requirement_id
    left join probation_licencecondition l on l.id = h.condition_id
    left join probation_supervisionrequirement v on v.id = h.supervision_id
    left join probation_nsi n on n.id = h.nsi_id
    where h.id = asked;
    update probation_case c set contacts_made = c.contacts_made + 1 where c.id = about.case_id returning c.contacts_made into taken;
    insert into probation_contact (case_id, number, type_id, starts_at, notes, is_sensitive, is_alert, author_id, recorded_at, version,
                                   sentence_id, requirement_id)
    values (about.case_id, taken, of_type, at, words, false, nullif(alerts, false), tc_account(), tc_now(), 1,
            about.sentence_id, about.requirement_id);
    return taken;
end;
$$;

create or replace function probation_would_be_refused(asked bigint, account bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(bool_or(r.kind = 'exclusion' and r.account_id = account), false)
        or (coalesce(bool_or(r.kind = 'restriction'), false)
            and not coalesce(bool_or(r.kind = 'restriction' and r.account_id = account), false))
    from access_restriction r
    where r.person_id = (select c.person_id from probation_case c where c.id = asked)
      and (probation_may_write(asked) or exists (
          select from probation_heldapart h where h.case_id = asked and h.ended_at is null and probation_may_write_apart(h.id)))
      and r.starts_at <= tc_now() and (r.ends_at is null or r.ends_at > tc_now())
$$;
"""
WRITING_BACK = """
create or replace function probation_would_be_refused(asked bigint, account bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(bool_or(r.kind = 'exclusion' and r.account_id = account), false)
        or (coalesce(bool_or(r.kind = 'restriction'), false)
            and not coalesce(bool_or(r.kind = 'restriction' and r.account_id = account), false))
    from access_restriction r
    where r.person_id = (select c.person_id from probation_case c where c.id = asked)
      and probation_may_write(asked)
      and r.starts_at <= tc_now() and (r.ends_at is null or r.ends_at > tc_now())
$$;
drop function probation_write_about_part;
"""

# What has ended is held by nobody any more.
ENDING = """
create function probation_end_apart() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update probation_heldapart h set ended_at = greatest(coalesce(tc_now(), clock_timestamp()), h.starts_at)
    where h.ended_at is null and h.case_id = (to_jsonb(new) ->> tg_argv[1])::bigint and case tg_argv[0]
        when 'case' then true
        when 'sentence' then h.sentence_id = new.id
        when 'requirement' then h.requirement_id = new.id
        when 'condition' then h.condition_id = new.id
        when 'supervision' then h.supervision_id = new.id
        else h.nsi_id = new.id end;
    return null;
end;
$$;
"""
ENDS = (
    ("probation_case", "closed_at", "case"),
    ("probation_sentence", "terminated_on", "sentence"),
    ("probation_requirement", "ended_on", "requirement"),
    ("probation_licencecondition", "ended_on", "condition"),
    ("probation_supervisionrequirement", "ended_on", "supervision"),
    ("probation_nsi", "ended_on", "nsi"),
)
ENDING += "".join(
    f"create trigger ends_apart after update of {column} on {table} for each row"
    f" when (old.{column} is null and new.{column} is not null)"
    f" execute function probation_end_apart('{part}', '{'id' if part == 'case' else 'case_id'}');\n"
    for table, column, part in ENDS
)
ENDING_BACK = "".join(f"drop trigger ends_apart on {table};\n" for table, *_ in ENDS) + (
    "drop function probation_end_apart;"
)

# Where a case and its parts are is known to whoever works here, as before; a prison's manager with the case.
POLICIES = """
revoke all on probation_managerreason from throughcare_app;
grant select on probation_managerreason to throughcare_app, throughcare_engine;

alter table probation_heldapart enable row level security;
create policy engine on probation_heldapart for select to throughcare_engine using (true);
create policy in_view on probation_heldapart for select to throughcare_app using (probation_view_of(case_id) is not null);
create policy parts on probation_heldapart for insert to throughcare_app with check (probation_may_write(case_id));
create policy rejoins on probation_heldapart for update to throughcare_app
    using (ended_at is null and probation_may_write_apart(id)) with check (ended_at is not null);
grant select, insert, update (ended_at) on probation_heldapart to throughcare_app;
grant select on probation_heldapart to throughcare_engine;

alter table probation_heldapartassignment enable row level security;
create policy engine on probation_heldapartassignment for select to throughcare_engine using (true);
create policy who_answers on probation_heldapartassignment for select to throughcare_app using (tc_account() is not null);
create policy gives on probation_heldapartassignment for insert to throughcare_app
    with check ((owner_id = any (tc_ids('write_owners')) or holder_id = any (tc_ids('write_units')))
                and change_id is null and probation_may_write_apart(item_id));
create policy stages on probation_heldapartassignment for insert to throughcare_engine with check (true);
create policy restages on probation_heldapartassignment for update to throughcare_engine using (true);
create policy unstages on probation_heldapartassignment for delete to throughcare_engine using (true);
grant select, insert on probation_heldapartassignment to throughcare_app;
grant select, insert, update (superseded_at), delete on probation_heldapartassignment to throughcare_engine;
create trigger probation_heldapartassignment_kept before delete on probation_heldapartassignment
    for each row execute function organisation_keep_what_was_live();
create trigger forgets_opened after insert or update or delete on probation_heldapartassignment
    for each statement execute function probation_forget_opened();
create trigger forgets_opened after insert or update or delete on probation_heldapart
    for each statement execute function probation_forget_opened();

alter table probation_prisonmanager enable row level security;
create policy engine on probation_prisonmanager for select to throughcare_engine using (true);
create policy in_full on probation_prisonmanager for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy writes on probation_prisonmanager for insert to throughcare_app with check (probation_may_write(case_id));
create policy changes on probation_prisonmanager for update to throughcare_app
    using (ended_at is null and probation_may_write(case_id)) with check (probation_may_write(case_id));
grant select, insert, update (ended_at) on probation_prisonmanager to throughcare_app;
grant select on probation_prisonmanager to throughcare_engine;

grant usage on sequence probation_heldapart_id_seq, probation_heldapartassignment_id_seq, probation_prisonmanager_id_seq
    to throughcare_app, throughcare_engine;
select probation_ask_once();
"""
POLICIES_BACK = """
drop trigger forgets_opened on probation_heldapart;
drop trigger forgets_opened on probation_heldapartassignment;
drop trigger probation_heldapartassignment_kept on probation_heldapartassignment;
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies
             where tablename in ('probation_heldapart', 'probation_heldapartassignment', 'probation_prisonmanager') loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
    end loop;
end $$;
alter table probation_prisonmanager disable row level security;
alter table probation_heldapartassignment disable row level security;
alter table probation_heldapart disable row level security;
"""

# For a restructure: each part that is held apart and goes on; and what may change its answer.
FACTS = """
create view probation_component_facts with (security_invoker = true) as
select h.id as item_id, p.crn || '/' || h.number as reference, 'open'::text as state, a.owner_id, a.holder_id, a.post_id, h.case_id,
       case when h.sentence_id is not null then 'sentence' when h.requirement_id is not null then 'requirement'
            when h.condition_id is not null then 'condition' when h.supervision_id is not null then 'supervision'
            else 'intervention' end as component,
       coalesce((select q.type_id from probation_requirement q where q.id = h.requirement_id),
                (select n.type_id from probation_nsi n where n.id = h.nsi_id))::text as type
from probation_heldapart h
join probation_case c on c.id = h.case_id
join people_person p on p.id = c.person_id
join probation_heldapartassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = h.id
where h.starts_at <= tc_now() and (h.ended_at is null or h.ended_at > tc_now());

grant select on probation_component_facts to throughcare_engine;

create trigger probation_heldapart_noted after insert or update of ended_at on probation_heldapart
    for each row execute function restructure_note_change('component', 'id');
create trigger probation_heldapartassignment_noted after insert on probation_heldapartassignment
    for each row when (new.change_id is null) execute function restructure_note_change('component', 'item_id');
"""
FACTS_BACK = """
drop trigger probation_heldapartassignment_noted on probation_heldapartassignment;
drop trigger probation_heldapart_noted on probation_heldapart;
drop view probation_component_facts;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0093_held_apart")]

    operations = [
        migrations.RunSQL(
            OWNERSHIP.OWNERS.format(table=ASSIGNMENTS), f"drop function {ASSIGNMENTS}_at"
        ),
        migrations.RunSQL(HELD, HELD_BACK),
        migrations.RunSQL(SEEN, VIEW),
        migrations.RunSQL(COMPONENTS, COMPONENTS_BACK),
        migrations.RunSQL(WRITING, WRITING_BACK),
        migrations.RunSQL(ENDING, ENDING_BACK),
        migrations.RunSQL(POLICIES, POLICIES_BACK),
        migrations.RunSQL(FACTS, FACTS_BACK),
    ]
