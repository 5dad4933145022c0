from importlib import import_module

from django.db import migrations

TOLD = import_module("throughcare.people.migrations.0016_facts_closed")
SEARCH = import_module("throughcare.people.migrations.0017_closed_come_last")

# A merge is known to whoever may know both records; proposed by whoever may change one of them, and answered by another who
# may. What was moved is read by the functions below alone.
CLOSED = """
alter table people_merge enable row level security;
create policy known on people_merge for select to throughcare_app
    using (exists (select from people_person p where p.id = survivor_id) and exists (select from people_person p where p.id = merged_id));
create policy engine on people_merge for select to throughcare_engine using (true);
create policy proposes on people_merge for insert to throughcare_app
    with check (proposed_by_id = tc_account() and is_approved is null and undone_at is null
                and exists (select from people_person p where p.id = survivor_id)
                and exists (select from people_person p where p.id = merged_id)
                and (people_may_change(survivor_id) or people_may_change(merged_id)));
create policy answers on people_merge for update to throughcare_app
    using (is_approved is null and proposed_by_id <> tc_account()
           and exists (select from people_person p where p.id = survivor_id)
           and exists (select from people_person p where p.id = merged_id)
           and (people_may_change(survivor_id) or people_may_change(merged_id)))
    with check (answered_by_id = tc_account() and is_approved is false);
revoke all on people_merge, people_mergemove from throughcare_app, throughcare_engine;
grant select, insert, update (is_approved, answer, answered_by_id, answered_at) on people_merge to throughcare_app;
grant select on people_merge to throughcare_engine;
grant usage on sequence people_merge_id_seq to throughcare_app;
alter table people_mergemove enable row level security;
create policy engine on people_mergemove for select to throughcare_engine using (true);
grant select on people_mergemove to throughcare_engine;
create index people_mergemove_of on people_mergemove (merge_id, id);
"""
OPEN = """
drop index people_mergemove_of;
drop policy engine on people_mergemove; drop policy answers on people_merge; drop policy proposes on people_merge;
drop policy engine on people_merge; drop policy known on people_merge;
revoke all on people_merge, people_mergemove from throughcare_app, throughcare_engine;
alter table people_merge disable row level security; alter table people_mergemove disable row level security;
"""

# What stands against merging two people, as codes; the room that has the cases adds to it.
HINDRANCES = """
create function people_merge_hindrances(one bigint, other bigint) returns setof text
language sql stable security definer set search_path = public, pg_temp as $$ select null::text where false $$;

create function people_is_merged(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from people_merge m where m.merged_id = asked and m.is_approved and m.undone_at is null)
$$;
"""

# A place is a column that points at a person, or at what hangs from one: a foreign key, or the number of a person in a room
# below. Nothing else can be moved by naming it.
CARRY_OUT = """
create function people_is_a_place(relation text, wanted text, target text) returns boolean
language sql stable set search_path = public, pg_temp as $$
    select relation <> target and relation not in ('people_merge', 'people_mergemove')
       and (exists (
           select from pg_constraint c
           join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
           where c.contype = 'f' and c.conrelid = to_regclass(relation) and c.confrelid = to_regclass(target)
             and a.attname = wanted and cardinality(c.conkey) = 1)
         or target = 'people_person' and wanted = 'person_id')
$$;

-- One row: moved, or set aside where the survivor has its like, or refused where nothing may be set aside.
create function people_move_row(
    merge bigint, relation text, key_column text, row_key text, changes jsonb, may_set_aside boolean
) returns void language plpgsql set search_path = public, pg_temp as $$
declare
    was jsonb;
    columns text;
    set_to text;
begin
    execute format('select to_jsonb(t) from %I t where t.%I::text = $1', relation, key_column) into was using row_key;
    select string_agg(format('%I = r.%I', k, k), ', ') into set_to from jsonb_object_keys(changes) k;
    begin
        execute format('update %1$I t set %2$s from jsonb_populate_record(null::%1$I, $1) r where t.%3$I::text = $2',
                       relation, set_to, key_column) using changes, row_key;
    exception when unique_violation or exclusion_violation then
        if not may_set_aside then
            raise exception 'both records have one in %', relation using errcode = 'TC012';
        end if;
        insert into people_mergemove (merge_id, relation, key_column, row_key, before, is_set_aside)
        values (merge, relation, key_column, row_key, was, true);
        execute format('delete from %I where %I::text = $1', relation, key_column) using row_key;
        return;
    end;
    insert into people_mergemove (merge_id, relation, key_column, row_key, before, is_set_aside)
    select merge, relation, key_column, row_key, jsonb_object_agg(k, was -> k), false from jsonb_object_keys(changes) k;
end;
$$;

-- `place` has table, column, key, and of what hangs from people and has an end of its own: closes, and the places that hang from it.
create function people_join_open(merge bigint, place jsonb, survivor bigint, merged bigint) returns void
language plpgsql set search_path = public, pg_temp as $$
declare
    kept bigint;
    let_go bigint;
    child jsonb;
    changes jsonb;
    step bigint;
    one record;
    counter text;
begin
    execute format('select id from %I where %I = $1 and %I is null', place ->> 'table', place ->> 'column', place ->> 'closes')
        into kept using survivor;
    execute format('select id from %I where %I = $1 and %I is null', place ->> 'table', place ->> 'column', place ->> 'closes')
        into let_go using merged;
    if kept is null or let_go is null then
        return;
    end if;
    for child in select * from jsonb_array_elements(place -> 'children') loop
        if not people_is_a_place(child ->> 'table', child ->> 'column', place ->> 'table') then
            raise exception 'no such place' using errcode = '42501';
        end if;
        step := 0;
        if (child ->> 'is_numbered')::boolean then
            execute format('select coalesce(max(number), 0) from %I where %I = $1', child ->> 'table', child ->> 'column')
                into step using kept;
        end if;
        for one in execute format('select %I::text as key, to_jsonb(t) as was from %I t where %I = $1 order by %I',
                                  child ->> 'key', child ->> 'table', child ->> 'column', child ->> 'key') using let_go loop
            changes := jsonb_build_object(child ->> 'column', kept);
            if (child ->> 'is_numbered')::boolean then
                changes := changes || jsonb_build_object('number', (one.was ->> 'number')::bigint + step);
            end if;
            if (child ->> 'is_superseded')::boolean and one.was ->> 'superseded_at' is null then
                changes := changes || jsonb_build_object('superseded_at', tc_now());
            end if;
            perform people_move_row(merge, child ->> 'table', child ->> 'key', one.key, changes, false);
        end loop;
    end loop;
    for counter in select * from jsonb_array_elements_text(place -> 'counters') loop
        execute format('update %1$I k set %2$I = k.%2$I + g.%2$I from %1$I g where k.id = $1 and g.id = $2',
                       place ->> 'table', counter) using kept, let_go;
    end loop;
    perform people_move_row(merge, place ->> 'table', place ->> 'key', let_go::text,
                            jsonb_build_object(place ->> 'closes', tc_now()), false);
end;
$$;

create function people_carry_out_merge(asked bigint, places jsonb) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    m people_merge;
    place jsonb;
    one record;
begin
    select * into m from people_merge where id = asked and is_approved is null for update;
    if m.id is null or tc_account() is null or m.proposed_by_id = tc_account()
       or access_refused(m.survivor_id) or access_refused(m.merged_id)
       or not (people_may_change(m.survivor_id) or people_may_change(m.merged_id)) then
        raise exception 'this merge is not yours to approve' using errcode = '42501';
    end if;
    -- Another name of the one is an alias of the other, and where the one lived is a second address.
    for one in select n.id from people_name n where n.person_id = m.merged_id and n.kind = 'legal' loop
        perform people_move_row(asked, 'people_name', 'id', one.id::text,
            (select jsonb_build_object('kind', 'alias', 'born_on', p.born_on, 'sex', p.sex) from people_person p where p.id = m.merged_id),
            false);
    end loop;
    for one in select a.id from people_address a where a.person_id = m.merged_id and a.status = 'main' and a.ends_on is null
               and exists (select from people_address s where s.person_id = m.survivor_id and s.status = 'main' and s.ends_on is null) loop
        perform people_move_row(asked, 'people_address', 'id', one.id::text, '{"status": "secondary"}', false);
    end loop;
    for place in select * from jsonb_array_elements(places) loop
        if not people_is_a_place(place ->> 'table', place ->> 'column', 'people_person') then
            raise exception 'no such place' using errcode = '42501';
        end if;
        if place ->> 'closes' is not null then
            perform people_join_open(asked, place, m.survivor_id, m.merged_id);
        end if;
        for one in execute format('select %I::text as key from %I where %I = $1 order by %I',
                                  place ->> 'key', place ->> 'table', place ->> 'column', place ->> 'key') using m.merged_id loop
            perform people_move_row(asked, place ->> 'table', place ->> 'key', one.key,
                                    jsonb_build_object(place ->> 'column', m.survivor_id), (place ->> 'may_set_aside')::boolean);
        end loop;
    end loop;
    -- The record that is left has a CRN and nothing else.
    perform people_move_row(asked, 'people_person', 'id', m.merged_id::text,
        '{"born_on": null, "sex": "U", "died_on": null, "first_language": "", "needs_interpreter": null}', false);
    delete from people_likeness where m.merged_id in (first_id, second_id);
    insert into people_identifier (person_id, kind, supplied, canonical, source, recorded_at, recorded_by_id)
    select m.survivor_id, 'former-crn', p.crn, p.crn, 'Merge', tc_now(), tc_account() from people_person p where p.id = m.merged_id
    on conflict do nothing;
    update people_merge set is_approved = true, answered_by_id = tc_account(), answered_at = tc_now() where id = asked;
end;
$$;

create function people_take_back_merge(asked bigint, because text) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    m people_merge;
    one people_mergemove;
    set_to text;
begin
    select * into m from people_merge where id = asked and is_approved and undone_at is null for update;
    if m.id is null or tc_account() is null or access_refused(m.survivor_id) or not people_may_change(m.survivor_id) then
        raise exception 'this merge is not yours to take back' using errcode = '42501';
    end if;
    for one in select * from people_mergemove where merge_id = asked order by id desc loop
        if one.is_set_aside then
            execute format('insert into %1$I select * from jsonb_populate_record(null::%1$I, $1)', one.relation) using one.before;
        else
            select string_agg(format('%I = r.%I', k, k), ', ') into set_to from jsonb_object_keys(one.before) k;
            execute format('update %1$I t set %2$s from jsonb_populate_record(null::%1$I, $1) r where t.%3$I::text = $2',
                           one.relation, set_to, one.key_column) using one.before, one.row_key;
        end if;
    end loop;
    delete from people_identifier i using people_person p
    where p.id = m.merged_id and i.person_id = m.survivor_id and i.kind = 'former-crn' and i.canonical = p.crn;
    update people_merge set undone_at = tc_now(), undone_by_id = tc_account(), undone_because = because where id = asked;
end;
$$;
revoke execute on function people_is_a_place(text, text, text) from public;
revoke execute on function people_move_row(bigint, text, text, text, jsonb, boolean) from public;
revoke execute on function people_join_open(bigint, jsonb, bigint, bigint) from public;
"""
BACK = """
drop function people_take_back_merge; drop function people_carry_out_merge; drop function people_join_open;
drop function people_move_row; drop function people_is_a_place; drop function people_is_merged;
drop function people_merge_hindrances;
"""

# A record that was merged is found under the one that goes on, by its old number too.
FOUND = f"{SEARCH.FIRST}{SEARCH.CLOSED_LAST}$$;".replace(
    "create function", "create or replace function"
)
WITHOUT_MERGED = FOUND.replace(
    "        where not k.refused or k.place <> 4",
    "        where not exists (select from people_merge m where m.merged_id = k.id and m.is_approved and m.undone_at is null)\n"
    "          and (not k.refused or k.place <> 4",
).replace(
    "(cardinality(words) > 0 or cardinality(keys) > 0)\n        order by k.refused",
    "(cardinality(words) > 0 or cardinality(keys) > 0))\n        order by k.refused",
)
REFUSALS = TOLD.TOLD.partition("create function people_holder_of_noms")[0].replace(
    "create function", "create or replace function"
)
OF_FORMER_CRN = REFUSALS.replace(
    "where r.person_id = (select p.id from people_person p where p.crn = asked)",
    "where r.person_id in (select p.id from people_person p where p.crn = asked union all"
    " select i.person_id from people_identifier i where i.kind = 'former-crn' and i.canonical = asked)",
)


class Migration(migrations.Migration):
    dependencies = [("people", "0018_merges")]

    operations = [
        migrations.RunSQL(CLOSED, OPEN),
        migrations.RunSQL(HINDRANCES + CARRY_OUT, BACK),
        migrations.RunSQL(WITHOUT_MERGED, FOUND),
        migrations.RunSQL(OF_FORMER_CRN, REFUSALS),
    ]
