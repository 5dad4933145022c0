from django.db import migrations

# That two records are of one person is known to whoever may know both, proposed and answered by whoever may change one of
# them, and answered by nobody who proposed it. Of a pair that is told apart nothing is proposed, and the other way round.
SECURED = """
alter table people_recognition enable row level security;
create policy both_known on people_recognition for select to throughcare_app
    using (exists (select from people_person p where p.id = first_id) and exists (select from people_person p where p.id = second_id));
create policy proposes on people_recognition for insert to throughcare_app
    with check (proposed_by_id = tc_account() and is_approved is null
                and exists (select from people_person p where p.id = first_id)
                and exists (select from people_person p where p.id = second_id)
                and (people_may_change(first_id) or people_may_change(second_id))
                and not exists (select from people_distinction d
                                where d.first_id = people_recognition.first_id and d.second_id = people_recognition.second_id));
create policy answers on people_recognition for update to throughcare_app
    using (is_approved is null and proposed_by_id <> tc_account()
           and exists (select from people_person p where p.id = first_id)
           and exists (select from people_person p where p.id = second_id)
           and (people_may_change(first_id) or people_may_change(second_id)))
    with check (answered_by_id = tc_account() and is_approved is not null);
create policy engine on people_recognition for select to throughcare_engine using (true);
create policy not_of_one on people_distinction as restrictive for insert to throughcare_app
    with check (not exists (select from people_recognition r
                            where r.first_id = people_distinction.first_id and r.second_id = people_distinction.second_id
                              and r.is_approved is distinct from false));
revoke all on people_recognition from throughcare_app, throughcare_engine;
grant select, insert, update (is_approved, answer, answered_by_id, answered_at) on people_recognition to throughcare_app;
grant select on people_recognition to throughcare_engine;
grant usage on sequence people_recognition_id_seq to throughcare_app;
"""
SECURED_BACK = """
drop policy not_of_one on people_distinction;
drop policy engine on people_recognition; drop policy answers on people_recognition;
drop policy proposes on people_recognition; drop policy both_known on people_recognition;
revoke all on people_recognition from throughcare_app, throughcare_engine;
alter table people_recognition disable row level security;
"""

# Who answers for each of some people at a moment, by the name that the provider has then. The room that has the cases says.
OWNERS = """
create function people_owners_of(asked bigint[], at timestamptz, live bigint[])
returns table (person_id bigint, owner_id bigint, owner text)
language sql stable as $$ select null::bigint, null::bigint, null::text where false $$;
"""

# Pairs whose two records were with two providers up to a live change, and are with one now; and how many there are.
ACROSS = """
create function people_pairs_across(change bigint)
returns table (likeness_id bigint, first_owner text, second_owner text, owner text)
language sql stable security definer set search_path = public, pg_temp as $$
    with moment as (
        select c.effective_at - interval '1 microsecond' as at, array_remove(tc_live(), c.id) as live
        from organisation_change c
        where c.id = change and c.id = any (tc_live()) and c.effective_at <= tc_now()
          and tc_words('actions') && array['person.search', 'restructure.see']
    ),
    everybody as (
        select array_agg(distinct x.person_id) as ids
        from people_likeness l cross join lateral (values (l.first_id), (l.second_id)) x (person_id)
    ),
    before as materialized (
        select o.* from moment m, everybody e, people_owners_of(e.ids, m.at, m.live) o
    ),
    since as materialized (
        select o.* from moment m, everybody e, people_owners_of(e.ids, tc_now(), tc_live()) o
    )
    select l.id, a.owner, b.owner, x.owner
    from people_likeness l
    join before a on a.person_id = l.first_id
    join before b on b.person_id = l.second_id
    join since x on x.person_id = l.first_id
    join since y on y.person_id = l.second_id
    where a.owner_id <> b.owner_id and x.owner_id = y.owner_id
$$;

create function people_count_across(change bigint) returns bigint
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*) from people_pairs_across(change) where 'restructure.see' = any (tc_words('actions'))
$$;
"""

# Figures alone, as `people_likely_duplicates` gave them before anybody could be recognised.
COUNTED = """
create function people_duplicates_counted() returns table (found bigint, settled bigint, as_one bigint, waiting bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select count(*), count(d.id), count(r.id) filter (where r.is_approved), count(r.id) filter (where r.is_approved is null)
    from people_likeness l
    left join people_distinction d on d.first_id = l.first_id and d.second_id = l.second_id
    left join people_recognition r
        on r.first_id = l.first_id and r.second_id = l.second_id and r.is_approved is distinct from false
    where 'restructure.see' = any (tc_words('actions')) or current_setting('role', true) = 'throughcare_engine'
$$;
"""
BACK = """
drop function people_duplicates_counted; drop function people_count_across; drop function people_pairs_across;
drop function people_owners_of;
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0010_recognitions"), ("access", "0012_pinned_reach")]

    operations = [
        migrations.RunSQL(SECURED, SECURED_BACK),
        migrations.RunSQL(OWNERS + ACROSS + COUNTED, BACK),
    ]
