"""Who can open one case, before the day and after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from throughcare.access.choices import Role
from throughcare.transition.queries import sql
from throughcare.transition.queries.names import NAMED, params

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan

# Reach opens a case to many; where its record is restricted, or an exception was made, each account is asked for.
_OPENERS: Final = f"""
with {NAMED},
asked as materialized (select c.*, m.* from transition_cases(%(plan)s) c cross join transition_moments(%(plan)s) m
                       where c.reference = %(reference)s),
judged as (
    select pv.account_id, pv.post_id, pv.from_owner_id, pv.to_owner_id,
        case when cardinality(b.actions) > 0 and not access_refused_to(pv.account_id, c.person_id, c.before_at) then
            access_view(b.read_owners, b.read_units, b.minimum_owners,
                        coalesce(access_granted_to(pv.account_id, c.case_id, c.before_at), 'minimum'),
                        c.from_owner_id, c.from_holder_id) end as before,
        case when cardinality(a.actions) > 0 and not access_refused_to(pv.account_id, c.person_id, c.after_at) then
            access_view(a.read_owners, a.read_units, a.minimum_owners,
                        coalesce(access_granted_to(pv.account_id, c.case_id, c.after_at), 'minimum'),
                        c.to_owner_id, c.to_holder_id) end as after
    from asked c
    join transition_preview pv on pv.plan_id = %(plan)s
    left join transition_reach b on b.id = pv.before_id
    left join transition_reach a on a.id = pv.after_id
)
select coalesce(n.code, '') as code, coalesce(n.name, '') as name, p.role,
       count(*) filter (where j.before = 'full') as before, count(*) filter (where j.after = 'full') as after,
       count(*) filter (where j.before = 'minimum') as minimum_before,
       count(*) filter (where j.after = 'minimum') as minimum_after
from judged j
join access_post p on p.id = j.post_id
left join named n on n.unit_id = j.to_owner_id
where j.before is not null or j.after is not null
group by 1, 2, 3 order by 1, 3
"""


@dataclass(frozen=True, kw_only=True)
class Openers:
    """How many accounts of a role, by the body they will be with, open a case in full or may open its minimum view."""

    code: str
    name: str
    role: str
    before: int
    after: int
    minimum_before: int
    minimum_after: int

    @property
    def row(self) -> tuple[str, str, int, int, int, int]:
        with_whom = f"{self.code} {self.name}".strip() or "No body"
        figures = (self.before, self.after, self.minimum_before, self.minimum_after)
        return (with_whom, str(Role(self.role).label), *figures)


def openers(plan: Plan, *, reference: str) -> list[Openers]:
    """Who opens the case of a reference, by body and role, of everybody who has a preview. Asked as the engine."""
    return [Openers(**row) for row in sql.rows(_OPENERS, params(plan) | {"reference": reference})]


@dataclass(frozen=True, kw_only=True)
class Opener:
    """An account that opens a case in full on one side of the day, or on both, with the body that it will be with."""

    account_id: int
    name: str
    role: str
    body: str
    is_before: bool
    is_after: bool

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        role = str(Role(self.role).label) if self.role else ""
        return (self.name, role, self.body, _yes(self.is_before), _yes(self.is_after))


def _yes(value: bool) -> str:  # noqa: FBT001 a value that is told, and switches nothing
    return "Yes" if value else "No"


# A page of them, by name, and how many there are in all.
_BY_NAME: Final = f"""
with {NAMED}
select o.account_id, o.name, coalesce(o.role, '') as role, coalesce(n.name, '') as body, o.before = 'full' as is_before,
       o.after = 'full' as is_after, o.every
from transition_openers(%(plan)s, %(reference)s, %(most)s, %(skipped)s) o
left join named n on n.unit_id = o.owner_id
order by o.after <> 'full', o.name, o.account_id
"""


def openers_by_name(plan: Plan, *, reference: str, part: slice) -> tuple[list[Opener], int]:
    """A part of those who open a case in full before the day or after it, and how many they are.

    For whoever may see the plan and reads the whole case; to anybody else, nobody. Those who open it after the day come first.
    """
    found = sql.rows(
        _BY_NAME,
        params(plan)
        | {"reference": reference, "most": part.stop - part.start, "skipped": part.start},
    )
    every = found[0].pop("every") if found else 0
    return [Opener(**{k: v for k, v in row.items() if k != "every"}) for row in found], every
