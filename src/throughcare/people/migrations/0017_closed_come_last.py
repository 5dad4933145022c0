from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.people.migrations.0004_search")

# Whoever is refused a record learns that there is one under a number or a name, and nothing else of it. Where it stood among
# others told how its name is spelt, and being found by a date of birth told the date: so those that are closed come last, by
# CRN alone, and are not found by a date of birth or a postcode. Restrictions are few: only of people who have any is it asked.
FIRST, ANSWER, LATER = BEFORE.SEARCH.partition("    return query\n    with found as (")
_, END, _ = LATER.partition("$$;\n\ncreate function people_named(")
CLOSED_LAST = """    return query
    with found as (
        select h.id, min(h.place) as place from unnest(hits, ranks) as h(id, place) group by h.id
    ),
    known as (
        select f.id, f.place,
               exists (select from access_restriction r where r.person_id = f.id) and access_refused(f.id) as refused
        from found f
    ),
    shown as (
        select k.id, k.refused, k.place,
               count(*) over () as total, p.crn, p.born_on, p.sex, n.first, n.middle, n.last, n.search_text
        from known k
        join people_person p on p.id = k.id
        left join people_name n on n.person_id = k.id and n.kind = 'legal'
        where not k.refused or k.place <> 4 and (cardinality(words) > 0 or cardinality(keys) > 0)
        order by k.refused, case when k.refused then 0 else k.place end,
                 case when not k.refused and k.place in (2, 4, 5) and cardinality(words) > 0
                      then -word_similarity(array_to_string(words, ' '), n.search_text::text) else 0 end,
                 case when k.refused then '' else n.last end, case when k.refused then '' else n.first end, p.crn
        limit size offset skip
    )
    select s.id, s.crn::text, case when s.refused and s.place <> 1 then 3 else s.place end, s.refused,
           case when not s.refused then s.first::text end, case when not s.refused then s.middle::text end,
           case when not s.refused then s.last::text end,
           case when not s.refused and cardinality(words) > 0 then (
               select trim(concat_ws(' ', o.first, o.last)) from people_name o
               where o.person_id = s.id and o.kind <> 'legal'
                 and word_similarity(array_to_string(words, ' '), o.search_text::text)
                     > coalesce(word_similarity(array_to_string(words, ' '), s.search_text::text), 0)
               order by word_similarity(array_to_string(words, ' '), o.search_text::text) desc, o.id limit 1) end,
           case when not s.refused then s.born_on end, case when not s.refused then s.sex::text end,
           s.total
    from shown s
    order by s.refused, case when s.refused then 0 else s.place end,
             case when not s.refused and s.place in (2, 4, 5) and cardinality(words) > 0
                  then -word_similarity(array_to_string(words, ' '), s.search_text::text) else 0 end,
             case when s.refused then '' else s.last end, case when s.refused then '' else s.first end, s.crn;
end;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0016_facts_closed")]

    operations = [
        migrations.RunSQL(
            f"{FIRST}{CLOSED_LAST}$$;".replace("create function", "create or replace function"),
            (FIRST + ANSWER + LATER.partition(END)[0] + "$$;").replace(
                "create function", "create or replace function"
            ),
        )
    ]
