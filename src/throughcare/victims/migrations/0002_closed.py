from django.db import migrations

# A victim's file is of the victim liaison officers of the body that has the contact, wherever the case is; a reform moves it
# with the contact. Whoever is kept from a person's record is kept from it too. Worked out once for a statement.
MINE = """
create function victims_mine() returns bigint[]
language sql stable security definer set search_path = public, pg_temp as $$
    with reach as materialized (
        select r.provider_id, r.unit_id from access_reach(tc_account(), tc_now(), tc_live()) r where r.action = 'victim.keep'
    ), seen as (
        select distinct x.item_id from probation_victimcontactassignment x
        where x.owner_id = any (array(select provider_id from reach)) or x.holder_id = any (array(select unit_id from reach))
    )
    select coalesce(array_agg(s.item_id), '{}')
    from seen s
    join probation_victimcontact v on v.id = s.item_id
    join probation_case c on c.id = v.case_id
    cross join lateral (
        select x.owner_id, x.holder_id from probation_victimcontactassignment x
        where x.item_id = s.item_id and x.starts_at <= tc_now() and x.superseded_at is null
          and (x.change_id is null or x.change_id = any (tc_live()))
        order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1
    ) a
    where (a.owner_id = any (array(select provider_id from reach)) or a.holder_id = any (array(select unit_id from reach)))
      and not access_refused(c.person_id)
$$;

create function victims_facts()
returns table (contact_id bigint, crn text, case_id bigint, opened_at timestamptz, closed_at timestamptz)
language sql stable security definer set search_path = public, pg_temp as $$
    select v.id, p.crn::text, v.case_id, v.opened_at, v.closed_at
    from probation_victimcontact v
    join probation_case c on c.id = v.case_id
    join people_person p on p.id = c.person_id
    where v.id = any ((select victims_mine())::bigint[])
$$;

create function victims_open(asked text, at timestamptz) returns table (contact_id bigint, reference text)
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    found bigint;
    seat record;
    made bigint;
begin
    select c.id into found from probation_case c join people_person p on p.id = c.person_id
    where p.crn = asked and c.closed_at is null and probation_view_of(c.id) is not null;
    select s.post_id, s.owner_id, s.holder_id into seat from access_seats(tc_account(), tc_now(), tc_live()) s
    where access_may('victim.keep', s.holder_id) and s.role = 'victim-liaison' order by s.post_id limit 1;
    if found is null or seat.post_id is null then
        return;
    end if;
    insert into probation_victimcontact (case_id, reference, opened_at, recorded_at)
    values (found, 'new ' || substr(md5(random()::text), 1, 8), at, at) returning id into made;
    update probation_victimcontact v set reference = 'V' || lpad(made::text, 7, '0') where v.id = made;
    insert into probation_victimcontactassignment (item_id, owner_id, holder_id, post_id, starts_at, recorded_at, basis)
    values (made, seat.owner_id, seat.holder_id, seat.post_id, at, at, 'recorded');
    return query select made, 'V' || lpad(made::text, 7, '0');
end;
$$;

create function victims_close(asked bigint, at timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    update probation_victimcontact v set closed_at = at
    where v.id = asked and v.closed_at is null and v.id = any ((select victims_mine())::bigint[])
$$;

create function victims_raise(asked bigint, why text, at timestamptz) returns void
language sql volatile security definer set search_path = public, pg_temp as $$
    insert into victims_task (victim_id, because, arose_at, what_was_done)
    select m.id, why, at, '' from victims_victim m
    join probation_victimcontact v on v.id = m.contact_id and v.case_id = asked and v.closed_at is null
    where not exists (select from victims_wish w where w.victim_id = m.id and w.superseded_at is null and w.wish = 'out')
    on conflict (victim_id, because) where done_at is null do nothing
$$;
revoke execute on function victims_mine, victims_facts, victims_open, victims_close, victims_raise from public;
grant execute on function victims_mine, victims_facts, victims_open, victims_close to throughcare_app;
grant execute on function victims_raise to throughcare_engine;
"""
CHILDREN = {
    "wish": "superseded_at",
    "logentry": "",
    "conditionrequest": "state, answer, answered_on",
    "representation": "",
    "notice": "",
    "task": "done_at, done_by_id, what_was_done",
}
_OWN = "contact_id = any ((select victims_mine())::bigint[])"
_OF_OWN = "victim_id in (select v.id from victims_victim v)"
_CHANGED_OF_A_VICTIM = "first, last, telephone, email, address, safely, reads_welsh, changed_at"


def closed(table, *, condition, changed, is_added):
    said = f"""
alter table {table} enable row level security;
create policy of_the_body on {table} for select to throughcare_app using ({condition});
grant select on {table} to throughcare_app;
"""
    if is_added:
        said += f"""
create policy adds on {table} for insert to throughcare_app with check ({condition});
grant insert on {table} to throughcare_app;
grant usage on sequence {table}_id_seq to throughcare_app;
"""
    if changed:
        said += f"""
create policy changes on {table} for update to throughcare_app using ({condition}) with check ({condition});
grant update ({changed}) on {table} to throughcare_app;
"""
    return said


POLICIES = closed(
    "victims_victim", condition=_OWN, changed=_CHANGED_OF_A_VICTIM, is_added=True
) + "".join(
    closed(f"victims_{table}", condition=_OF_OWN, changed=changed, is_added=table != "task")
    for table, changed in CHILDREN.items()
)
# The books of a reform follow every column that names a record; of a victim they read those, and nothing else.
POINTING = """
do $$
declare
    one record;
begin
    for one in
        select c.table_name, string_agg(quote_ident(c.column_name), ', ') as columns
        from information_schema.columns c
        where c.table_schema = 'public' and c.table_name like 'victims\\_%' and (c.column_name = 'id' or c.column_name like '%\\_id')
        group by 1
    loop
        execute format('create policy engine on %I for select to throughcare_engine using (true)', one.table_name);
        execute format('grant select (%s) on %I to throughcare_engine', one.columns, one.table_name);
    end loop;
end $$;
"""
NOT_POINTING = """
do $$
declare
    one record;
begin
    for one in select p.tablename from pg_policies p where p.tablename like 'victims\\_%' and p.policyname = 'engine' loop
        execute format('drop policy engine on %I', one.tablename);
        execute format('revoke all on %I from throughcare_engine', one.tablename);
    end loop;
end $$;
"""
BACK = """
do $$ declare p record; begin
    for p in select policyname, tablename from pg_policies where tablename like 'victims\\_%' loop
        execute format('drop policy %I on %I', p.policyname, p.tablename);
        execute format('alter table %I disable row level security', p.tablename);
    end loop;
end $$;
drop function victims_raise; drop function victims_close; drop function victims_open; drop function victims_facts;
drop function victims_mine;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("victims", "0001_tables"),
        ("access", "0031_keepers_of_victims"),
        ("probation", "0077_opened_everywhere"),
    ]

    operations = [
        migrations.RunSQL(MINE + POLICIES, BACK),
        migrations.RunSQL(POINTING, NOT_POINTING),
    ]
