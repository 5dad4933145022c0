from django.db import migrations

# Who has a case now, and whose record it is. Asked of the tables of the room that has the cases, which come after these.
HAS = """
create function transition_has_now(item bigint)
returns table (owner_id bigint, holder_id bigint, person_id bigint)
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return query
    select a.owner_id, a.holder_id, c.person_id
    from probation_caseassignment a
    join probation_case c on c.id = a.item_id
    where a.item_id = item and a.starts_at <= tc_now() and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1;
end;
$$;
revoke execute on function transition_has_now(bigint) from public, throughcare_app, throughcare_engine;
"""

# Whether an account is of a body: it sits there, or a plan that is live answered a post of it that was there.
CAME = """
create function transition_came_from(asked_plan bigint, account bigint, body bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from access_seats(account, tc_now(), tc_live()) s where s.owner_id = body)
        or exists (select from restructure_answer a join access_post p on p.id = a.item_id
                   where a.plan_id = asked_plan and a.kind = 'account' and a.from_owner_id = body and p.account_id = account)
$$;
revoke execute on function transition_came_from(bigint, bigint, bigint) from public, throughcare_app, throughcare_engine;
"""

# The cases, by number or by reference, that a live plan took from the body of an account, and that are still with whoever got
# them; for a manager of the account. Whether its record is closed to the account, or open to it anyway, and no more of it.
HANDED_OVER = """
create function transition_handed_over(asked_plan bigint, asked_account bigint, items bigint[], wanted text[])
returns table (case_id bigint, reference text, from_owner_id bigint, to_owner_id bigint, is_closed boolean, is_open boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    with managed as materialized (
        select from access_seats(asked_account, tc_now(), tc_live()) s
        where access_reaches('case.allocate', s.owner_id, s.holder_id) limit 1
    )
    select a.item_id, a.reference::text, a.from_owner_id, a.to_owner_id,
           access_refused_to(asked_account, h.person_id, tc_now()),
           exists (select from access_reach(asked_account, tc_now(), tc_live()) r
                   where r.action = 'case.read' and (r.provider_id = h.owner_id or r.unit_id = h.holder_id))
    from managed
    join restructure_plan p on p.id = asked_plan and p.change_id = any (tc_live())
    join restructure_answer a on a.plan_id = p.id and a.kind = 'case' and a.standing = 'answered'
         and a.to_owner_id <> a.from_owner_id
    cross join lateral transition_has_now(a.item_id) h
    where (items is null or a.item_id = any (items)) and (wanted is null or a.reference = any (wanted))
      and h.owner_id = a.to_owner_id
      and transition_came_from(asked_plan, asked_account, a.from_owner_id)
$$;
revoke execute on function transition_handed_over(bigint, bigint, bigint[], text[]) from public, throughcare_engine;
grant execute on function transition_handed_over(bigint, bigint, bigint[], text[]) to throughcare_app;
"""

# What access asks before somebody may let another go on reading: that it was asked for by another, for as long at least, that
# whoever answers is of the new owner still, and that the record is not closed to the reader.
LETS = """
create or replace function access_may_let_read(reader bigint, item bigint, until timestamptz) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (
        select from transition_reading r
        join restructure_plan p on p.id = r.plan_id and p.change_id = any (tc_live())
        cross join lateral transition_has_now(r.case_id) h
        where r.account_id = reader and r.case_id = item and r.decided_at is null and r.asked_by_id <> tc_account()
          and until <= tc_now() + make_interval(days => r.days) and h.owner_id = r.to_owner_id
          and not access_refused_to(reader, h.person_id, tc_now()))
$$;
"""

READINGS = """
alter table transition_reading enable row level security;
create policy engine on transition_reading for select to throughcare_engine using (true);
create policy concerned on transition_reading for select to throughcare_app
    using (asked_by_id = tc_account() or account_id = tc_account() or access_answers_for(case_id)
           or coalesce('audit.read' = any (tc_words('everywhere')), false));
create policy asks on transition_reading for insert to throughcare_app
    with check (asked_by_id = tc_account() and decided_at is null
                and exists (select from transition_handed_over(plan_id, account_id, array[case_id], null) h
                            where h.reference = item_reference and h.from_owner_id = transition_reading.from_owner_id
                              and h.to_owner_id = transition_reading.to_owner_id and not h.is_closed));
create policy decides on transition_reading for update to throughcare_app
    using (decided_at is null and asked_by_id <> tc_account() and account_id <> tc_account()
           and access_answers_for(case_id))
    with check (decided_by_id = tc_account());
revoke all on transition_reading from throughcare_app, throughcare_engine;
grant select on transition_reading to throughcare_engine;
grant select, insert, update (decided_by_id, decided_at, grant_id) on transition_reading to throughcare_app;
grant usage on sequence transition_reading_id_seq to throughcare_app;
"""
READINGS_BACK = """
drop policy decides on transition_reading; drop policy asks on transition_reading;
drop policy concerned on transition_reading; drop policy engine on transition_reading;
revoke all on transition_reading from throughcare_app, throughcare_engine;
alter table transition_reading disable row level security;
create or replace function access_may_let_read(reader bigint, item bigint, until timestamptz) returns boolean
language sql stable as $$ select false $$;
drop function transition_handed_over; drop function transition_came_from; drop function transition_has_now;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("transition", "0011_readings"),
        ("access", "0025_transition_access"),
        ("restructure", "0034_answers_without_a_key"),
    ]

    operations = [
        migrations.RunSQL(HAS + CAME + HANDED_OVER + LETS + READINGS, READINGS_BACK),
    ]
