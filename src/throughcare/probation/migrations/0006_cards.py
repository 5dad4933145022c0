from django.db import migrations

# Which cases are with posts, units or providers at a moment: those whose latest row in force is one of theirs.
HELD = """
create function probation_held(posts bigint[], holders bigint[], owners bigint[], at timestamptz, live bigint[])
returns table (case_id bigint, owner_id bigint, holder_id bigint, post_id bigint, starts_at timestamptz)
language sql stable as $$
    select a.item_id, a.owner_id, a.holder_id, a.post_id, a.starts_at
    from probation_caseassignment a
    cross join lateral (
        select x.id from probation_caseassignment x
        where x.item_id = a.item_id and x.starts_at <= at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (live))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) latest
    where (a.post_id = any (posts) or a.holder_id = any (holders) or a.owner_id = any (owners))
      and a.starts_at <= at and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (live))
      and latest.id = a.id
$$;
"""

# The case of a person that a page is about: the open one, or else the last.
CASES = """
create function probation_cases_of(crns text[], people bigint[]) returns table (crn text, person_id bigint, case_id bigint)
language sql stable security definer set search_path = public, pg_temp as $$
    select p.crn::text, p.id, latest.id
    from people_person p
    cross join lateral (
        select c.id from probation_case c where c.person_id = p.id
        order by c.closed_at is not null, c.opened_at desc, c.id desc limit 1
    ) latest
    where (p.crn = any (crns) or p.id = any (people))
      and tc_account() is not null and tc_words('actions') && array['person.search', 'case.read']
$$;
"""

# What a list says of each case, worked out once a case: who may see it decides which columns are filled. Of a person whose
# record is closed to the viewer only the CRN is given; of a case elsewhere, who it is and who answers for it.
# `at` moves who answers and what is live; the rights are those of now.
CARDS = """
create function probation_cards(asked bigint[], at timestamptz)
returns table (
    case_id bigint, person_id bigint, crn text, is_refused boolean, view text, is_writable boolean,
    first text, last text, born_on date, opened_at timestamptz, closed_at timestamptz,
    owner_id bigint, owner text, holder_id bigint, holder text, post_id bigint, officer text, since timestamptz,
    rosh text, mappa text, rsr numeric, flags integer, sentence text, sentence_ends_on date,
    next_at timestamptz, next_type text, last_at timestamptz
)
language sql stable security definer set search_path = public, pg_temp as $$
    with judged as (
        select c.id, c.person_id, c.opened_at, c.closed_at, p.crn, p.born_on, r.refused,
               case when r.refused then null else probation_view_of(c.id) end as seen
        from unnest(asked) as wanted (id)
        join probation_case c on c.id = wanted.id
        join people_person p on p.id = c.person_id
        cross join lateral (select access_refused(c.person_id) as refused) r
        where tc_account() is not null
          and (tc_words('actions') && array['person.search', 'case.read'])
    )
    select j.id, j.person_id, j.crn::text, j.refused, j.seen, j.seen is not null and probation_may_write(j.id),
           name.first::text, name.last::text, case when not j.refused then j.born_on end,
           case when j.seen is not null then j.opened_at end, case when j.seen is not null then j.closed_at end,
           a.owner_id, organisation_fact(a.owner_id, 'name', at, tc_live()),
           a.holder_id, organisation_fact(a.holder_id, 'name', at, tc_live()),
           a.post_id, (select u.display_name::text from access_post q join access_account u on u.id = q.account_id
                       where q.id = a.post_id), a.starts_at,
           risk.rosh::text, risk.mappa::text, risk.rsr,
           case when j.seen is not null then (
               select count(*)::integer from probation_registration f
               where f.case_id = j.id and f.starts_on <= at and (f.ended_on is null or f.ended_on > at)) end,
           sentence.description::text, sentence.ends_on,
           ahead.starts_at, ahead.description::text,
           case when j.seen = 'full' then (
               select max(t.starts_at) from probation_contact t where t.case_id = j.id and t.starts_at <= at) end
    from judged j
    left join lateral (
        select n.first, n.last from people_name n
        where n.person_id = j.person_id and n.kind = 'legal' and not j.refused limit 1
    ) name on true
    left join lateral (
        select x.owner_id, x.holder_id, x.post_id, x.starts_at from probation_caseassignment x
        where not j.refused and x.item_id = j.id and x.starts_at <= at and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (tc_live()))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) a on true
    left join lateral (
        select r.rosh, r.mappa, r.rsr from probation_riskprofile r
        where j.seen is not null and r.case_id = j.id and r.starts_at <= at
        order by r.starts_at desc, r.id desc limit 1
    ) risk on true
    left join lateral (
        select y.description, s.ends_on from probation_sentence s join probation_sentencetype y on y.code = s.type_id
        where j.seen is not null and s.case_id = j.id and s.imposed_on <= at
          and (s.terminated_on is null or s.terminated_on > at)
        order by y.is_custodial desc, s.number desc limit 1
    ) sentence on true
    left join lateral (
        select p.starts_at, y.description from probation_appointment p join probation_contacttype y on y.code = p.type_id
        where j.seen is not null and p.case_id = j.id and p.starts_at >= at and not p.is_cancelled
        order by p.starts_at limit 1
    ) ahead on true
$$;
"""

# A diary shows that time is taken, also where it may not say by whom.
DIARY = """
create function probation_diary(posts bigint[], office bigint, begins timestamptz, ends timestamptz)
returns table (
    appointment_id bigint, case_id bigint, crn text, is_limited boolean, first text, last text, starts_at timestamptz,
    ends_at timestamptz, type text, description text, post_id bigint, officer text, office text, outcome text,
    contact_number integer, rosh text
)
language sql stable security definer set search_path = public, pg_temp as $$
    with judged as (
        select p.*, c.person_id, m.crn, coalesce(probation_view_of(p.case_id) = 'full', false) as is_open
        from probation_appointment p
        join probation_case c on c.id = p.case_id
        join people_person m on m.id = c.person_id
        where (p.post_id = any (posts) or p.office_id = office)
          and p.starts_at >= begins and p.starts_at < ends and not p.is_cancelled
          and 'case.read' = any (tc_words('actions'))
    )
    select j.id, j.case_id, j.crn::text, not j.is_open,
           case when j.is_open then n.first::text end, case when j.is_open then n.last::text end,
           j.starts_at, j.ends_at,
           case when j.is_open then j.type_id::text end, case when j.is_open then y.description::text end,
           j.post_id, u.display_name::text, organisation_fact(j.office_id, 'name', j.starts_at, tc_live()),
           case when j.is_open then j.outcome::text end, case when j.is_open then t.number end,
           case when j.is_open then (
               select r.rosh::text from probation_riskprofile r where r.case_id = j.case_id and r.superseded_at is null) end
    from judged j
    join probation_contacttype y on y.code = j.type_id
    left join people_name n on n.person_id = j.person_id and n.kind = 'legal'
    left join access_post q on q.id = j.post_id
    left join access_account u on u.id = q.account_id
    left join probation_contact t on t.id = j.contact_id
    order by j.starts_at, j.ends_at, j.id
$$;
"""

# For giving a case to somebody: who has it, and whether they would be kept out of it.
GIVING = """
create function probation_held_by(asked bigint, at timestamptz, live bigint[])
returns table (owner_id bigint, holder_id bigint, post_id bigint) language sql stable as $$
    select a.owner_id, a.holder_id, a.post_id from probation_caseassignment a
    where a.item_id = asked and a.starts_at <= at and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (live))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1
$$;

create function probation_would_be_refused(asked bigint, account bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(bool_or(r.kind = 'exclusion' and r.account_id = account), false)
        or (coalesce(bool_or(r.kind = 'restriction'), false)
            and not coalesce(bool_or(r.kind = 'restriction' and r.account_id = account), false))
    from access_restriction r
    where r.person_id = (select c.person_id from probation_case c where c.id = asked)
      and probation_may_write(asked)
      and r.starts_at <= tc_now() and (r.ends_at is null or r.ends_at > tc_now())
$$;

create sequence probation_reference as bigint start 700001;
grant usage on sequence probation_reference to throughcare_app;

create function probation_next_reference() returns text
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    given text;
begin
    loop
        given := 'E' || nextval('probation_reference');
        exit when not exists (select from probation_enforcement e where e.reference = given);
    end loop;
    return given;
end;
$$;
"""

# Where somebody lives is part of the case, and so is writing to who they are.
PEOPLE = """
create or replace function people_may_know_address(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(probation_view_of_person(asked) = 'full', false)
$$;

create or replace function people_may_change(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    if access_refused(asked) or not coalesce('case.write' = any (tc_words('actions')), false) then
        return false;
    end if;
    return coalesce(
        (select bool_or(probation_may_write(c.id)) from probation_case c where c.person_id = asked and c.closed_at is null),
        true);
end;
$$;
"""

INDEXES = """
create index probation_appointment_no_outcome on probation_appointment (post_id, starts_at)
    where outcome = '' and not is_cancelled;
create index probation_appointment_office on probation_appointment (office_id, starts_at) where office_id is not null;
create index probation_appointment_of_case on probation_appointment (case_id, starts_at);
create index probation_registration_review on probation_registration (case_id, review_on) where ended_on is null;
"""

BACK = """
drop index probation_registration_review; drop index probation_appointment_of_case; drop index probation_appointment_office;
drop index probation_appointment_no_outcome;
drop function probation_next_reference; drop sequence probation_reference;
drop function probation_would_be_refused;
drop function probation_held_by; drop function probation_diary; drop function probation_cards;
drop function probation_cases_of; drop function probation_held;
create or replace function people_may_know_address(asked bigint) returns boolean language sql stable as $$ select false $$;
create or replace function people_may_change(asked bigint) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return coalesce('case.write' = any (tc_words('actions')), false) and not access_refused(asked);
end;
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("probation", "0005_keep_up"), ("people", "0005_crns")]

    operations = [migrations.RunSQL(HELD + CASES + CARDS + DIARY + GIVING + PEOPLE + INDEXES, BACK)]
