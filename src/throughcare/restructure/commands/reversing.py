"""Reversing a plan: another plan, that gives everything back and keeps what was written since."""

from datetime import datetime, time, timedelta

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.commands import loading
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import plans, units
from throughcare.restructure.rules import reversing
from throughcare.restructure.rules.plan import Plan as ReadPlan


@transaction.atomic
def prepare_reversal(
    *, account_id: int, plan_id: int, instant: datetime | None, now: datetime
) -> Plan:
    """Take in the plan that reverses a live one; without an instant, at the next midnight. Asked again, the same plan.

    Raises:
        Refused: the plan is not live, its limit for a reversal has passed, or the instant has.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    standing = plan.reversals.order_by("-id").first()
    if standing is not None and (instant is None or standing.effective_at == instant):
        return standing
    read = plans.read(plan)
    at = instant or _next_midnight(now)
    if reasons := _reasons_to_refuse(plan, read, at=at, now=now):
        raise Refused(reasons)
    text = reversing.reversal_of(
        read,
        kinds=units.kinds_by_code({unit.code for unit in read.old_units}, at=plan.before),
        areas=units.areas(),
        instant=at,
    )
    return loading.load_reversal(account_id=account_id, text=text, reverses=plan, now=now)


def _reasons_to_refuse(plan: Plan, read: ReadPlan, *, at: datetime, now: datetime) -> list[Reason]:
    reasons = []
    if not read.events:
        reasons.append(
            Reason(
                "nothing-moved",
                f"{plan.title} moved nothing that could go back. What it changed is changed again by a plan of its own.",
            )
        )
    if plan.phase not in plans.REVERSIBLE:
        reasons.append(
            Reason(
                "not-live",
                f"{plan.title} is {plan.get_phase_display().lower()}. Only a live plan is reversed.",
            )
        )
    if at >= read.reversal_until:
        reasons.append(
            Reason(
                "too-late",
                f"{plan.title} could be reversed until {plans.civil(read.reversal_until)}. "
                "A change after that needs a plan of its own.",
            )
        )
    if at <= max(now, plan.effective_at):
        reasons.append(
            Reason("instant-passed", "The reversal needs an instant ahead, after the plan's own.")
        )
    return reasons


def _next_midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(plans.CIVIL).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), tzinfo=plans.CIVIL)
