"""The invariants that hold at every instant, for every plan (restructure rules, section 11).

Each is one question to the database that names what breaks it. `restructure verify` asks them all, on any database, at
any time; nothing is sampled.
"""

from collections.abc import Callable
from dataclasses import dataclass

from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import kinds, reconciliation, sql

MOST_NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """`breaks` gives a line for each thing that breaks it, at most `MOST_NAMED`."""

    id: str
    says: str
    breaks: Callable[[], list[str]]


def _lines(statement: str, params: tuple[object, ...] = ()) -> list[str]:
    return [" ".join(str(part) for part in row) for row in sql.rows(statement, params)]


_OPEN_UNITS = """
    select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity')
    where fact = 'operating' and value = 'yes'
"""


def one_owner() -> list[str]:
    """I1: exactly one owner, or on a hold list with a date. More than one cannot be written; none can."""
    return [
        line
        for kind in kinds.assigned()
        for line in _lines(
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
    begins = {"case": "opened_at", "account": "starts_at", "victim-contact.victim": "opened_at"}
    return [
        line
        for kind in kinds.assigned()
        if kind.name in begins
        for line in _lines(
            f"""
            select '{kind.name}', t.id, 'begins before its first owner'
            from {kind.table} t
            join lateral (
                select min(a.starts_at) as first from {kind.assignments} a
                where a.item_id = t.id and a.superseded_at is null
                  and (a.change_id is null or a.change_id = any (tc_live()))
            ) a on a.first > t.{begins[kind.name]}
            order by t.id limit {MOST_NAMED}
            """
        )
    ]


def same_count() -> list[str]:
    """I3: items before equal items after, per kind and state, for every plan that has both books."""
    return [
        f"{plan}: {differing.subject}: {differing.found}"
        for plan in _plans_in(Phase.RECONCILED, Phase.SIGNED_OFF)
        for differing in reconciliation.count(plan)[:MOST_NAMED]
    ]


def same_content() -> list[str]:
    """I4: content digests before equal those after, for every plan that is live and has kept them."""
    return [
        f"{plan}: {differing.subject}: {differing.found}"
        for plan in _plans_in(Phase.LIVE, Phase.RECONCILED)
        for differing in reconciliation.content(plan)[:MOST_NAMED]
    ]


def one_case_for_a_person() -> list[str]:
    """I5: all live sentences of a person hang on one case, so they have one owner."""
    cases = kinds.assigned_kind("case").facts
    return _lines(
        f"""
        select 'case', f.item_id, 'shares its person with another open case'
        from {cases} f
        join (select reference from {cases} group by reference having count(*) > 1) twice using (reference)
        order by f.item_id limit {MOST_NAMED}
        """
    )


def no_closed_owner() -> list[str]:
    """I6: no open item is owned by, or held in, a unit outside its operating period."""
    return [
        line
        for kind in kinds.assigned()
        for line in _lines(
            f"""
            select '{kind.name}', f.reference, 'is owned by or held in a unit that does not operate'
            from {kind.facts} f
            where (f.owner_id not in ({_OPEN_UNITS}) or f.holder_id not in ({_OPEN_UNITS}))
              and not {kinds.is_held(kind=kind.name, item="f.item_id")}
            order by f.reference limit {MOST_NAMED}
            """
        )
    ]


def cites_a_rule() -> list[str]:
    """I7: every staged assignment is the plan's answer for its item, and cites the rule that gave it."""
    return [
        line
        for kind in kinds.assigned()
        for line in _lines(
            f"""
            select '{kind.name}', s.item_id, 'is assigned by', p.reference, 'without its answer'
            from {kind.assignments} s
            join restructure_plan p on p.change_id = s.change_id and p.phase <> 'reversed'
            left join restructure_answer a
                   on a.plan_id = p.id and a.kind = '{kind.name}' and a.item_id = s.item_id
                  and a.to_owner_id = s.owner_id and s.basis like '%%' || a.rule
            where s.superseded_at is null and a.id is null
            order by s.item_id limit {MOST_NAMED}
            """
        )
    ]


def access_is_worked_out() -> list[str]:
    """I8: every exception is dated, has a reason and does not outlast thirty days."""
    return _lines(
        f"""
        select 'grant', id, 'lasts longer than thirty days' from access_grant
        where ends_at > starts_at + interval '30 days' order by id limit {MOST_NAMED}
        """
    )


def nobody_reads_through_a_closed_unit() -> list[str]:
    """I9: a seat in a unit that does not operate gives nothing."""
    return _lines(
        f"""
        select 'account', f.account_id, 'reaches a case through a closed unit'
        from access_post_facts f
        cross join lateral access_seats(f.account_id, tc_now(), tc_live()) s
        where s.post_id = f.item_id
          and (f.owner_id not in ({_OPEN_UNITS}) or f.holder_id not in ({_OPEN_UNITS}))
        order by f.account_id limit {MOST_NAMED}
        """
    )


def flags_stay_readable() -> list[str]:
    """I10: duty and court roles of every operating kind of provider may open the minimum view of every other."""
    return _lines(
        """
        with bodies as (
            select distinct k.value as kind
            from organisation_facts_at(tc_now(), tc_live(), 'infinity') k
            where k.fact = 'kind' and k.value in ('trust', 'nps-division', 'crc', 'region')
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


def past_stays() -> list[str]:
    """I13: questions about the past give the same answer with a plan as without it."""
    return [
        f"{plan}: {differing.subject}: {differing.found}"
        for plan in _plans_in(Phase.STAGED, Phase.LIVE, Phase.RECONCILED, Phase.SIGNED_OFF)
        for differing in reconciliation.history(plan)
    ]


def maker_is_not_approver() -> list[str]:
    """I17: no one person both makes and approves."""
    return _lines(
        f"""
        select 'approval', a.id, 'of a plan by its maker' from restructure_approval a
        join restructure_plan p on p.id = a.plan_id
        where a.approved_by_id = p.made_by_id
        union all
        select 'override', id, 'approved by its maker' from restructure_override where made_by_id = approved_by_id
        limit {MOST_NAMED}
        """
    )


def closed_units_resolve() -> list[str]:
    """I18: every unit that was closed leads to units that are open, or to a recorded empty closure."""
    return _lines(
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
            where h.first_id = c.unit_id and (h.empty or h.unit_id in ({_OPEN_UNITS}))
        )
        order by c.unit_id limit {MOST_NAMED}
        """
    )


def _plans_in(*phases: Phase) -> list[Plan]:
    return list(Plan.objects.filter(phase__in=phases).select_related("change").order_by("id"))


INVARIANTS = (
    Invariant(id="I1", says="every item has one owner, or a hold with a date", breaks=one_owner),
    Invariant(id="I2", says="ownership covers an item's life without a gap", breaks=no_gap),
    Invariant(id="I3", says="items before equal items after", breaks=same_count),
    Invariant(id="I4", says="content before equals content after", breaks=same_content),
    Invariant(id="I5", says="a person is not split", breaks=one_case_for_a_person),
    Invariant(id="I6", says="no open item is with a closed unit", breaks=no_closed_owner),
    Invariant(id="I7", says="every assignment cites its rule", breaks=cites_a_rule),
    Invariant(id="I8", says="exceptions to access are dated", breaks=access_is_worked_out),
    Invariant(
        id="I9",
        says="nobody reads through a closed unit",
        breaks=nobody_reads_through_a_closed_unit,
    ),
    Invariant(id="I10", says="risk flags stay readable", breaks=flags_stay_readable),
    Invariant(id="I13", says="the past gives the same answers", breaks=past_stays),
    Invariant(id="I17", says="nobody approves what they made", breaks=maker_is_not_approver),
    Invariant(id="I18", says="every closed unit leads to an open one", breaks=closed_units_resolve),
)
