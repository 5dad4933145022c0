"""Whether each body has the people whom it takes to end what is under way there, now and once a plan is live.

What anybody ends who may write to the case needs no asking: whoever has a case has officers. Some lists are ended by few, such as
copies asked for, and a reform may send those few one way and the work another.
"""

from dataclasses import asdict, dataclass
from typing import Final

from throughcare.kernel.holdings import Hands
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import facts, kinds, sql
from throughcare.restructure.queries.after import after, params
from throughcare.restructure.queries.plans import Report
from throughcare.restructure.rules.plan import Plan as ReadPlan

_ROLES: Final = """
    select q.role from access_permission q
    where q.action = %(action)s and q.starts_at <= {at} and (q.ends_at is null or q.ends_at > {at})
"""
_BEFORE: Final = """
with seats as (
    select coalesce(a.owner_id, a.from_owner_id) as owner_id, count(distinct p.account_id) as people
    from {accounts} a
    join access_post p on p.id = a.item_id
    join access_account u on u.id = p.account_id and u.is_active
    where p.role in ({roles})
    group by 1
),
items as (
    select coalesce(c.owner_id, c.from_owner_id) as owner_id, count(*) as items
    from {relation} t join {cases} c on c.item_id = {of_case}
    where {waits} group by 1
)
select n.code, i.items, coalesce(s.people, 0)
from items i
join organisation_codes_at(%(at)s, organisation_live('infinity') || %(change)s) n on n.unit_id = i.owner_id
left join seats s on s.owner_id = i.owner_id
where coalesce(s.people, 0) < %(needed)s order by 1
"""

# The access functions say how far each seat reaches that may; one call for all that are alike.
_NOW: Final = """
with open as materialized (
    select unit_id from organisation_facts_at(tc_now(), tc_live(), 'infinity') where fact = 'operating' and value = 'yes'
),
seats as materialized (
    select p.role::text as role, x.owner_id, x.holder_id, array_agg(distinct p.account_id) as accounts
    from access_post p
    join access_account u on u.id = p.account_id and u.is_active
    join access_postassignment_at(tc_now(), tc_live(), 'infinity') x on x.item_id = p.id
    where p.starts_at <= tc_now() and (p.ends_at is null or p.ends_at > tc_now()) and p.role in ({roles})
      and x.owner_id in (select unit_id from open) and x.holder_id in (select unit_id from open)
    group by 1, 2, 3
),
reach as materialized (
    select r.provider_id, r.unit_id, a.account_id
    from seats s
    cross join lateral access_reach_of(array[s.role], array[s.owner_id], array[s.holder_id], tc_now(), tc_live()) r
    cross join lateral unnest(s.accounts) a (account_id)
    where r.action = %(action)s
),
items as materialized (
    select t.{key} as item, c.owner_id, c.holder_id
    from {relation} t
    join {assignments}_at(tc_now(), tc_live(), 'infinity') c on c.item_id = {of_case}
    where {waits} and c.owner_id in (select unit_id from open)
),
places as (
    select i.owner_id, i.holder_id, count(distinct r.account_id) as people
    from (select distinct owner_id, holder_id from items) i
    left join reach r on r.provider_id = i.owner_id or r.unit_id = i.holder_id or (r.provider_id is null and r.unit_id is null)
    group by 1, 2
)
select count(*) over (), i.item::text, n.code, p.people
from items i
join places p on p.owner_id = i.owner_id and p.holder_id = i.holder_id
left join organisation_codes_at(tc_now(), tc_live()) n on n.unit_id = i.owner_id
where p.people < %(needed)s order by i.item limit %(most)s
"""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A list that takes hands of a body; all but `label` and `hands` are SQL."""

    label: str
    relation: str
    key: str
    waits: str
    of_case: str
    hands: Hands


@dataclass(frozen=True, kw_only=True)
class Lacking:
    """A body with too few people for what is on a list there, in the shape in which the report of a run keeps it."""

    code: str
    does: str
    items: int
    people: int
    needed: int

    @property
    def says(self) -> str:
        return says(code=self.code, does=self.does, people=self.people, needed=self.needed)


def says(*, code: str, does: str, people: int, needed: int) -> str:
    """That a body has too few people for something, and what to do about it.

    >>> says(code="B1", does="answer letters", people=0, needed=1)
    'nobody of B1 may answer letters: give somebody the seat'
    >>> says(code="B1", does="answer letters", people=1, needed=2)
    'only 1 person of B1 may answer letters, and it takes 2: give somebody the seat'
    """
    if not people:
        return f"nobody of {code} may {does}: give somebody the seat"
    return (
        f"only {people} person of {code} may {does}, and it takes {needed}: give somebody the seat"
    )


def lists_with_hands() -> tuple[Ended, ...]:
    running = (
        Ended(
            label=each.label,
            relation=each.table,
            key="id",
            waits=each.waits,
            of_case=each.of_case,
            hands=each.hands,
        )
        for each in kinds.running()
        if each.hands is not None
    )
    waiting = (
        Ended(
            label=each.name,
            relation=each.relation,
            key=each.key,
            waits=each.waits,
            of_case=each.of_case,
            hands=each.hands,
        )
        for each in kinds.waiting()
        if each.hands is not None
    )
    return (*running, *waiting)


def lacking(plan: Plan, read: ReadPlan) -> list[Lacking]:
    """Each body that would have something on such a list once the plan is live, and too few people for it, by the answers kept."""
    return [
        Lacking(
            code=code, does=each.hands.does, items=items, people=people, needed=each.hands.people
        )
        for each in lists_with_hands()
        for code, items, people in sql.rows(
            _BEFORE.format(
                accounts=after(facts.ACCOUNT, read).replace("%(kind)s", "%(seats)s"),
                cases=after(kinds.CASE, read),
                roles=_ROLES.format(at="%(at)s"),
                relation=each.relation,
                of_case=each.of_case,
                waits=each.waits,
            ),
            params(plan, read, kind=kinds.CASE)
            | {
                "seats": facts.ACCOUNT,
                "action": each.hands.action,
                "needed": each.hands.people,
            },
        )
    ]


def lacking_told(plan: Plan, read: ReadPlan) -> list[Report]:
    return [asdict(each) for each in lacking(plan, read)]


def lacking_now(each: Ended, *, most: int) -> list[tuple[int, str, str]]:
    """Of a list, each item whose body has too few people for it: how many there are, which, and what is wrong.

    What is with a body that does not operate is not asked about: that it is there is found by itself.
    """
    return [
        (
            total,
            f"{each.label} {item}",
            says(code=code or "?", does=each.hands.does, people=people, needed=each.hands.people),
        )
        for total, item, code, people in sql.rows(
            _NOW.format(
                roles=_ROLES.format(at="tc_now()"),
                key=each.key,
                relation=each.relation,
                assignments=kinds.assigned_kind(kinds.CASE).assignments,
                of_case=each.of_case,
                waits=each.waits,
            ),
            {"action": each.hands.action, "needed": each.hands.people, "most": most},
        )
    ]
