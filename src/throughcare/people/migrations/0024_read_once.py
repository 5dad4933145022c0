from importlib import import_module

from django.db import migrations

NEAREST = import_module("throughcare.people.migrations.0021_nearest_first")
SHOWN = import_module("throughcare.people.migrations.0023_shown_last")

# A row of a name lies on a page of its own, as a rule, and so does the way to it in an index by person. Of a thousand who were
# found by words each was read twice: to be found, and by person to be put in order. Now what was read when a name was found is
# kept until the order is made, by the name that was found; who is shown is read by person, and nobody else.
HIT = """
create type people_hit as (id bigint, place integer, said text, last text, first text);
"""
NO_HIT = "drop type people_hit;"

# Those who have the very words are found already: they are not looked for again, so that what is like them has its room.
ALIKE = """
drop function people_alike(text[], text, integer);
create function people_alike(choices text[], conditions text, most integer) returns people_hit[]
language plpgsql stable as $$
declare
    choice text;
    enough people_hit[] := '{}';
    more people_hit[];
begin
    foreach choice in array choices loop
        exit when cardinality(enough) >= most;
        execute 'select array(select row(n.person_id, 5, n.search_text, n.last, n.first)::people_hit from people_name n'
                || ' where string_to_array(n.search_text::text, '' '') @> array[$1]' || conditions || ' limit $2)'
            into more using choice, most - cardinality(enough);
        enough := enough || more;
    end loop;
    return enough;
end;
$$;
revoke execute on function people_alike(text[], text, integer) from public;
"""

# Who is born on a day, and their names, are in indexes that hold all that is asked of them: no row is read.
BORN = """
create or replace function people_named_and_born(conditions text, born date, most integer) returns table (id bigint)
language plpgsql stable as $$
begin
    return query execute
        'with born as materialized (select q.id from people_person q where q.born_on = $1)'
        || ' select n.person_id from born b join people_name n on n.person_id = b.id where true' || conditions
        || ' union select n.person_id from people_name n where n.born_on = $1' || conditions || ' limit ' || most using born;
end;
$$;
"""
# Somebody who is found by two names is counted once: whether all were looked at is said beside the count.
GRANTED = """
revoke all on function people_search from public;
grant execute on function people_search to throughcare_app;
"""
DROPPED = "drop function people_search(text[], text[], date, text, integer, integer, integer);"
DROPPED_AGAIN = DROPPED.replace("integer);", "integer, bigint[]);")
# Those whom the viewer has are looked at whoever else is called so, and come first among those who are found as well: of a frequent
# name they are one of many thousands.
NEAR = """
        looked := cardinality(hits);
        if cardinality(near) > 0 then
            execute 'select array(select row(n.person_id, case when string_to_array(n.search_text::text, '' '') @> $2 then 3 else 5 end,'
                    || ' n.search_text, n.last, n.first)::people_hit from people_name n where n.person_id = any ($1)' || all_like || ')'
                into theirs using near, words;
            hits := hits || theirs;
        end if;
"""
ONCE = {
    "create or replace function people_search(": "create function people_search(",
    "postcode text, most integer, size integer, skip integer\n": (
        "postcode text, most integer, size integer, skip integer, near bigint[] default '{}'\n"
    ),
    "    born_on date, sex text, total bigint\n": "    born_on date, sex text, total bigint, is_cut boolean\n",
    "    hits bigint[] := '{}';\n    ranks integer[] := '{}';\n": (
        "    hits people_hit[] := '{}';\n    theirs people_hit[];\n    looked integer;\n"
    ),
    """        select coalesce(array_agg(k.id), '{}') into hits from (
            select p.id from people_person p where p.crn = any (keys)
            union
            select i.person_id from people_identifier i where i.canonical is not null and i.canonical = any (keys)
            limit most
        ) k;
        ranks := array_fill(1, array[cardinality(hits)]);
""": """        select coalesce(array_agg(row(k.id, 1, null, null, null)::people_hit), '{}') into hits from (
            select p.id from people_person p where p.crn = any (keys)
            union
            select i.person_id from people_identifier i where i.canonical is not null and i.canonical = any (keys)
            limit most
        ) k;
""",
    """            hits := hits || array(select b.id from people_named_and_born(all_like, born, most) b);
            ranks := ranks || array_fill(2, array[cardinality(hits) - cardinality(ranks)]);
""": """            hits := hits || array(
                select row(b.id, 2, null, null, null)::people_hit from people_named_and_born(all_like, born, most) b);
""",
    """        hits := hits || array(
            select n.person_id from people_name n
            where string_to_array(n.search_text::text, ' ') @> words limit most);
        ranks := ranks || array_fill(3, array[cardinality(hits) - cardinality(ranks)]);
""": """        hits := hits || array(
            select row(n.person_id, 3, n.search_text, n.last, n.first)::people_hit from people_name n
            where string_to_array(n.search_text::text, ' ') @> words limit most);
""",
    """            hits := hits || array(select b.id from people_named_and_born(
                format(' and string_to_array(n.search_text::text, '' '') && %L::text[]', any_like), born, most) b);
            ranks := ranks || array_fill(4, array[cardinality(hits) - cardinality(ranks)]);
""": """            hits := hits || array(select row(b.id, 4, null, null, null)::people_hit from people_named_and_born(
                format(' and string_to_array(n.search_text::text, '' '') && %L::text[]', any_like), born, most) b);
""",
    """            hits := hits || people_alike(leader, followers, most);
            ranks := ranks || array_fill(5, array[cardinality(hits) - cardinality(ranks)]);
""": """            hits := hits || people_alike(leader, followers || format(
                ' and not string_to_array(n.search_text::text, '' '') @> %L::text[]', words), most - cardinality(hits));
""",
    "        end if;\n    elsif born is not null then\n": f"        end if;\n{NEAR}    elsif born is not null then\n",
    """            select p.id from people_person p where p.born_on = born
            union select n.person_id from people_name n where n.born_on = born
            limit most);
        ranks := ranks || array_fill(2, array[cardinality(hits) - cardinality(ranks)]);
""": """            select row(b.id, 2, null, null, null)::people_hit from (
                select p.id from people_person p where p.born_on = born
                union select n.person_id from people_name n where n.born_on = born
                limit most) b);
""",
    """            select a.person_id from people_address a
            where a.postcode = people_search.postcode and people_may_know_address(a.person_id) limit most);
        ranks := ranks || array_fill(3, array[cardinality(hits) - cardinality(ranks)]);
""": """            select row(a.person_id, 3, null, null, null)::people_hit from people_address a
            where a.postcode = people_search.postcode and people_may_know_address(a.person_id) limit most);
""",
}
ANSWER = """    return query
    with found as (
        select distinct on (h.id) h.id, h.place, h.said, h.last, h.first
        from unnest(hits) as h
        order by h.id, h.place, -coalesce(word_similarity(array_to_string(words, ' '), h.said), 0), h.last, h.first
    ),
    known as (
        select f.id, f.place, coalesce(f.said, n.search_text::text) as said, coalesce(f.last, n.last::text) as last,
               coalesce(f.first, n.first::text) as first,
               exists (select from access_restriction r where r.person_id = f.id) and access_refused(f.id) as refused
        from found f
        left join people_name n on n.person_id = case when f.said is null then f.id end and n.kind = 'legal'
    ),
    shown as (
        select k.id, k.refused, k.place, count(*) over () as total,
               row_number() over (
                   order by k.refused, case when k.refused then 0 else k.place end, not k.refused and k.id <> all (near),
                            case when not k.refused and k.place in (2, 4, 5) and cardinality(words) > 0
                                 then -word_similarity(array_to_string(words, ' '), k.said) else 0 end,
                            case when k.refused then '' else k.last end, case when k.refused then '' else k.first end, k.id
               ) as ordinal
        from known k
        where not exists (select from people_merge m where m.merged_id = k.id and m.is_approved and m.undone_at is null)
          and (not k.refused or k.place <> 4 and (cardinality(words) > 0 or cardinality(keys) > 0))
        order by ordinal
        limit size offset skip
    )
    select s.id, p.crn::text, case when s.refused and s.place <> 1 then 3 else s.place end, s.refused,
           case when not s.refused then n.first::text end, case when not s.refused then n.middle::text end,
           case when not s.refused then n.last::text end,
           case when not s.refused and cardinality(words) > 0 then (
               select trim(concat_ws(' ', o.first, o.last)) from people_name o
               where o.person_id = s.id and o.kind <> 'legal'
                 and word_similarity(array_to_string(words, ' '), o.search_text::text)
                     > coalesce(word_similarity(array_to_string(words, ' '), n.search_text::text), 0)
               order by word_similarity(array_to_string(words, ' '), o.search_text::text) desc, o.id limit 1) end,
           case when not s.refused then p.born_on end, case when not s.refused then p.sex::text end,
           s.total, coalesce(looked, cardinality(hits)) >= most
    from shown s
    join people_person p on p.id = s.id
    left join people_name n on n.person_id = s.id and n.kind = 'legal'
    order by s.ordinal;
end;
$$;
"""
BEFORE = SHOWN.shown_last(SHOWN.SEARCH)


def read_once(text: str) -> str:
    """The search with each name read once."""
    gathered = text.partition("    return query\n    with found as (")[0]
    for old, new in ONCE.items():
        if gathered.count(old) != 1:
            raise ValueError(old)
        gathered = gathered.replace(old, new)
    return gathered + ANSWER


class Migration(migrations.Migration):
    dependencies = [("people", "0023_shown_last")]

    operations = [
        migrations.RunSQL(
            DROPPED + HIT + ALIKE + BORN + read_once(BEFORE) + GRANTED,
            f"{DROPPED_AGAIN}drop function people_alike(text[], text, integer);{NEAREST.ALIKE}{NEAREST.BORN}{BEFORE}{NO_HIT}",
        )
    ]
