"""How many of those whom a plan touches have opened what it does to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings

from throughcare.restructure import queries as restructure
from throughcare.transition.queries import sql
from throughcare.transition.queries.names import NAMED, params
from throughcare.transition.queries.previews import LISTED
from throughcare.transition.rules import telling

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan

# New bodies have another number each time that a plan is tried, and the same code.
TOUCHED: Final = f"""
{NAMED},
touched as (
    select pv.account_id, pv.from_owner_id,
           concat_ws(' ', nullif(pv.standing, ''), t.code, h.code) as place
    from transition_preview pv
    join access_account u on u.id = pv.account_id and u.is_active
    left join named t on t.unit_id = pv.to_owner_id
    left join named h on h.unit_id = pv.to_holder_id
    where pv.plan_id = %(plan)s and {LISTED}
)
"""
"""A part of a query: each account that a plan touches, with where it is to be by codes. Parameters are those of `params`."""

_TOLD: Final = f"""
with {TOUCHED},
opened as materialized (
    select account_id, array_agg(place) as places from transition_opening where reference = %(reference)s group by 1
)
select coalesce(n.code, '') as code, coalesce(n.name, n.code, '') as name, count(*) as accounts,
       count(*) filter (where t.place = any (o.places)) as told,
       count(*) filter (where t.place <> all (o.places)) as outdated
from touched t
left join named n on n.unit_id = t.from_owner_id
left join opened o on o.account_id = t.account_id
group by 1, 2 order by 1
"""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Accounts of a provider that the plan touches, those told, and those who are to be elsewhere than they were told."""

    code: str
    name: str
    accounts: int
    told: int
    outdated: int

    @property
    def percent(self) -> int:
        return telling.percent(self.told, of=self.accounts)

    @property
    def is_enough(self) -> bool:
        return telling.is_enough(self.told, of=self.accounts, percent_needed=settings.TOLD_PERCENT)


def told(plan: Plan) -> list[Told]:
    """Each provider that accounts leave and that may be seen, by code; without a code those of no provider."""
    return [Told(**row) for row in sql.rows(_TOLD, params(plan) | {"reference": plan.reference})]


def told_gate(plan: Plan) -> restructure.Reading:
    """Whether enough of those whom a plan touches opened what it does to them. For those who see all of a plan."""
    found = told(plan)
    accounts = sum(each.accounts for each in found)
    opened = sum(each.told for each in found)
    outdated = sum(each.outdated for each in found)
    light = restructure.Light.AMBER if opened else restructure.Light.RED
    if telling.is_enough(opened, of=accounts, percent_needed=settings.TOLD_PERCENT):
        light = restructure.Light.GREEN
    fact = (
        f"{opened:,} of {accounts:,} people whom the plan touches ({telling.percent(opened, of=accounts)} percent)"
        f" have opened what it does to them; {settings.TOLD_PERCENT} percent are asked for."
        f" {outdated:,} opened it before it put them elsewhere."
        if accounts
        else "No preview has been worked out yet."
    )
    return restructure.Reading(
        asks="Staff were told what changes for them",
        light=light,
        fact=fact,
        page="told",
        counts=(
            ("People whom the plan touches", accounts),
            ("Opened what it does to them", opened),
        ),
    )
