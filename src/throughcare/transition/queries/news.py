"""What a plan that went live changed for an account, in the figures of its preview: what is new, on one line each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from throughcare.transition.queries import sql
from throughcare.transition.rules import telling

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from throughcare.restructure.models import Plan

# Few units are named, so each is asked for by itself: this is on the page that everybody opens first that morning.
_NEWS: Final = """
select pv.plan_id, pv.made_at, pv.standing in ('held', 'undetermined') as is_waiting,
       coalesce(organisation_fact(pv.from_owner_id, 'name', tc_now(), tc_live()), '') as from_owner,
       coalesce(organisation_fact(pv.to_owner_id, 'name', tc_now(), tc_live()), '') as to_owner,
       coalesce(organisation_fact(pv.from_holder_id, 'name', tc_now(), tc_live()), '') as from_team,
       coalesce(organisation_fact(pv.to_holder_id, 'name', tc_now(), tc_live()), '') as to_team,
       coalesce(f.display_name, '') as from_manager, coalesce(t.display_name, '') as to_manager,
       pv.cases_kept, pv.cases_gained, pv.cases_passed, pv.cases_waiting,
       (select coalesce(json_agg(json_build_array(w.name, w.items) order by w.items desc, w.name), '[]')
        from (select coalesce(organisation_fact(l.to_owner_id, 'name', tc_now(), tc_live()), '') as name, sum(l.items) as items
              from transition_line l
              where l.preview_id = pv.id and l.part = 'work' and l.kind = 'case' and l.fate = 'passed'
              group by l.to_owner_id) w) as passed_to,
       (select coalesce(sum(l.items), 0)::integer from transition_line l
        where l.preview_id = pv.id and l.part = 'task' and l.fate = 'passed') as tasks_passed,
       (select coalesce(sum(l.items), 0)::integer from transition_line l
        where l.preview_id = pv.id and l.part = 'task' and l.fate in ('kept', 'stays')) as tasks_kept
from transition_preview pv
join transition_round r on r.id = pv.round_id
left join access_account f on f.id = pv.from_manager_id
left join access_account t on t.id = pv.to_manager_id
where pv.account_id = %(account)s and pv.plan_id = any (%(plans)s) and r.answered_by = transition_answered_by(pv.plan_id)
"""


@dataclass(frozen=True, kw_only=True)
class News:
    """What is new for an account, as it was worked out at `made_at`. Units and managers by name, empty where there is none.

    `is_waiting` where it is not decided yet where the account works. `passed_to` are the providers that its cases went to.
    """

    made_at: datetime
    is_waiting: bool
    from_owner: str
    to_owner: str
    from_team: str
    to_team: str
    from_manager: str
    to_manager: str
    cases_kept: int
    cases_gained: int
    cases_passed: int
    cases_waiting: int
    passed_to: tuple[tuple[str, int], ...]
    tasks_passed: int
    tasks_kept: int


def news_of(account_id: int, *, plans: Collection[Plan], now: datetime) -> dict[int, News]:
    """What those of some plans that took effect in the last days changed for an account, by plan; one query, or none.

    A plan whose preview was not worked out, or rests on answers that stand no more, is left out.
    """
    new = [plan.pk for plan in plans if telling.is_news(took_effect_at=plan.effective_at, now=now)]
    if not new:
        return {}
    return {
        row.pop("plan_id"): _news(row)
        for row in sql.rows(_NEWS, {"account": account_id, "plans": new})
    }


def _news(row: dict[str, Any]) -> News:  # Any: columns of any type
    passed_to = tuple((name, items) for name, items in row.pop("passed_to"))
    return News(**row, passed_to=passed_to)
