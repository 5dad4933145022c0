from django.db import migrations

# Who opened a record is told to whoever has the case and to their managers, to nobody who is kept from the person, and of
# no other record. The trail itself stays closed.
LOOKED = """
create function disclosure_may_ask(asked bigint) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    with present as (
        select c.id from probation_case c where c.person_id = asked
        order by c.closed_at is not null, c.opened_at desc, c.id desc limit 1
    )
    select not access_refused(asked) and exists (
        select from present c
        cross join lateral (
            select a.post_id from probation_caseassignment a
            where a.item_id = c.id and a.starts_at <= tc_now() and a.superseded_at is null
              and (a.change_id is null or a.change_id = any (tc_live()))
            order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1
        ) held
        where probation_may('case.allocate', c.id) or probation_may('person.disclose', c.id)
           or held.post_id in (select s.post_id from access_seats(tc_account(), tc_now(), tc_live()) s))
$$;

create function disclosure_looked(
    asked bigint, since timestamptz, until timestamptz, before_at timestamptz, before_chain smallint, before_number bigint, most integer
) returns table (at timestamptz, chain smallint, number bigint, account_id bigint, action text, detail jsonb)
language sql stable security definer set search_path = public, pg_temp as $$
    select e.at, e.chain, e.number, e.account_id, e.action, e.detail
    from audit_entry e
    where disclosure_may_ask(asked)
      and e.subject_references && array(
          select p.crn::text from people_person p where p.id in (select disclosure_everybody_in(asked)))
      and e.subject_kind in ('case', 'person')
      and (since is null or e.at >= since) and (until is null or e.at < until)
      and (before_at is null or (e.at, e.chain, e.number) < (before_at, before_chain, before_number))
    order by e.at desc, e.chain desc, e.number desc limit most
$$;
revoke execute on function disclosure_may_ask, disclosure_looked from public;
grant execute on function disclosure_may_ask, disclosure_looked to throughcare_app;
"""
BACK = "drop function disclosure_looked; drop function disclosure_may_ask;"


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0005_removal"), ("audit", "0004_packages")]

    operations = [migrations.RunSQL(LOOKED, BACK)]
