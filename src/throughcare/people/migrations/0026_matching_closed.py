from django.db import migrations

# Nobody reads these but the functions below and the engine, which makes them.
TABLES = ("matchrecord", "matchkey", "matchdue", "matchterm", "matchcount")
CLOSED = "".join(
    f"""
alter table people_{table} enable row level security;
create policy engine on people_{table} for all to throughcare_engine using (true) with check (true);
revoke all on people_{table} from throughcare_app;
grant select, insert, update, delete on people_{table} to throughcare_engine;
grant usage on sequence people_{table}_id_seq to throughcare_engine;
"""
    for table in TABLES
)
OPEN = "".join(
    f"""
drop policy engine on people_{table};
revoke all on people_{table} from throughcare_engine;
alter table people_{table} disable row level security;
"""
    for table in TABLES
)

# People as `linkage` takes records in: several values in a cell are parted by a bar. Whoever was merged into another has no name.
RAW = """
create function people_match_raw(asked bigint[]) returns table (person_id bigint, raw jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, jsonb_strip_nulls(jsonb_build_object(
        'record_id', p.crn,
        'first_name', l.first, 'middle_names', l.middle, 'last_name', l.last,
        'date_of_birth', p.born_on::text, 'sex', p.sex,
        'alias_first_names', o.first, 'alias_last_names', o.last, 'alias_dates_of_birth', o.born,
        'address_lines', a.lines, 'postcodes', a.postcodes,
        'pncs', i.pncs, 'cros', i.cros, 'nino', i.ninos, 'prison_number', i.noms,
        'mobile', c.numbers))
    from people_person p
    join people_name l on l.person_id = p.id and l.kind = 'legal'
    left join lateral (
        select string_agg(n.first, '|' order by n.id) as first, string_agg(n.last, '|' order by n.id) as last,
               string_agg(coalesce(n.born_on::text, ''), '|' order by n.id) as born
        from people_name n where n.person_id = p.id and n.kind <> 'legal') o on true
    left join lateral (
        select string_agg(replace(split_part(d.lines, E'\\n', 1), '|', ' '), '|' order by d.starts_on desc, d.id desc) as lines,
               string_agg(d.postcode, '|' order by d.starts_on desc, d.id desc) as postcodes
        from people_address d where d.person_id = p.id and d.postcode <> '' and not d.is_no_fixed_abode) a on true
    left join lateral (
        select string_agg(coalesce(x.canonical, x.supplied), '|' order by x.id) filter (where x.kind = 'pnc') as pncs,
               string_agg(coalesce(x.canonical, x.supplied), '|' order by x.id) filter (where x.kind = 'cro') as cros,
               string_agg(coalesce(x.canonical, x.supplied), '|' order by x.id) filter (where x.kind = 'nino') as ninos,
               string_agg(coalesce(x.canonical, x.supplied), '|' order by x.id) filter (where x.kind = 'noms') as noms
        from people_identifier x where x.person_id = p.id) i on true
    left join lateral (
        select string_agg(t.value, '|' order by t.id) as numbers
        from people_contactpoint t where t.person_id = p.id and t.kind in ('telephone', 'mobile')) c on true
    where p.id = any (asked)
$$;
revoke execute on function people_match_raw(bigint[]) from public;
grant execute on function people_match_raw(bigint[]) to throughcare_engine;
"""

MARK = """
create function people_match_mark(changed bigint) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into people_matchdue (person_id) values (changed) on conflict do nothing
$$;
"""

# Whoever has a key in common with somebody, and whoever changed since keys were made. A key that more than `most` have tells
# nothing. Whoever may search is told; the engine is told all. What comes back is for comparing: a page shows of somebody whose
# record is closed to its viewer (`is_limited`) no more than that there is one.
NEAR = """
create function people_match_near(keys text[], most integer) returns table (
    person_id bigint, crn text, is_limited boolean, may_know_home boolean, standard jsonb, raw jsonb
)
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
    is_engine boolean := current_setting('role', true) = 'throughcare_engine';
begin
    if not is_engine and (tc_account() is null or not coalesce('person.search' = any (tc_words('actions')), false)) then
        return;
    end if;
    return query
    with held as (
        select h.person_id, count(*) over (partition by k.key) as sharing
        from unnest(keys) k (key)
        cross join lateral (select m.person_id from people_matchkey m where m.shared = k.key limit most + 1) h
    ),
    due as (select d.person_id from people_matchdue d order by d.id desc limit most),
    near as (select h.person_id from held h where h.sharing <= most union select d.person_id from due d)
    select p.id, p.crn::text, case when is_engine then false else access_refused(p.id) end,
           case when is_engine then true else people_may_know_address(p.id) end,
           case when d.person_id is null then r.standard end, case when d.person_id is not null then w.raw end
    from near n
    join people_person p on p.id = n.person_id
    left join people_matchrecord r on r.person_id = n.person_id
    left join due d on d.person_id = n.person_id
    left join lateral people_match_raw(case when d.person_id is not null then array[n.person_id] else '{}'::bigint[] end) w on true
    where coalesce(r.standard, w.raw) is not null;
end;
$$;

-- Two people to be weighed, of whom neither record is closed to whoever asks.
create function people_match_pair(one text, other text) returns table (
    crn text, may_know_home boolean, standard jsonb, raw jsonb
)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.crn::text, people_may_know_address(p.id), case when d.id is null then r.standard end, w.raw
    from people_person p
    left join people_matchrecord r on r.person_id = p.id
    left join people_matchdue d on d.person_id = p.id
    left join lateral people_match_raw(array[p.id]) w on true
    where p.crn in (one, other) and 'person.search' = any (tc_words('actions')) and not access_refused(p.id)
      and w.raw is not null
$$;

create function people_match_held(wanted jsonb) returns table (term text, value text, held integer)
language sql stable security definer set search_path = public, pg_temp as $$
    select t.term::text, t.value::text, t.held
    from jsonb_each_text(wanted) w
    join people_matchterm t on t.term = w.key and t.value = w.value
    where current_setting('role', true) = 'throughcare_engine' or 'person.search' = any (tc_words('actions'))
$$;

create function people_match_counted() returns table (version text, people integer, held jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.version::text, c.people, c.held from people_matchcount c order by c.id desc limit 1
$$;
"""
BACK = """
drop function people_match_counted; drop function people_match_pair; drop function people_match_held; drop function people_match_near;
drop function people_match_mark; drop function people_match_raw;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0025_matching")]

    operations = [
        migrations.RunSQL(CLOSED, OPEN),
        migrations.RunSQL(RAW + MARK + NEAR, BACK),
    ]
