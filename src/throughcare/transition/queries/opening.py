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
