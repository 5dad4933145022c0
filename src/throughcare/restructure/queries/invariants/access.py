"""Access follows units, and nothing else gives it (I8, I9, I10)."""

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
    """I9: a seat in a unit that does not operate gives nothing."""
    return lines(
        f"""
        select 'account', f.account_id, 'reaches a case through a closed unit'
        from access_post_facts f
        cross join lateral access_seats(f.account_id, tc_now(), tc_live()) s
        where s.post_id = f.item_id
          and (f.owner_id not in ({OPEN_UNITS}) or f.holder_id not in ({OPEN_UNITS}))
        order by f.account_id limit {MOST_NAMED}
        """
    )


def flags_stay_readable() -> list[str]:
    """I10: duty and court roles of every operating kind of provider may open the minimum view of every other."""
    return lines(
        """
        with bodies as (
            select distinct k.value as kind
            from organisation_facts_at(tc_now(), tc_live(), 'infinity') k
            where k.fact = 'kind' and k.value in (select code from organisation_kind where is_provider)
              and k.unit_id in (select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
                                where fact = 'operating' and value = 'yes')
        )
        select r.kind, 'may not see the flags of', o.kind
        from bodies r cross join bodies o
        where not exists (
            select from access_protocol p
            where p.reader_kind = r.kind and p.owner_kind = o.kind
              and p.starts_at <= tc_now() and (p.ends_at is null or p.ends_at > tc_now())
        )
        order by 1, 3
        """
    )
