"""The switch and the abort: one small committed act each. A reversal is a plan and is switched like one."""

from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.organisation import commands as organisation
from throughcare.outbox import commands as outbox
from throughcare.restructure.choices import Gate, Phase
from throughcare.restructure.commands import following, giving_back, trail, writers
from throughcare.restructure.events import PlanAborted, PlanSwitched
from throughcare.restructure.models import Approval, Plan
from throughcare.restructure.queries import constraints, fitting, frozen, lockouts, plans

_NOT_SWITCHED: Final = "Nothing has been switched."


def switch_plan(*, account_id: int, plan_id: int, now: datetime) -> Plan:
    """Make a staged plan live. Done twice, the second changes nothing.

    Raises:
        Refused: it may not be, with every reason; or a writer was too slow, and it may be tried again.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
        if plan.phase in plans.GONE_LIVE:
            return plan
        if reasons := _reasons_not_to_switch(plan, now=now):
            raise Refused(reasons)
        following.follow_changes(plan=plan, now=now)
        if plan.reverses_id is not None:  # waited for before anybody is held off
            Plan.objects.select_for_update(no_key=True).get(id=plan.reverses_id)
        live = plans.live_changes()
        writers.hold_off(otherwise=_NOT_SWITCHED)
        last = following.follow_changes(plan=plan, now=now)
        if reasons := _reasons_it_is_incomplete(plan) + _reasons_of_clash(
            plan, only=last if plans.live_changes() == live else None
        ):
            raise Refused(reasons)
        organisation.make_live(change_id=plan.change_id, account_id=account_id, now=now)
        _set_phase(plan, Phase.LIVE)
        trail.note_phase(plan, account_id=account_id, now=now)
        if plan.reverses is not None:
            _set_phase(plan.reverses, Phase.REVERSED)
            trail.note_phase(plan.reverses, account_id=account_id, now=now, because_of=plan)
        _record(plan, "restructure.switch", account_id=account_id, now=now)
        outbox.publish(PlanSwitched(plan=plan.reference, version=plan.version), now=now)
    return plan


def abort_switch(*, account_id: int, plan_id: int, now: datetime) -> Plan:
    """Return to all-old, before the plan was reconciled. What was staged stays staged, and what was frozen is again.

    What people were given since goes back with it (`giving_back`).

    Raises:
        Refused: the plan is not live, or is reconciled, from when on a reversal is the way back; or nobody can be found for
            something new that somebody was given since.
    """
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
        if plan.phase == Phase.STAGED:
            return plan
        if plan.phase != Phase.LIVE:
            raise Refused.because(
                "not-live",
                f"{plan.title} is {plan.get_phase_display().lower()}. Reverse it instead.",
            )
        if plan.reverses_id is not None:
            Plan.objects.select_for_update(no_key=True).get(id=plan.reverses_id)
        writers.hold_off(otherwise=_NOT_SWITCHED)
        organisation.make_not_live(change_id=plan.change_id, account_id=account_id, now=now)
        if left := giving_back.give_back(plan, now=now):
            raise Refused.because(
                "given-since",
                f"{left:,} items that are new since the switch would be left with nobody: no team of the old structure stands "
                "for theirs. Give them to one that does, or reverse the plan instead.",
            )
        _set_phase(plan, Phase.STAGED)
        trail.note_phase(plan, account_id=account_id, now=now)
        if plan.reverses is not None:
            _set_phase(plan.reverses, plans.phase_before_reversal(plan.reverses))
            trail.note_phase(plan.reverses, account_id=account_id, now=now, because_of=plan)
        _record(plan, "restructure.abort", account_id=account_id, now=now)
        outbox.publish(PlanAborted(plan=plan.reference, version=plan.version), now=now)
    return plan


def _reasons_not_to_switch(plan: Plan, *, now: datetime) -> list[Reason]:
    reasons = []
    if plan.phase != Phase.STAGED:
        reasons.append(
            Reason("not-staged", f"{plan.title} is {plan.get_phase_display().lower()}. Stage it.")
        )
    if now < plan.effective_at:
        reasons.append(
            Reason(
                "too-early",
                f"It takes effect at {plans.civil(plan.effective_at)}. "
                f"The clock says {plans.civil(now)}.",
            )
        )
    if late := plans.past_its_limit(plan, now=now):
        reasons.append(Reason("too-late", late))
    if not Approval.objects.filter(plan=plan, gate=Gate.GO).exists():
        reasons.append(Reason("no-go", "Nobody has signed the go decision."))
    elif not frozen.is_structure_frozen_for(plan, now=now):
        reasons.append(Reason("not-frozen", frozen.NOT_FROZEN))
    if out := lockouts.locked_out(plan, plans.read(plan)):
        sentence = f"{out} accounts are held, and could open nothing from the switch on. Set the answer of each."
        reasons.append(Reason("locked-out", sentence))
    reasons += fitting.reasons_it_does_not_fit(plan)
    reasons += [
        Reason("constraint", f"{each.says} This is broken {each.broken} times.")
        for each in constraints.latest(plan)
        if each.is_in_the_way
    ]
    return reasons + _reasons_of_clash(plan, only=None)


def _reasons_of_clash(plan: Plan, *, only: following.Items | None) -> list[Reason]:
    if plans.moves_alone(plan, only=only):
        return []
    return [Reason("clash", "Another live plan moves some of the same items at the same instant.")]


def _reasons_it_is_incomplete(plan: Plan) -> list[Reason]:
    reasons = []
    backlog = plans.backlog(plan)
    if backlog:
        reasons.append(
            Reason("backlog", f"{backlog} changed items have not been answered again yet.")
        )
    undetermined = plans.undetermined(plan)
    if undetermined:
        reasons.append(
            Reason("undetermined", f"{undetermined} items are undetermined and not on a hold.")
        )
    return reasons


def _set_phase(plan: Plan, phase: Phase) -> None:
    plan.phase = phase
    plan.save(update_fields=["phase"])


def _record(plan: Plan, action: str, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
    )
