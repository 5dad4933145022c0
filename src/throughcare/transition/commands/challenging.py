"""Challenges of what a plan does to somebody: made by one, looked into by a second, decided by a third.

A challenge that is upheld becomes an override of the plan: proposed with the recommendation, approved with the decision.
Nobody has more than one part in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel import business_days
from throughcare.kernel.refusals import Refused
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.outbox import commands as outbox
from throughcare.restructure import commands as change_restructure
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Step
from throughcare.transition import queries
from throughcare.transition.choices import ChallengeState, Subject
from throughcare.transition.events import ChallengeDecided
from throughcare.transition.models import Challenge
from throughcare.transition.rules import challenges as judging

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from throughcare.restructure.models import Plan

WAITING = (ChallengeState.OPEN, ChallengeState.RECOMMENDED)


@transaction.atomic
def make_challenge(
    *,
    account_id: int,
    plan: Plan,
    subject: Subject,
    reference: str,
    grounds: str,
    reason: str,
    days: int,
    now: datetime,
) -> Challenge:
    """Say that a plan is wrong about a post, a case or a task of one's own. `days` are business days until it is due.

    To be called while the account is pinned: its own items are found by that.

    Raises:
        Refused: the plan takes none, it is not the account's own, or something is missing; carries every reason.
    """
    item = queries.item_of(plan, subject=subject, reference=reference)
    waiting = Challenge.objects.filter(plan=plan, account_id=account_id, state__in=WAITING)
    has_one = item is not None and waiting.filter(kind=item.kind, item_id=item.item_id).exists()
    reasons = judging.reasons_against_challenge(
        phase=plan.phase,
        is_found=item is not None,
        is_appeal=subject == Subject.ASSIGNMENT,
        grounds=grounds,
        reason=reason,
        has_one=has_one,
    )
    if reasons or item is None:
        raise Refused(reasons)
    made = Challenge.objects.create(
        plan=plan,
        account_id=account_id,
        subject=subject,
        kind=item.kind,
        item_id=item.item_id,
        item_reference=item.reference,
        grounds=grounds if subject == Subject.ASSIGNMENT else "",
        reason=reason.strip(),
        owner_id=_first_desk(plan, but_not=account_id),
        due_on=business_days.after(restructure.day_of(now), days=days),
        recorded_at=now,
    )
    record(made, "make", account_id=account_id, now=now)
    return made


@transaction.atomic
def withdraw_challenge(*, account_id: int, reference: UUID, now: datetime) -> Challenge:
    """Take back a challenge of one's own.

    Raises:
        Refused: it was decided, or is another's.
    """
    made = _held(reference)
    if made.account_id != account_id or made.state not in WAITING:
        raise Refused.because("not-yours", "This challenge cannot be withdrawn.")
    made.state = ChallengeState.WITHDRAWN
    made.save(update_fields=["state"])
    record(made, "withdraw", account_id=account_id, now=now)
    return made


@transaction.atomic
def take_challenge(*, account_id: int, reference: UUID, now: datetime) -> Challenge:
    """Put a challenge on one's own desk.

    Raises:
        PermissionDenied: the account works on no reform.
        Refused: it is the account's own, or was decided.
    """
    may = access.actions()
    access.require(action=Action.APPROVE if Action.APPROVE in may else Action.PLAN)
    made = _held(reference)
    if made.account_id == account_id or made.state not in WAITING:
        raise Refused.because("not-open", "This challenge is not one that you can take.")
    made.owner_id = account_id
    made.save(update_fields=["owner_id"])
    record(made, "take", account_id=account_id, now=now)
    return made


@transaction.atomic
def recommend(
    *,
    account_id: int,
    reference: UUID,
    is_to_be_upheld: bool,
    unit_code: str,
    words: str,
    now: datetime,
) -> Challenge:
    """Say what was found, and whether the challenge should be upheld; if so the item's override is proposed.

    Raises:
        PermissionDenied: the account may not make plans.
        Refused: it is the account's own, does not wait for this, or the provider may not be given the item.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    made = _held(reference)
    reasons = judging.reasons_against_recommending(
        state=made.state,
        account_id=account_id,
        maker_id=made.account_id,
        words=words,
        is_to_be_upheld=is_to_be_upheld,
        unit_code=unit_code,
    )
    if reasons:
        raise Refused(reasons)
    override = (
        change_restructure.propose_override(
            account_id=account_id,
            plan_id=made.plan_id,
            kind=made.kind,
            item_id=made.item_id,
            unit_code=unit_code.strip().upper(),
            reason=f"Challenge {made.reference}",
            now=now,
        )
        if is_to_be_upheld
        else None
    )
    made.state = ChallengeState.RECOMMENDED
    made.is_to_be_upheld = is_to_be_upheld
    made.unit_code = override.unit_code if override else ""
    made.override = override
    made.recommendation = words.strip()
    made.recommended_by_id = account_id
    made.recommended_at = now
    made.save(
        update_fields=[
            *("state", "is_to_be_upheld", "unit_code", "override", "recommendation"),
            *("recommended_by_id", "recommended_at"),
        ]
    )
    record(made, "recommend", account_id=account_id, now=now)
    return made


@transaction.atomic
def uphold(*, account_id: int, reference: UUID, words: str, now: datetime) -> Challenge:
    """Decide for whoever made the challenge: the override that was recommended counts.

    It counts from the next dry run; once the plan is staged or live, as soon as the worker has settled it.

    Raises:
        PermissionDenied: the account may not approve.
        Refused: the account had a part in it, or nobody recommended where the item should go.
    """
    made = _to_be_decided(account_id=account_id, reference=reference, words=words)
    if made.override_id is None:
        raise Refused.because(
            "no-override", "Nobody has said where it should go. Send it back to be looked at again."
        )
    change_restructure.approve_override(
        account_id=account_id, plan_id=made.plan_id, override_id=made.override_id, now=now
    )
    if made.plan.phase in restructure.REVERSIBLE:
        change_restructure.have_step_performed(
            account_id=account_id, plan_id=made.plan_id, step=Step.SETTLE, now=now
        )
    return _decide(made, ChallengeState.UPHELD, account_id=account_id, words=words, now=now)


@transaction.atomic
def dismiss(*, account_id: int, reference: UUID, words: str, now: datetime) -> Challenge:
    """Decide that the plan's answer stands.

    Raises:
        PermissionDenied: the account may not approve.
        Refused: the account had a part in it, or there is nothing to decide.
    """
    made = _to_be_decided(account_id=account_id, reference=reference, words=words)
    _decline_override(made, account_id=account_id, now=now)
    return _decide(made, ChallengeState.DISMISSED, account_id=account_id, words=words, now=now)


@transaction.atomic
def send_back(*, account_id: int, reference: UUID, words: str, now: datetime) -> Challenge:
    """Have a challenge looked at again, with the reasons why. Its day stays as it is.

    Raises:
        PermissionDenied: the account may not approve.
        Refused: the account had a part in it, or there is nothing to decide.
    """
    made = _to_be_decided(account_id=account_id, reference=reference, words=words)
    _decline_override(made, account_id=account_id, now=now)
    made.state = ChallengeState.OPEN
    made.override = None
    made.is_to_be_upheld = None
    made.unit_code = ""
    made.recommendation = f"Sent back: {words.strip()}"
    made.save(update_fields=["state", "override", "is_to_be_upheld", "unit_code", "recommendation"])
    record(made, "send-back", account_id=account_id, now=now)
    return made


def _to_be_decided(*, account_id: int, reference: UUID, words: str) -> Challenge:
    access.require_of(account_id=account_id, action=Action.APPROVE)
    made = _held(reference)
    reasons = judging.reasons_against_deciding(
        state=made.state,
        account_id=account_id,
        made_by=frozenset({made.account_id, made.recommended_by_id, made.plan.made_by_id}),
        words=words,
    )
    if reasons:
        raise Refused(reasons)
    return made


def _decline_override(made: Challenge, *, account_id: int, now: datetime) -> None:
    if made.override_id is not None:
        change_restructure.decline_override(
            account_id=account_id, override_id=made.override_id, now=now
        )


def _decide(
    made: Challenge, state: ChallengeState, *, account_id: int, words: str, now: datetime
) -> Challenge:
    made.state = state
    made.decision = words.strip()
    made.decided_by_id = account_id
    made.decided_at = now
    made.save(update_fields=["state", "decision", "decided_by_id", "decided_at"])
    tell(made, template="challenge-decided", now=now)
    outbox.publish(
        ChallengeDecided(
            challenge=made.reference,
            plan=made.plan.reference,
            is_upheld=state == ChallengeState.UPHELD,
        ),
        now=now,
    )
    record(made, str(state), account_id=account_id, now=now)
    return made


def tell(made: Challenge, *, template: str, now: datetime) -> None:
    """A message for the account that made the challenge; what came of it stands on its page."""
    supervisor = access.supervisor_of(made.account_id)
    notify.accept(
        channel=Channel.IN_APP,
        recipient=notify.Recipient(kind=RecipientKind.ACCOUNT, reference=str(made.account_id)),
        template=template,
        parameters={"challenge": str(made.reference), "plan": made.plan.reference},
        owner=supervisor.unit_code if supervisor else made.plan.reference,
        now=now,
    )


def _held(reference: UUID) -> Challenge:
    """The challenge, held until the end of the transaction. Row-level security holds none that is closed."""
    held = (
        Challenge.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan")
        .filter(reference=reference)
        .first()
    )
    if held is None:
        raise Refused.because(
            "closed", "This challenge is closed, or is not one that you can change."
        )
    return held


def _first_desk(plan: Plan, *, but_not: int) -> int:
    """The first of the plan's people who may look into it; whoever made the plan where none else is named."""
    for username in restructure.people(plan_id=plan.pk):
        account_id = access.account_id(username=username)
        if (
            account_id is not None
            and account_id != but_not
            and access.may_somewhere(account_id=account_id, action=Action.PLAN)
        ):
            return account_id
    raise Refused.because(
        "no-desk", "The plan names nobody who can look into it. Tell your programme office."
    )


def record(made: Challenge, act: str, *, account_id: int | None, now: datetime) -> None:
    """Write into the trail what was done with a challenge; by the worker, where no account did it."""
    audit.record(
        account_id=account_id,
        action=f"transition.challenge.{act}",
        subject_kind="challenge",
        subject_reference=str(made.reference),
        now=now,
        detail={"plan": str(made.plan), "kind": made.kind, "item": made.item_reference},
    )
