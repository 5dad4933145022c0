from django.db import migrations

FACTS = (
    "contactpoint",
    "contactpreference",
    "personalcontact",
    "circumstance",
    "disability",
    "adjustment",
    "equalityfact",
    "paper",
)

# How somebody lives and is reached is part of the case, as where they live is: read by whoever may know the address, and
# written by whoever may change who the person is.
FACTS_CLOSED = "".join(
    f"""
alter table people_{table} enable row level security;
create policy with_the_case on people_{table} for select to throughcare_app using (people_may_know_address(person_id));
create policy engine on people_{table} for select to throughcare_engine using (true);
create policy adds on people_{table} for insert to throughcare_app with check (people_may_change(person_id));
create policy changes on people_{table} for update to throughcare_app using (people_may_change(person_id));
create policy removes on people_{table} for delete to throughcare_app using (people_may_change(person_id));
revoke all on people_{table} from throughcare_app, throughcare_engine;
grant select, insert, update, delete on people_{table} to throughcare_app;
grant select on people_{table} to throughcare_engine;
grant usage on sequence people_{table}_id_seq to throughcare_app;
"""
    for table in FACTS
)
FACTS_OPEN = "".join(
    f"""
drop policy removes on people_{table}; drop policy changes on people_{table}; drop policy adds on people_{table};
drop policy engine on people_{table}; drop policy with_the_case on people_{table};
revoke all on people_{table} from throughcare_app, throughcare_engine;
alter table people_{table} disable row level security;
"""
    for table in FACTS
)

# What a name or number said before is known as widely as it was; the rest with the case. Nobody alters what was said.
FORMER_CLOSED = """
alter table people_former enable row level security;
create policy as_it_was on people_former for select to throughcare_app
    using (case when about in ('person', 'name', 'identifier') then exists (select from people_person p where p.id = person_id)
                else people_may_know_address(person_id) end);
create policy engine on people_former for select to throughcare_engine using (true);
create policy adds on people_former for insert to throughcare_app
    with check (superseded_by_id = tc_account() and people_may_change(person_id));
revoke all on people_former from throughcare_app, throughcare_engine;
grant select, insert on people_former to throughcare_app;
grant select on people_former to throughcare_engine;
grant usage on sequence people_former_id_seq to throughcare_app;

create policy removes on people_name for delete to throughcare_app using (kind <> 'legal' and people_may_change(person_id));
create policy removes on people_identifier for delete to throughcare_app
    using (kind <> 'former-crn' and people_may_change(person_id));
grant delete on people_name, people_identifier to throughcare_app;

revoke all on people_code from throughcare_app, throughcare_engine;
grant select on people_code to throughcare_app, throughcare_engine;

-- A circumstance is single as its type is, whatever a code list changes later.
alter table people_circumstance add constraint people_circumstance_single_as_its_type
    foreign key (type_id, is_single) references people_code (key, is_single) on update cascade;
"""
FORMER_OPEN = """
alter table people_circumstance drop constraint people_circumstance_single_as_its_type;
revoke delete on people_name, people_identifier from throughcare_app;
drop policy removes on people_identifier; drop policy removes on people_name;
drop policy adds on people_former; drop policy engine on people_former; drop policy as_it_was on people_former;
revoke all on people_former, people_code from throughcare_app, throughcare_engine;
alter table people_former disable row level security;
"""

# Whoever is refused a record is told of each kind that refuses them, and what its makers want said to them. Of a number that
# another has already, the CRN is told and nothing else, though the record be closed.
TOLD = """
create function people_refusals(asked text) returns table (kind text, message text)
language sql stable security definer set search_path = public, pg_temp as $$
    with standing as (
        select r.* from access_restriction r
        where r.person_id = (select p.id from people_person p where p.crn = asked)
          and r.starts_at <= tc_now() and (r.ends_at is null or r.ends_at > tc_now())
    )
    select k.kind,
           coalesce((select s.message from standing s where s.kind = k.kind and s.message <> ''
                     order by s.starts_at desc, s.id desc limit 1), '')
    from (values ('exclusion'), ('restriction')) k (kind)
    where tc_account() is not null
      and case k.kind
          when 'exclusion' then exists (select from standing s where s.kind = k.kind and s.account_id = tc_account())
          else exists (select from standing s where s.kind = k.kind)
               and not exists (select from standing s where s.kind = k.kind and s.account_id = tc_account()) end
    order by k.kind
$$;

create function people_holder_of_noms(asked text, but bigint) returns text
language sql stable security definer set search_path = public, pg_temp as $$
    select p.crn::text from people_identifier i join people_person p on p.id = i.person_id
    where i.kind = 'noms' and i.canonical = asked and i.person_id <> but and people_may_change(but)
$$;
"""
TOLD_BACK = "drop function people_holder_of_noms; drop function people_refusals;"


class Migration(migrations.Migration):
    dependencies = [("people", "0015_facts"), ("access", "0016_reach_of_seats")]

    operations = [
        migrations.RunSQL(FACTS_CLOSED, FACTS_OPEN),
        migrations.RunSQL(FORMER_CLOSED, FORMER_OPEN),
        migrations.RunSQL(TOLD, TOLD_BACK),
    ]
