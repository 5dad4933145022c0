from importlib import import_module

from django.db import migrations

BEFORE = import_module("throughcare.people.migrations.0017_closed_come_last")

# Names like a frequent one are had by hundreds of thousands, and all of them were gathered before the first thousand were taken.
# Now those who have the nearest word are gathered first, then those who have the next, until there are enough. Of several words
# that were typed, the one that is like the fewest leads, and the others are asked of whoever is found by it.
ALIKE = """
create function people_alike(choices text[], conditions text, most integer) returns bigint[]
language plpgsql stable as $$
declare
    choice text;
    enough bigint[] := '{}';
    more bigint[];
begin
    foreach choice in array choices loop
        exit when cardinality(enough) >= most;
        execute 'select array(select n.person_id from people_name n where string_to_array(n.search_text::text, '' '') @> array[$1]'
                || conditions || ' limit $2)'
            into more using choice, most - cardinality(enough);
        enough := enough || more;
    end loop;
    return enough;
end;
$$;
revoke execute on function people_alike(text[], text, integer) from public;
"""

# Few are born on one day: they are gathered first, whatever the names, and then their names are looked at.
BORN = """
create or replace function people_named_and_born(conditions text, born date, most integer) returns table (id bigint)
language plpgsql stable as $$
begin
    return query execute
        'with born as materialized (select q.id from people_person q where q.born_on = $1'
        || ' union select m.person_id from people_name m where m.born_on = $1)'
        || ' select n.person_id from born b join people_name n on n.person_id = b.id join people_person p on p.id = b.id'
        || ' where (p.born_on = $1 or n.born_on = $1)' || conditions || ' limit ' || most using born;
end;
$$;
"""
LED = {
    "    any_like text[] := '{}';\n": "    any_like text[] := '{}';\n    leader text[];\n    followers text := '';\n",
    "            any_like := any_like || choices;\n": """            any_like := any_like || choices;
            choices := choices || case when typed = any (choices) then '{}' else array[typed] end;
            if leader is null or cardinality(choices) < cardinality(leader) then
                followers := followers || case when leader is null then '' else format(
                    ' and string_to_array(n.search_text::text, '' '') && %L::text[]', leader) end;
                leader := choices;
            else
                followers := followers || format(' and string_to_array(n.search_text::text, '' '') && %L::text[]', choices);
            end if;
""",
    "            hits := hits || array(select a.id from people_named(all_like, most) a);\n": (
        "            hits := hits || people_alike(leader, followers, most);\n"
    ),
}


def led(text: str) -> str:
    for old, new in LED.items():
        if text.count(old) != 1:
            raise ValueError(old)
        text = text.replace(old, new)
    return text


SEARCH = import_module("throughcare.people.migrations.0019_merges_closed").WITHOUT_MERGED
_, NAMED_AS, NAMED = BEFORE.BEFORE.SEARCH.partition("create function people_named(")
NAMED = (NAMED_AS + NAMED).replace("create function", "create or replace function")


class Migration(migrations.Migration):
    dependencies = [("people", "0020_found_to_be_removed")]

    operations = [
        migrations.RunSQL(
            f"{ALIKE}{BORN}{led(SEARCH)}drop function people_named(text, integer);",
            f"{SEARCH}drop function people_alike;{NAMED}revoke execute on function people_named(text, integer) from public;",
        )
    ]
