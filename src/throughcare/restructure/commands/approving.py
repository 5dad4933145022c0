"""Saying yes at a gate. Nobody says yes to what they made."""

from datetime import date, datetime

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.choices import Gate, Standing
from throughcare.restructure.commands import freezing, gates, lapsing, noting, settling
from throughcare.restructure.models import Answer, Approval, Hold, Override, Plan
from throughcare.restructure.queries import frozen, plans, signing, units
from throughcare.restructure.rules import overriding
from throughcare.restructure.rules.targets import Targets


@transaction.atomic
def approve(*, account_id: int, plan_id: int, gate: Gate, now: datetime) -> Approval:
    """Sign a gate of a plan, on the newest report of the step before it. Signed twice, the first stays.

    The go decision freezes rules and units until the switch.

    Raises:
        PermissionDenied: the account may not approve.
        Refused: the gate is for providers, the account made the plan, asked for the run or is no approver of the plan, there
            is no report to rest on, or the go decision waits for gates.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    if gate == Gate.SIGN_OFF:
        raise Refused.because(
            "by-providers",
            "A plan is signed off by its providers: each accepts its own list, and the last makes it signed off.",
        )
    maker_id = plan.made_by_id
    reasons = []
    if maker_id is None or maker_id == account_id:
        reasons.append(Reason("own-plan", "You made this plan. Somebody else has to approve it."))
    report = signing.report_for(plan, gate)
    if report is None:
        step = signing.RESTS_ON[gate].label
        reasons.append(
            Reason("no-evidence", f"There is no report to rest on yet. Run this step: {step}.")
        )
    reasons += signing.reasons_not_theirs(plan, account_id=account_id, report=report)
    if gate == Gate.GO and not Approval.objects.filter(plan=plan, gate=gate).exists():
        reasons += gates.reasons_against_go(plan, now=now)
    if reasons or maker_id is None or report is None:
        raise Refused(reasons)
    approval, is_new = Approval.objects.get_or_create(
        plan=plan,
        gate=gate,
        defaults={
            "made_by_id": maker_id,
            "approved_by_id": account_id,
            "evidence": f"run {report.pk}",
            "recorded_at": now,
        },
    )
    if is_new:
        _record(plan, f"restructure.approve.{gate}", account_id=account_id, now=now)
    if is_new and gate == Gate.GO:
        freezing.freeze_until_the_switch(
            plan=plan, made_by_id=maker_id, approved_by_id=account_id, now=now
        )
    return approval


@transaction.atomic
def propose_override(
    *,
    account_id: int,
    plan_id: int,
    kind: str,
    item_id: int,
    unit_code: str,
    reason: str,
    now: datetime,
) -> Override:
    """Set one item's answer by hand, for as long as the item is what it is now (`overriding`). Waits for an approver.

    What was proposed before and not approved is given up; what was approved counts until this is.

    Raises:
        PermissionDenied: the account may not.
        Refused: no reason was given, the unit may not be given items from the instant on, the item has no answer yet, or the
            plan is signed off and the item not held.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    answer = Answer.objects.filter(plan=plan, kind=kind, item_id=item_id).first()
    reasons = []
    if not reason.strip():
        reasons.append(
            Reason("no-reason", "Say why the answer of the plan does not fit this item.")
        )
    targets = Targets(
        plan=plans.read(plan),
        standings=units.standings(at=plan.effective_at),
        kinds=units.kinds(),
    )
    if refusal := targets.refusal(unit_code):
        reasons.append(Reason("closed-target", refusal))
    if answer is None:
        reasons.append(Reason("no-answer", "The dry run has not answered this item. Run it first."))
    reasons += _reasons_accepted(plan, answer)
    if reasons or answer is None:
        raise Refused(reasons)
    waiting = Override.objects.filter(plan=plan, kind=kind, item_id=item_id, lapsed_at=None)
    waiting.filter(approved_by_id=None).update(lapsed_at=now)
    provider = units.code_now(answer.from_owner_id)
    override = Override.objects.create(
        plan=plan,
        kind=kind,
        item_id=item_id,
        unit_code=unit_code,
        reason=reason,
        depends_on=overriding.depends_on(kind, answer.looked_at, provider=provider),
        made_by_id=account_id,
        recorded_at=now,
    )
    noting.note(plan_id=plan.pk, kind=kind, item_id=item_id)
    _record(plan, "restructure.override", account_id=account_id, now=now)
    return override


@transaction.atomic
def approve_override(*, account_id: int, plan_id: int, override_id: int, now: datetime) -> Override:
    """Say yes to an override of a plan that somebody else made. Approved twice, the first stays.

    It takes the place of one that was approved before.

    Raises:
        PermissionDenied: the account may not.
        Override.DoesNotExist: the plan has no such override.
        Refused: the account made it or is no approver of the plan, it was declined, replaced or has lapsed, or the plan is
            signed off and the item not held.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    override = Override.objects.select_for_update(no_key=True).get(id=override_id, plan_id=plan_id)
    reasons = signing.reasons_not_theirs(override.plan, account_id=account_id, report=None)
    if override.made_by_id == account_id:
        reasons.append(
            Reason("own-override", "You made this override. Somebody else has to approve it.")
        )
    if override.lapsed_at is not None:
        reasons.append(
            Reason(
                "lapsed",
                "This override counts no more: it was declined or replaced, or its item has changed. Have it proposed anew.",
            )
        )
    if override.approved_by_id is None:
        same = {"plan": override.plan, "kind": override.kind, "item_id": override.item_id}
        reasons += _reasons_accepted(override.plan, Answer.objects.filter(**same).first())
    if reasons:
        raise Refused(reasons)
    if override.approved_by_id is not None:
        return override
    lapsing.replace(override, now=now)
    override.approved_by_id = account_id
    override.save(update_fields=["approved_by_id"])
    noting.note(plan_id=override.plan_id, kind=override.kind, item_id=override.item_id)
    _record(override.plan, "restructure.override.approve", account_id=account_id, now=now)
    return override


def _reasons_accepted(plan: Plan, answer: Answer | None) -> list[Reason]:
    """Why an item may not be set by hand any more: its plan is signed off, and the item not held."""
    is_held = answer is not None and answer.standing == Standing.HELD
    return (
        [settling.reason_accepted(plan)] if plan.phase in settling.ACCEPTED and not is_held else []
    )


@transaction.atomic
def decline_override(*, account_id: int, override_id: int, now: datetime) -> Override:
    """Say no to an override that somebody else made. It never counts.

    Raises:
        PermissionDenied: the account may not.
        Refused: the account made it, or it was approved.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    override = Override.objects.select_for_update(no_key=True).get(id=override_id)
    if override.made_by_id == account_id or override.approved_by_id is not None:
        raise Refused.because("not-open", "This override is not waiting for your approval.")
    override.lapsed_at = now
    override.save(update_fields=["lapsed_at"])
    _record(override.plan, "restructure.override.decline", account_id=account_id, now=now)
    return override


@transaction.atomic
def hold_item(
    *,
    account_id: int,
    plan_id: int,
    kind: str,
    item_id: int,
    decider_id: int,
    reason: str,
    until: date | None,
    now: datetime,
) -> Hold:
    """Leave an item for a decision, with who decides and by which day.

    The go decision is signed on what is held then: from there on a hold waits for somebody else's approval (I1, I17).

    Raises:
        PermissionDenied: the account may not.
        Refused: there is no day, the day has passed, no reason was given, or it is held already.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    reasons = []
    if until is None:
        reasons.append(Reason("no-day", "Say by which day it must be decided."))
    elif until < plans.day_of(now):
        reasons.append(Reason("day-passed", "The day by which it must be decided has passed."))
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the item is left for a decision."))
    if reasons or until is None:
        raise Refused(reasons)
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    before = Hold.objects.filter(plan=plan, kind=kind, item_id=item_id, settled_at=None)
    waits = Approval.objects.filter(plan=plan, gate=Gate.GO).exists()
    if waits and before.filter(waits=False).exists():
        raise Refused.because("held", "It is held already.")
    before.update(settled_at=now)
    hold = Hold.objects.create(
        plan=plan,
        kind=kind,
        item_id=item_id,
        decider_id=decider_id,
        reason=reason,
        until=until,
        waits=waits,
        made_by_id=account_id,
        recorded_at=now,
    )
    if not waits:
        noting.note(plan_id=plan.pk, kind=kind, item_id=item_id)
    _record(plan, "restructure.hold", account_id=account_id, now=now)
    return hold


@transaction.atomic
def approve_hold(*, account_id: int, plan_id: int, hold_id: int, now: datetime) -> Hold:
    """Say yes to a hold that somebody else made after the go decision. Approved twice, the first stays.

    Raises:
        PermissionDenied: the account may not.
        Hold.DoesNotExist: the plan has no such hold.
        Refused: the account made it or is no approver of the plan, or it was given up.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    hold = Hold.objects.select_for_update(no_key=True).get(id=hold_id, plan_id=plan_id)
    reasons = signing.reasons_not_theirs(hold.plan, account_id=account_id, report=None)
    if hold.made_by_id == account_id:
        reasons.append(Reason("own-hold", "You made this hold. Somebody else has to approve it."))
    if hold.settled_at is not None:
        reasons.append(Reason("given-up", "This hold was given up. Have the item held anew."))
    if reasons:
        raise Refused(reasons)
    if hold.waits:
        hold.waits, hold.approved_by_id = False, account_id
        hold.save(update_fields=["waits", "approved_by_id"])
        noting.note(plan_id=hold.plan_id, kind=hold.kind, item_id=hold.item_id)
        _record(hold.plan, "restructure.hold.approve", account_id=account_id, now=now)
    return hold


@transaction.atomic
def lift_hold(*, account_id: int, plan_id: int, hold_id: int, now: datetime) -> Hold:
    """Give an item back to the rules of the plan, or give up a hold that waits for its approval. Lifted twice, the first stays.

    Raises:
        PermissionDenied: the account may not.
        Hold.DoesNotExist: the plan has no such hold.
        Refused: the plan is past its switch, where an answer set by hand settles what is held.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    hold = Hold.objects.select_for_update(no_key=True).get(id=hold_id, plan=plan)
    if hold.settled_at is not None:
        return hold
    if not hold.waits and plan.phase not in frozen.BEFORE:
        phase = plan.get_phase_display().lower()
        raise Refused.because("past", f"{plan.title} is {phase}. Set its answer instead.")
    hold.settled_at = now
    hold.save(update_fields=["settled_at"])
    noting.note(plan_id=plan.pk, kind=hold.kind, item_id=hold.item_id)
    _record(plan, "restructure.hold.lift", account_id=account_id, now=now)
    return hold


@transaction.atomic
def withdraw_override(
    *, account_id: int, plan_id: int, override_id: int, now: datetime
) -> Override:
    """Give up an answer set by hand that waits for its approval. Given up twice, the first stays.

    Raises:
        PermissionDenied: the account may not.
        Override.DoesNotExist: the plan has no such override.
        Refused: it was approved, and counts.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    override = Override.objects.select_for_update(no_key=True).get(id=override_id, plan_id=plan_id)
    if override.approved_by_id is not None:
        raise Refused.because(
            "approved", "It was approved, and counts. Propose another answer in its place."
        )
    if override.lapsed_at is None:
        override.lapsed_at = now
        override.save(update_fields=["lapsed_at"])
        _record(override.plan, "restructure.override.withdraw", account_id=account_id, now=now)
    return override


def _record(plan: Plan, action: str, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
    )
