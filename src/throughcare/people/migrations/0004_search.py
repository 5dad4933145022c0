from django.db import migrations

# Few words make up many names. What somebody typed is compared with each word once, by its letters and by its sound, and
# names are then found by whole words; so a misspelt search costs no more than an exact one.
LEXICON = """
create index people_word_letters on people_word using gin (text gin_trgm_ops);
create index people_word_sound on people_word (sound);
create index people_word_other_sound on people_word (other_sound) where other_sound <> '';
create index people_name_words on people_name using gin (string_to_array(search_text::text, ' '));

create function people_keep_lexicon() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into people_word (text, sound, other_sound)
    select w, dmetaphone(w), case when dmetaphone_alt(w) <> dmetaphone(w) then dmetaphone_alt(w) else '' end
    from (select distinct unnest(string_to_array(search_text::text, ' ')) as w from added) words
    where w <> ''
    on conflict do nothing;
    return null;
end;
$$;

create trigger people_name_lexicon_added after insert on people_name
    referencing new table as added for each statement execute function people_keep_lexicon();
create trigger people_name_lexicon_changed after update on people_name
    referencing new table as added for each statement execute function people_keep_lexicon();

alter table people_word enable row level security;
revoke all on people_word from throughcare_app, throughcare_engine;
"""

# Words like one that was typed, the nearest first: the same, its beginning, a part, misspelt, sounding the same.
LIKE = """
create function people_words_like(typed text) returns table (text text, nearness real)
language sql stable set pg_trgm.similarity_threshold = 0.25 as $$
    select w.text::text, max(found.nearness)::real
    from (
        select x.text, 1.0 as nearness from people_word x where x.text = typed
        union all
        select x.text, 0.9 from people_word x where length(typed) >= 2 and x.text like typed || '%'
        union all
        select x.text, 0.8 from people_word x where length(typed) >= 3 and x.text like '%' || typed || '%'
        union all
        select x.text, 0.7 from people_word x
        where length(typed) >= 3 and x.text % typed
          and (similarity(x.text::text, typed) >= 0.5
               or levenshtein_less_equal(left(x.text, 60), left(typed, 60), case when length(typed) < 6 then 1 else 2 end)
                  <= case when length(typed) < 6 then 1 else 2 end)
        union all
        select x.text, 0.5 from people_word x
        where length(typed) >= 2 and x.sound = dmetaphone(typed) and dmetaphone(typed) <> ''
        union all
        select x.text, 0.4 from people_word x
        where length(typed) >= 2 and x.other_sound <> '' and x.other_sound in (dmetaphone(typed), dmetaphone_alt(typed))
    ) found
    join people_word w on w.text = found.text
    group by w.text
    order by max(found.nearness) desc, length(w.text), w.text
    limit 80
$$;
"""

# Every member of staff who may search finds everybody; what is closed to them is said to exist and no more.
# At most `most` are looked at for each way of matching, so that a common name answers as fast as a rare one: when the count
# reaches `most`, there may be more.
SEARCH = """
create function people_search(
    keys text[], words text[], born date, postcode text, most integer, size integer, skip integer
) returns table (
    person_id bigint, crn text, rank integer, is_limited boolean, first text, middle text, last text, alias text,
    born_on date, sex text, total bigint
)
language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
#variable_conflict use_column
declare
    typed text;
    choices text[];
    all_like text := '';
    any_like text[] := '{}';
    hits bigint[] := '{}';
    ranks integer[] := '{}';
begin
    if tc_account() is null or not coalesce('person.search' = any (tc_words('actions')), false) then
        return;
    end if;

    if cardinality(keys) > 0 then
        select coalesce(array_agg(k.id), '{}') into hits from (
            select p.id from people_person p where p.crn = any (keys)
            union
            select i.person_id from people_identifier i where i.canonical is not null and i.canonical = any (keys)
            limit most
        ) k;
        ranks := array_fill(1, array[cardinality(hits)]);
    end if;

    if cardinality(words) > 0 then
        foreach typed in array words loop
            select coalesce(array_agg(l.text order by l.nearness desc), '{}') into choices from people_words_like(typed) l;
            all_like := all_like || format(
                ' and string_to_array(n.search_text::text, '' '') && %L::text[]', choices || array[typed]);
            any_like := any_like || choices;
        end loop;
        if born is not null then
            hits := hits || array(select b.id from people_named_and_born(all_like, born, most) b);
            ranks := ranks || array_fill(2, array[cardinality(hits) - cardinality(ranks)]);
        end if;
        hits := hits || array(
            select n.person_id from people_name n
            where string_to_array(n.search_text::text, ' ') @> words limit most);
        ranks := ranks || array_fill(3, array[cardinality(hits) - cardinality(ranks)]);
        -- Few are born on one day: there, one name of several may be another altogether, as after a marriage.
        if born is not null and cardinality(words) > 1 then
            hits := hits || array(select b.id from people_named_and_born(
                format(' and string_to_array(n.search_text::text, '' '') && %L::text[]', any_like), born, most) b);
            ranks := ranks || array_fill(4, array[cardinality(hits) - cardinality(ranks)]);
        end if;
        if cardinality(hits) < most then
            hits := hits || array(select a.id from people_named(all_like, most) a);
            ranks := ranks || array_fill(5, array[cardinality(hits) - cardinality(ranks)]);
        end if;
    elsif born is not null then
        hits := hits || array(
            select p.id from people_person p where p.born_on = born
            union select n.person_id from people_name n where n.born_on = born
            limit most);
        ranks := ranks || array_fill(2, array[cardinality(hits) - cardinality(ranks)]);
    end if;

    -- Where somebody lives opens nothing: only those who may know the address find by it.
    if postcode <> '' and cardinality(words) = 0 and cardinality(keys) = 0 then
        hits := hits || array(
            select a.person_id from people_address a
            where a.postcode = people_search.postcode and people_may_know_address(a.person_id) limit most);
        ranks := ranks || array_fill(3, array[cardinality(hits) - cardinality(ranks)]);
    end if;

    return query
    with found as (
        select h.id, min(h.place) as place from unnest(hits, ranks) as h(id, place) group by h.id
    ),
    shown as (
        select f.id, f.place, count(*) over () as total, p.crn, p.born_on, p.sex, n.id as name_id, n.first, n.middle, n.last,
               n.search_text
        from found f
        join people_person p on p.id = f.id
        left join people_name n on n.person_id = f.id and n.kind = 'legal'
        order by f.place,
                 case when f.place in (2, 4, 5) and cardinality(words) > 0
                      then -word_similarity(array_to_string(words, ' '), n.search_text::text) else 0 end,
                 n.last, n.first, p.crn
        limit size offset skip
    ),
    judged as (select s.*, access_refused(s.id) as refused from shown s)
    select j.id, j.crn::text, j.place, j.refused,
           case when not j.refused then j.first::text end, case when not j.refused then j.middle::text end,
           case when not j.refused then j.last::text end,
           case when not j.refused and cardinality(words) > 0 then (
               select trim(concat_ws(' ', o.first, o.last)) from people_name o
               where o.person_id = j.id and o.kind <> 'legal'
                 and word_similarity(array_to_string(words, ' '), o.search_text::text)
                     > coalesce(word_similarity(array_to_string(words, ' '), j.search_text::text), 0)
               order by word_similarity(array_to_string(words, ' '), o.search_text::text) desc, o.id limit 1) end,
           case when not j.refused then j.born_on end, case when not j.refused then j.sex::text end,
           j.total
    from judged j
    order by j.place,
             case when j.place in (2, 4, 5) and cardinality(words) > 0
                  then -word_similarity(array_to_string(words, ' '), j.search_text::text) else 0 end,
             j.last, j.first, j.crn;
end;
$$;

create function people_named(conditions text, most integer) returns table (id bigint)
language plpgsql stable as $$
begin
    return query execute 'select n.person_id from people_name n where true' || conditions || ' limit ' || most;
end;
$$;

create function people_named_and_born(conditions text, born date, most integer) returns table (id bigint)
language plpgsql stable as $$
begin
    return query execute
        'select n.person_id from people_name n join people_person p on p.id = n.person_id where (p.born_on = $1 or n.born_on = $1)'
        || ' and n.person_id in (select q.id from people_person q where q.born_on = $1'
        || ' union select m.person_id from people_name m where m.born_on = $1)'
        || conditions || ' limit ' || most using born;
end;
$$;
"""

# The two questions that a room above answers better, since it knows the case: until it does, nobody knows an address, and
# who may write to any case may change who a person is.
ASKED_ABOVE = """
create function people_may_know_address(asked bigint) returns boolean language sql stable as $$ select false $$;

create function people_may_change(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce('case.write' = any (tc_words('actions')), false) and not access_refused(asked);
end;
$$;
"""

WRITES = """
create policy adds on people_person for insert to throughcare_app
    with check ('case.write' = any (tc_words('actions')));
create policy changes on people_person for update to throughcare_app using (people_may_change(id));
""" + "".join(
    f"""
create policy adds on people_{table} for insert to throughcare_app with check (people_may_change(person_id));
create policy changes on people_{table} for update to throughcare_app using (people_may_change(person_id));
"""
    for table in ("name", "identifier", "address")
)

# The functions that run as their owner build statements: nobody else gives them any.
CLOSED = """
revoke execute on function people_named(text, integer) from public;
revoke execute on function people_named_and_born(text, date, integer) from public;
revoke execute on function people_words_like(text) from public;
"""

BACK = (
    "".join(
        f"drop policy changes on people_{table}; drop policy adds on people_{table};\n"
        for table in ("person", "name", "identifier", "address")
    )
    + """
drop function people_search; drop function people_named; drop function people_named_and_born;
drop function people_may_change; drop function people_may_know_address; drop function people_words_like;
drop trigger people_name_lexicon_changed on people_name; drop trigger people_name_lexicon_added on people_name;
drop function people_keep_lexicon; drop index people_name_words; drop index people_word_other_sound;
drop index people_word_sound; drop index people_word_letters;
"""
)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_lexicon")]

    operations = [
        migrations.RunSQL(LEXICON + LIKE + ASKED_ABOVE + SEARCH + WRITES + CLOSED, BACK),
    ]
