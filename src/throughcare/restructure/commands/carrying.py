"""What people settled under a version of a plan goes on under the one that takes its place."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from throughcare.audit import commands as audit
from throughcare.outbox import commands as outbox
from throughcare.restructure.commands import lapsing
from throughcare.restructure.events import VersionReplaced
from throughcare.restructure.models import Override, Plan
from throughcare.restructure.queries import plans, sql, units
from throughcare.restructure.rules.plan import Plan as ReadPlan
from throughcare.restructure.rules.targets import Targets

_CARRY: Final = """
update restructure_{table} t set plan_id = %(plan)s, carried_from = coalesce(t.carried_from, p.version)
from restructure_plan p where p.id = t.plan_id and t.plan_id = any (%(older)s) and t.{ended} is null
"""

_CARRY_FREEZES: Final = """
update restructure_freeze set plan_id = %(plan)s
where plan_id = any (%(older)s) and ended_at is null and (until is null or until > %(now)s)
"""


def carry_over(
    *, older: Collection[Plan], plan: Plan, account_id: int | None, now: datetime
) -> None:
    """Have what was set by hand, what is held, what was proposed and what is frozen under earlier versions count for this one.

    To be called before the answers of the earlier ones are forgotten. An answer set by hand lapses where this version answers
    no such item, or may not give anything to that unit; whoever made and approved it is told.
    """
    if not older:
        return
    asked = {"plan": plan.pk, "older": [each.pk for each in older]}
    lapsing.end(_without_a_place(older, plan), now=now)
    overrides = sql.write(_CARRY.format(table="override", ended="lapsed_at"), asked)
    holds = sql.write(_CARRY.format(table="hold", ended="settled_at"), asked)
    freezes = sql.write(_CARRY_FREEZES, asked | {"now": now})
    audit.record(
        account_id=account_id,
        action="restructure.carry-over",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={
            "from": [str(each.version) for each in older],
            "overrides": overrides,
            "holds": holds,
            "freezes": freezes,
        },
    )
    outbox.publish(VersionReplaced(plan=plan.reference, version=plan.version), now=now)


def _without_a_place(older: Collection[Plan], plan: Plan) -> list[Override]:
    read = plans.read(plan)
    targets = Targets(
        plan=read, standings=units.standings(at=plan.effective_at), kinds=units.kinds()
    )
    counting = Override.objects.filter(plan__in=older, lapsed_at=None).order_by("id")
    return [each for each in counting if not _has_a_place(each, read, targets)]


def _has_a_place(override: Override, read: ReadPlan, targets: Targets) -> bool:
    return override.kind in read.rules and not targets.refusal(override.unit_code)
