from django.db import migrations

# Until when a record is kept follows from these; asked by the night for many, by who decides for one.
FACTS = """
create function disclosure_facts(persons bigint[]) returns table (person bigint, facts jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.id, jsonb_build_object(
        'closed_on', (select case when count(*) filter (where k.closed_at is null) > 0 then null else max(k.closed_at)::date end
                      from probation_case k where k.person_id = p.id),
        'sentences', (select coalesce(jsonb_agg(jsonb_build_object(
                          'family', coalesce(t.family, 'no-sentence'),
                          'ended_on', coalesce(s.terminated_on,
                              case when k.closed_at is not null then greatest(s.ends_on, k.closed_at::date) end))), '[]')
                      from probation_case k join probation_sentence s on s.case_id = k.id
                      left join probation_sentencetype t on t.code = s.type_id where k.person_id = p.id),
        'flags', (select coalesce(jsonb_agg(distinct r.type_id), '[]')
                  from probation_case k join probation_registration r on r.case_id = k.id and r.ended_on is null where k.person_id = p.id),
        'is_mappa', exists (select from probation_case k join probation_riskprofile r on r.case_id = k.id and r.superseded_at is null
                            where k.person_id = p.id and r.mappa not in ('', 'none')),
        'holds', (select coalesce(jsonb_agg(h.kind order by h.kind), '[]') from disclosure_hold h
                  where h.person_id = p.id and h.lifted_at is null),
        'is_asked_for', exists (select from disclosure_request q where q.person_id = p.id and q.ended_at is null))
    from people_person p where p.id = any (persons)
$$;

create function disclosure_facts_to_decide(asked bigint) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
    select f.facts from disclosure_facts(array[asked]) f where disclosure_may('person.remove', asked)
$$;
revoke execute on function disclosure_facts, disclosure_facts_to_decide from public;
grant execute on function disclosure_facts to throughcare_engine;
grant execute on function disclosure_facts_to_decide to throughcare_app;
"""
CLOSED = """
alter table disclosure_proposal enable row level security;
create policy of_who_removes on disclosure_proposal for select to throughcare_app using (disclosure_may('person.remove', person_id));
create policy decides on disclosure_proposal for update to throughcare_app
    using (state in ('proposed', 'agreed') and disclosure_may('person.remove', person_id))
    with check (disclosure_may('person.remove', person_id) and tc_account() in (first_by_id, second_by_id));
create policy engine on disclosure_proposal to throughcare_engine using (true);

alter table disclosure_hold enable row level security;
create policy of_who_removes on disclosure_hold for select to throughcare_app using (disclosure_may('person.remove', person_id));
create policy holds on disclosure_hold for insert to throughcare_app
    with check (set_by_id = tc_account() and disclosure_may('person.remove', person_id));
create policy lifts on disclosure_hold for update to throughcare_app
    using (lifted_at is null and disclosure_may('person.remove', person_id))
    with check (lifted_by_id = tc_account());
create policy engine on disclosure_hold for select to throughcare_engine using (true);

-- A tombstone tells nothing about anybody, and is read by all who may search or decide.
alter table disclosure_tombstone enable row level security;
create policy who_works on disclosure_tombstone for select to throughcare_app
    using (tc_words('actions') && array['person.search', 'person.remove']);
create policy engine on disclosure_tombstone for select to throughcare_engine using (true);

alter table disclosure_round enable row level security;
create policy engine on disclosure_round to throughcare_engine using (true);

revoke all on disclosure_proposal, disclosure_hold, disclosure_tombstone, disclosure_round from throughcare_app, throughcare_engine;
grant select, update (state, first_by_id, first_at, second_by_id, second_at, kept_until, answer) on disclosure_proposal to throughcare_app;
grant select, insert, update (state) on disclosure_proposal to throughcare_engine;
grant select, insert, update (lifted_by_id, lifted_at) on disclosure_hold to throughcare_app;
grant select on disclosure_hold to throughcare_engine;
grant select on disclosure_tombstone to throughcare_app, throughcare_engine;
grant select, insert, update on disclosure_round to throughcare_engine;
grant usage on sequence disclosure_hold_id_seq to throughcare_app;
grant usage on sequence disclosure_proposal_id_seq, disclosure_round_id_seq to throughcare_engine;
"""
OPEN = """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies
             where tablename in ('disclosure_proposal', 'disclosure_hold', 'disclosure_tombstone', 'disclosure_round') loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
revoke all on disclosure_proposal, disclosure_hold, disclosure_tombstone, disclosure_round from throughcare_app, throughcare_engine;
"""
GONE = "drop function disclosure_facts_to_decide; drop function disclosure_facts;"


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0003_retention")]

    operations = [
        migrations.RunSQL(FACTS, GONE),
        migrations.RunSQL(CLOSED, OPEN),
    ]
