"""Who owns what, then and now (I1, I2, I5, I6, I13, I16, I18)."""

from throughcare.restructure.choices import Phase
from throughcare.restructure.queries import kinds, reconciliation, sql
from throughcare.restructure.queries.invariants.asking import (
    GONE_LIVE,
    MOST_NAMED,
    OPEN_UNITS,
    differing,
    lines,
    plans_in,
)


def one_owner() -> list[str]:
    """I1: exactly one owner, or on a hold list with a date. More than one cannot be written; none can."""
    return [
        line
        for kind in kinds.assigned()
        for line in lines(
            f"""
            select '{kind.name}', t.id, 'has no owner' from {kind.table} t
            where not exists (
                select from {kind.assignments} a
                where a.item_id = t.id and a.superseded_at is null
                  and (a.change_id is null or a.change_id = any (tc_live()))
            )
            and not {kinds.is_held(kind=kind.name, item="t.id")}
            order by t.id limit {MOST_NAMED}
            """
        )
    ]


def no_gap() -> list[str]:
    """I2: ownership begins no later than the item does; after that the next row takes over by its start."""
    return [
        line
        for kind in kinds.assigned()
        for line in lines(
            f"""
            select '{kind.name}', t.id, 'begins before its first owner'
            from {kind.table} t
            join lateral (
                select min(a.starts_at) as first from {kind.assignments} a
                where a.item_id = t.id and a.superseded_at is null
                  and (a.change_id is null or a.change_id = any (tc_live()))
            ) a on a.first > t.{kind.begins}
            order by t.id limit {MOST_NAMED}
            """
        )
    ]


def one_case_for_a_person() -> list[str]:
    """I5: all live sentences of a person hang on one case, so they have one owner."""
    cases = kinds.assigned_kind("case").facts
    return lines(
        f"""
        select 'case', f.item_id, 'shares its person with another open case'
        from {cases} f
        join (select reference from {cases} group by reference having count(*) > 1) twice using (reference)
        order by f.item_id limit {MOST_NAMED}
        """
    )


def closed_units_own_what_is_kept() -> list[str]:
    """I6: no open item is owned by, or held in, a unit outside its operating period; what that owns, somebody who works may read."""
    unread = reconciliation.unread(most=MOST_NAMED).named
    return [*_open_in_closed_units(), *(f"{each.subject} {each.found}" for each in unread)]


def _open_in_closed_units() -> list[str]:
    return [
        line
        for kind in kinds.assigned()
        for line in lines(
            f"""
            select '{kind.name}', f.reference, 'is owned by or held in a unit that does not operate'
            from {kind.facts} f
            where (f.owner_id not in ({OPEN_UNITS}) or f.holder_id not in ({OPEN_UNITS}))
              and not {kinds.is_held(kind=kind.name, item="f.item_id")}
            order by f.reference limit {MOST_NAMED}
            """
        )
    ]


def past_stays() -> list[str]:
    """I13: questions about the past give the same answer with a plan as without it."""
    return differing(reconciliation.history, Phase.STAGED, *GONE_LIVE)


def closed_units_resolve() -> list[str]:
    """I18: every unit that was closed leads to units that are open, or to a recorded empty closure."""
    return lines(
        f"""
        with recursive closed as (
            select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
            where fact = 'operating' and value = 'no'
        ),
        heirs (first_id, unit_id, empty, depth) as (
            select unit_id, unit_id, false, 0 from closed
            union
            select h.first_id, s.successor_id, s.kind = 'close', h.depth + 1
            from heirs h
            join organisation_successionedge s on s.predecessor_id = h.unit_id
            join organisation_successionevent e on e.id = s.event_id and e.effective_at <= tc_now()
             and (e.change_id is null or e.change_id = any (tc_live()))
            where h.unit_id is not null and h.depth < 30
        )
        select 'unit', c.unit_id, 'is closed and leads nowhere'
        from closed c
        where not exists (
            select from heirs h
            where h.first_id = c.unit_id and (h.empty or h.unit_id in ({OPEN_UNITS}))
        )
        order by c.unit_id limit {MOST_NAMED}
        """
    )


def reversal_gives_back() -> list[str]:
    """I16: whatever a reversed plan moved has its owner, team and officer of before from the reversal on, or is on a hold with a date."""
    return [
        f"{plan}: {kind.name} {item}: is not with the {which} that had it before"
        for plan in plans_in(*GONE_LIVE)
        if plan.reverses is not None
        for kind in kinds.assigned()
        for item, which in sql.rows(
            f"""
            select s.item_id, case when a.owner_id <> b.owner_id then 'owner' when a.holder_id <> b.holder_id then 'team'
                                   else 'officer' end
            from (select distinct item_id from {kind.assignments}
                  where change_id = %(undone)s and superseded_at is null) s
            join {kind.assignments}_at(%(before)s, array_remove(organisation_live('infinity'), %(undone)s), 'infinity') b
              on b.item_id = s.item_id
            join {kind.assignments}_at(%(at)s, organisation_live('infinity'), 'infinity') a on a.item_id = s.item_id
            where (a.owner_id <> b.owner_id or a.holder_id <> b.holder_id or a.post_id is distinct from b.post_id)
              and not {kinds.is_held(kind=kind.name, item="s.item_id")}
            order by 1 limit {MOST_NAMED}
            """,
            {
                "undone": plan.reverses.change_id,
                "before": plan.reverses.before,
                "at": plan.effective_at,
            },
        )
    ]
