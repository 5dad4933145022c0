from django.db import migrations

# A request is looked after by whoever may disclose the record where its case is: the open one, or else the last. Whoever is
# kept from a person is kept from it too.
FUNCTIONS = """
create function disclosure_may(which text, person bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(
        (select probation_may(which, c.id) from probation_case c where c.person_id = person
         order by c.closed_at is not null, c.opened_at desc, c.id desc limit 1),
        false)
$$;

create function disclosure_everybody_in(asked bigint) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
    with recursive everybody(person) as (
        select asked
        union
        select m.merged_id from everybody e
        join people_merge m on m.survivor_id = e.person and m.is_approved and m.undone_at is null
    )
    select person from everybody
$$;

-- Which of some texts name a victim or somebody in the life of the person, by a word of at least three letters that is not of
-- the person's own names. Who that is stays here.
create function disclosure_naming_others(persons bigint[], said text[]) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
    with own as (
        select distinct lower(w) as w from people_name n
        cross join lateral regexp_split_to_table(concat_ws(' ', n.first, n.middle, n.last, n.preferred), '[^[:alpha:]]+') w
        where n.person_id = any (persons)
    ), others as (
        select distinct lower(w) as w from (
            select c.name from people_personalcontact c where c.person_id = any (persons)
            union all
            select v.first || ' ' || v.last from victims_victim v
            join probation_victimcontact x on x.id = v.contact_id
            join probation_case k on k.id = x.case_id
            where k.person_id = any (persons)
        ) named
        cross join lateral regexp_split_to_table(named.name, '[^[:alpha:]]+') w
        where length(w) >= 3 and lower(w) not in ('mrs', 'miss', 'the', 'and') and lower(w) not in (select own.w from own)
    )
    select t.place from unnest(said) with ordinality t(words, place)
    where exists (select from others o where t.words ~* ('\\m' || o.w || '\\M'))
$$;
revoke execute on function disclosure_may, disclosure_everybody_in, disclosure_naming_others from public;
grant execute on function disclosure_may to throughcare_app, throughcare_engine;
grant execute on function disclosure_everybody_in, disclosure_naming_others to throughcare_engine;
"""
CLOSED = """
alter table disclosure_request enable row level security;
create policy of_who_discloses on disclosure_request for select to throughcare_app
    using (disclosure_may('person.disclose', person_id));
create policy asks on disclosure_request for insert to throughcare_app
    with check (state = 'waiting' and asked_by_id = tc_account() and disclosure_may('person.disclose', person_id));
create policy changes on disclosure_request for update to throughcare_app
    using (disclosure_may('person.disclose', person_id)) with check (disclosure_may('person.disclose', person_id));
create policy engine on disclosure_request to throughcare_engine using (true);

alter table disclosure_withheld enable row level security;
create policy of_who_discloses on disclosure_withheld for select to throughcare_app
    using (request_id in (select r.id from disclosure_request r));
create policy engine on disclosure_withheld to throughcare_engine using (true);

alter table disclosure_leftout enable row level security;
create policy of_who_discloses on disclosure_leftout for select to throughcare_app
    using (request_id in (select r.id from disclosure_request r));
create policy adds on disclosure_leftout for insert to throughcare_app
    with check (account_id = tc_account() and request_id in (select r.id from disclosure_request r));
create policy engine on disclosure_leftout for select to throughcare_engine using (true);

revoke all on disclosure_request, disclosure_withheld, disclosure_leftout from throughcare_app, throughcare_engine;
grant select, insert, update (reference, state, prepared_by_id, begun_at, steps_done, steps_total, answer, ended_by_id, ended_at)
    on disclosure_request to throughcare_app;
grant select, update (state, steps_done, prepared_at, digest, size) on disclosure_request to throughcare_engine;
grant select on disclosure_withheld to throughcare_app;
grant select, insert, delete on disclosure_withheld to throughcare_engine;
grant select, insert on disclosure_leftout to throughcare_app;
grant select on disclosure_leftout to throughcare_engine;
grant usage on sequence disclosure_request_id_seq, disclosure_leftout_id_seq to throughcare_app;
grant usage on sequence disclosure_withheld_id_seq to throughcare_engine;
"""
OPEN = """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies
             where tablename in ('disclosure_request', 'disclosure_withheld', 'disclosure_leftout') loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
revoke all on disclosure_request, disclosure_withheld, disclosure_leftout from throughcare_app, throughcare_engine;
"""
GONE = """
drop function disclosure_naming_others; drop function disclosure_everybody_in; drop function disclosure_may;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0001_requests"),
        ("access", "0036_who_discloses"),
        ("people", "0019_merges_closed"),
        ("victims", "0002_closed"),
    ]

    operations = [
        migrations.RunSQL(FUNCTIONS, GONE),
        migrations.RunSQL(CLOSED, OPEN),
    ]
