"""The end of a plan: it is settled once everything that it kept going has ended."""

from datetime import datetime

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import ending, plans


@transaction.atomic
def end_plan(*, account_id: int | None, plan_id: int, now: datetime) -> Plan:
    """Make a plan settled, for the engine; `account_id` is None where the worker does it by itself. Done twice, once.

    Raises:
        Refused: it is not signed off, or something goes on; says each, and until when.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    if plan.phase == Phase.SETTLED:
        return plan
    reasons = _reasons_it_goes_on(plan, now=now)
    if plan.phase != Phase.SIGNED_OFF:
        sentence = f"{plan.title} is {plan.get_phase_display().lower()}. Each provider has to accept its list first."
        reasons = [Reason("not-signed-off", sentence)]
    if reasons:
        raise Refused(reasons)
    plan.phase = Phase.SETTLED
    plan.save(update_fields=["phase"])
    audit.record(
        account_id=account_id,
        action="restructure.settled",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={"ended": len(ending.going_on(plan, plans.read(plan), now=now))},
    )
    return plan


def end_plans(*, now: datetime) -> list[Plan]:
    """Make every plan settled whose end has come; for the engine, each night."""
    signed_off = Plan.objects.filter(phase=Phase.SIGNED_OFF).order_by("id")
    return [
        end_plan(account_id=None, plan_id=plan.pk, now=now)
        for plan in list(signed_off)
        if not _reasons_it_goes_on(plan, now=now)
    ]


def _reasons_it_goes_on(plan: Plan, *, now: datetime) -> list[Reason]:
    return [
        Reason("goes-on", f"{each.says}: {_until(each)}.")
        for each in ending.going_on(plan, plans.read(plan), now=now)
        if not each.is_over
    ]


def _until(each: ending.GoingOn) -> str:
    if each.is_owed:
        due = f", which was to be by {each.due_on.day} {each.due_on:%B %Y}" if each.due_on else ""
        return f"until all is settled{due}"
    return f"until {plans.civil(each.until)}" if each.until else "nobody has said until when"
