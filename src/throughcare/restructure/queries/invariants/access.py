"""Access follows units, and nothing else gives it (I8, I9, I10)."""

from django.apps import apps

from throughcare.access.choices import Role
from throughcare.kernel.holdings import REGISTER
from throughcare.organisation.holdings import InMinimumView
from throughcare.restructure.queries import kinds
from throughcare.restructure.queries.invariants.asking import MOST_NAMED, OPEN_UNITS, lines


def access_is_worked_out() -> list[str]:
    """I8: every exception is dated, has a reason and does not outlast thirty days."""
    return lines(
        f"""
        select 'grant', id, 'lasts longer than thirty days' from access_grant
        where ends_at > starts_at + interval '30 days' order by id limit {MOST_NAMED}
        """
    )


def nobody_reads_through_a_closed_unit() -> list[str]:
    """I9: a seat in a unit that does not operate gives nothing, and whoever has no other reaches nothing, by an exception neither.

    Where a seat is and which units operate is asked of their own rows, and not of the functions that are held against them.
    """
    return lines(
        f"""
        with open as materialized ({OPEN_UNITS}),
        placed as materialized (
            select p.account_id, p.id as post_id, a.owner_id in (table open) and a.holder_id in (table open) as operates
            from access_post p
            join access_account u on u.id = p.account_id and u.is_active
            join access_postassignment_at(tc_now(), tc_live(), 'infinity') a on a.item_id = p.id
            where p.starts_at <= tc_now() and (p.ends_at is null or p.ends_at > tc_now())
        ),
        seated as (
            select p.account_id from placed p
            cross join lateral access_seats(p.account_id, tc_now(), tc_live()) s
            where not p.operates and s.post_id = p.post_id
        ),
        nowhere as (
            select account_id from placed group by account_id having not bool_or(operates)
            union
            select g.account_id from access_grant g
            where g.starts_at <= tc_now() and g.ends_at > tc_now()
              and not exists (select from placed p where p.account_id = g.account_id and p.operates)
        ),
        reaching as (
            select n.account_id from nowhere n
            where exists (select from access_reach(n.account_id, tc_now(), tc_live()))
        )
        select 'account', account_id, 'reaches cases through a closed unit'
        from (table seated union table reaching) found order by account_id limit {MOST_NAMED}
        """
    )


def flags_stay_readable() -> list[str]:
    """I10: the minimum view of every body's cases opens to whoever is on duty or in court at any other, and shows the flags.

    Now, and at the instant of every plan that is staged, by what stands there then. Their reach is asked of the function that
    every request is judged by; whether what the view shows is open to it, of the policies of its tables.
    """
    return [*_not_reached(), *_not_shown()]


def _not_reached() -> list[str]:
    cases = kinds.assigned_kind(kinds.CASE).facts
    return lines(
        f"""
        with moments (at, live, says) as (
            select tc_now(), tc_live(), ''
            union all
            select greatest(p.effective_at, tc_now()), organisation_live('infinity') || p.change_id,
                   ' once ' || p.reference || ' is live'
            from restructure_plan p where p.phase = 'staged'
        ),
        bodies as materialized (
            select m.at, m.live, m.says, k.unit_id, c.code
            from moments m
            cross join lateral organisation_facts_at(m.at, m.live, 'infinity') k
            join lateral organisation_facts_at(m.at, m.live, 'infinity') o
              on o.unit_id = k.unit_id and o.fact = 'operating' and o.value = 'yes'
            left join lateral organisation_codes_at(m.at, m.live) c on c.unit_id = k.unit_id
            where k.fact = 'kind' and k.value in (select code from organisation_kind where is_provider)
        ),
        owners as (
            select says, unit_id, code from bodies
            union
            select '', f.owner_id, c.code from (select distinct owner_id from {cases}) f
            left join organisation_codes_at(tc_now(), tc_live()) c on c.unit_id = f.owner_id
        ),
        reached as materialized (
            select b.says, b.code, r.role,
                   bool_or(x.action is not null and x.provider_id is null) as everywhere,
                   coalesce(array_agg(x.provider_id) filter (where x.provider_id is not null), '{{}}') as providers
            from bodies b
            cross join unnest(%s::text[]) r (role)
            left join lateral access_reach_of(array[r.role], array[b.unit_id], array[b.unit_id], b.at, b.live) x
                   on x.action in ('case.minimum', 'case.read') and x.unit_id is null
            group by 1, 2, 3
        )
        select r.role, 'of', r.code, 'may not see the flags of', o.code || o.says
        from reached r join owners o on o.says = r.says
        where not r.everywhere and o.unit_id <> all (r.providers)
        order by 1, 3, 5 limit {MOST_NAMED}
        """,
        [[Role.COURT.value, Role.DUTY.value]],
    )


def _not_shown() -> list[str]:
    shown = [each for each in REGISTER.holdings if isinstance(each, InMinimumView)]
    return [
        *lines(
            "select 'the minimum view', 'is opened by no exception'"
            " where access_view('{}', '{}', '{1}', 'minimum', 1, 1) is distinct from 'minimum'"
        ),
        *(
            line
            for each in shown
            for line in lines(
                """
                select 'the minimum view', 'does not show', t.name
                from (values (%s)) t (name)
                where not has_table_privilege('throughcare_app', t.name, 'select')
                   or not exists (
                       select from pg_policies p
                       where p.schemaname = 'public' and p.tablename = t.name and 'throughcare_app' = any (p.roles)
                         and p.cmd in ('SELECT', 'ALL') and p.permissive = 'PERMISSIVE' and p.qual = %s)
                   or exists (
                       select from pg_policies p
                       where p.schemaname = 'public' and p.tablename = t.name and p.permissive = 'RESTRICTIVE')
                """,
                [apps.get_model(each.table)._meta.db_table, f"({each.opens})"],
            )
        ),
    ]
