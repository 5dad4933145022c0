from django.db import migrations

# Who has the case of a person, and whether it ever was with a unit or under it: for sending on what bears an old code.
# Asked by whoever may find people, and by the engine, for which no account is pinned.
WENT = """
create function probation_went(asked text, unit bigint)
returns table (case_id bigint, owner_id bigint, was_there boolean, is_refused boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.id, case when not r.refused then now_with.owner_id end,
           not r.refused and exists (
               select from probation_caseassignment x
               where x.item_id = c.id and x.starts_at <= tc_now() and x.superseded_at is null
                 and (x.change_id is null or x.change_id = any (tc_live()))
                 and (x.owner_id = unit or x.holder_id = unit
                      or unit in (select a.unit_id from organisation_above(x.holder_id, 'line', x.starts_at, tc_live()) a))
           ),
           r.refused
    from people_person p
    cross join lateral (
        select k.id, k.person_id from probation_case k where k.person_id = p.id
        order by k.closed_at is not null, k.opened_at desc, k.id desc limit 1
    ) c
    cross join lateral (
        select tc_account() is not null and access_refused(c.person_id) as refused
    ) r
    left join lateral (
        select x.owner_id from probation_caseassignment x
        where x.item_id = c.id and x.starts_at <= tc_now() and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (tc_live()))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) now_with on true
    where p.crn = asked
      and (current_setting('role', true) = 'throughcare_engine'
           or tc_account() is not null and tc_words('actions') && array['person.search', 'case.read'])
$$;
"""

# Whoever finds people may refer one; whoever has the case in full reads and answers; the sender sees what became of it.
POLICIES = """
alter table probation_referral enable row level security;
create policy engine on probation_referral for select to throughcare_engine using (true);
create policy in_full on probation_referral for select to throughcare_app using (probation_view_of(case_id) = 'full');
create policy own on probation_referral for select to throughcare_app
    using (sent_by_id = tc_account() and probation_may_refer(case_id));
create policy sends on probation_referral for insert to throughcare_app
    with check (sent_by_id = tc_account() and state = 'waiting' and probation_may_refer(case_id));
create policy answers on probation_referral for update to throughcare_app
    using (state = 'waiting' and probation_may_write(case_id)) with check (probation_may_write(case_id));
grant select, insert on probation_referral to throughcare_app;
grant update (state, answer, answered_by_id, answered_at) on probation_referral to throughcare_app;
grant select on probation_referral to throughcare_engine;
grant usage on sequence probation_referral_id_seq to throughcare_app;

create sequence probation_referral_reference as bigint start 100001;
grant usage on sequence probation_referral_reference to throughcare_app;
"""

# Of a case that somebody referred they know whose it is, though they may not open it.
MAY = """
create function probation_may_refer(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce('person.search' = any (tc_words('actions')), false)
       and not access_refused((select c.person_id from probation_case c where c.id = asked))
$$;

create function probation_crn_of(asked bigint) returns table (crn text, person_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.crn::text, p.id from probation_case c join people_person p on p.id = c.person_id
    where c.id = asked and probation_may_refer(asked)
$$;
"""

BACK = """
drop sequence probation_referral_reference;
drop policy answers on probation_referral; drop policy sends on probation_referral; drop policy own on probation_referral;
drop policy in_full on probation_referral; drop policy engine on probation_referral;
alter table probation_referral disable row level security;
drop function probation_crn_of; drop function probation_may_refer; drop function probation_went;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0014_referrals")]

    operations = [migrations.RunSQL(WENT + MAY + POLICIES, BACK)]
