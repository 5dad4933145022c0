"""Freezes: asked for by one person, approved by another, ended by whoever may approve.

The go decision freezes rules and units by itself: they are locked until the switch, and after an abort again.
"""

from datetime import datetime

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.choices import FreezeKind
from throughcare.restructure.models import Approval, Freeze, Plan
from throughcare.restructure.queries import frozen


@transaction.atomic
def ask_for_freeze(
    *,
    account_id: int,
    plan_id: int,
    kind: FreezeKind,
    starts_at: datetime,
    until: datetime,
    reason: str,
    now: datetime,
) -> Freeze:
    """Ask that rules and units, or new allocations, be frozen in `[starts_at, until)`. Counts once another approves it.

    Raises:
        PermissionDenied: the account may not plan.
        Refused: no reason, no length, over already, or the plan is past its switch.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    plan = Plan.objects.get(id=plan_id)
    reasons = []
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why. People who are refused will read it."))
    if until <= starts_at:
        reasons.append(Reason("no-length", "The end must be after the beginning."))
    elif until <= now:
        reasons.append(Reason("over", "The end has passed already. Enter a later one."))
    if plan.phase not in frozen.BEFORE:
        reasons.append(
            Reason(
                "past", f"{plan.title} is {plan.get_phase_display().lower()}. It freezes nothing."
            )
        )
    if reasons:
        raise Refused(reasons)
    freeze = Freeze.objects.create(
        plan=plan,
        kind=kind,
        starts_at=starts_at,
        until=until,
        reason=reason.strip(),
        made_by_id=account_id,
        recorded_at=now,
    )
    _record(freeze, "ask", account_id=account_id, now=now)
    return freeze


@transaction.atomic
def approve_freeze(*, account_id: int, freeze_id: int, now: datetime) -> Freeze:
    """Say yes to a freeze that somebody else asked for. It is in force from then on, and not before its beginning.

    Raises:
        PermissionDenied: the account may not approve.
        Refused: the account asked for it, or it was ended.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    freeze = _held(freeze_id)
    if freeze.made_by_id == account_id:
        raise Refused.because(
            "own-freeze", "You asked for this freeze. Somebody else has to approve it."
        )
    if freeze.ended_at is not None:
        raise Refused.because("ended", "This freeze was ended. Ask for another.")
    if freeze.approved_at is None:
        freeze.approved_by_id, freeze.approved_at = account_id, now
        freeze.save(update_fields=["approved_by_id", "approved_at"])
        _record(freeze, "approve", account_id=account_id, now=now)
    return freeze


def freeze_until_the_switch(
    *, plan: Plan, made_by_id: int, approved_by_id: int, now: datetime
) -> Freeze:
    """Lock rules and units with the go decision, in the transaction of whoever signs it; both it and the plan stand for it."""
    freeze = Freeze.objects.create(
        plan=plan,
        kind=FreezeKind.STRUCTURE,
        starts_at=now,
        until=None,
        reason="The go decision is signed",
        made_by_id=made_by_id,
        recorded_at=now,
        approved_by_id=approved_by_id,
        approved_at=now,
    )
    _record(freeze, "go", account_id=approved_by_id, now=now)
    return freeze


def end_with_the_go(go: Approval, *, account_id: int, now: datetime) -> None:
    """End the freeze that a go decision brought, where it was not ended before."""
    brought = Freeze.objects.filter(
        plan=go.plan_id, kind=FreezeKind.STRUCTURE, until=None, ended_at=None
    )
    for freeze in brought.filter(starts_at=go.recorded_at).select_related("plan"):
        freeze.ended_by_id, freeze.ended_at = account_id, now
        freeze.save(update_fields=["ended_by_id", "ended_at"])
        _record(freeze, "end", account_id=account_id, now=now)


@transaction.atomic
def end_freeze(*, account_id: int, freeze_id: int, now: datetime) -> Freeze:
    """End a freeze before its time, or take back one that waits for approval.

    Raises:
        PermissionDenied: the account may not approve.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    freeze = _held(freeze_id)
    if freeze.ended_at is None:
        freeze.ended_by_id, freeze.ended_at = account_id, now
        freeze.save(update_fields=["ended_by_id", "ended_at"])
        _record(freeze, "end", account_id=account_id, now=now)
    return freeze


def require_structure_not_frozen(*, now: datetime, but: Plan | None = None) -> None:
    """Go on only while rules and units may be changed; `but` is the plan that goes on in its own freeze.

    Raises:
        Refused: they may not, with the reason and until when.
    """
    if why := frozen.why_structure_is_frozen(now=now, but=but):
        raise Refused.because("frozen", why)


def _held(freeze_id: int) -> Freeze:
    return (
        Freeze.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan")
        .get(id=freeze_id)
    )


def _record(freeze: Freeze, what: str, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=f"restructure.freeze.{what}",
        subject_kind="plan",
        subject_reference=str(freeze.plan),
        now=now,
        detail={"freeze": freeze.pk, "kind": freeze.kind},
    )
