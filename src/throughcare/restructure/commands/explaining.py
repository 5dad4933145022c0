"""What made a difference in the books: explained by one person, and closed by another."""

from datetime import datetime

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.choices import Phase
from throughcare.restructure.models import Difference, LapsedExplanation, Plan
from throughcare.restructure.queries import signing


@transaction.atomic
def explain_difference(
    *, account_id: int, plan_id: int, difference_id: int, explanation: str, now: datetime
) -> Difference:
    """Explain a difference of a plan. It stays open until somebody else approves the explanation.

    What was approved before is kept as it stood, and counts no more.

    Raises:
        PermissionDenied: the account may not.
        Difference.DoesNotExist: the plan has no such difference.
        Refused: there is no explanation, or the plan is past explaining: its books were accepted, or it was given back.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    _require_open_books(Difference.objects.get(id=difference_id, plan_id=plan_id).plan)
    if not explanation.strip():
        raise Refused.because("no-explanation", "Say what made the difference.")
    difference = _held_still(plan_id, difference_id)
    if difference.approved_by_id is not None:
        keep_as_it_stood([difference], now=now)
    difference.explanation = explanation
    difference.explained_by_id = account_id
    difference.approved_by_id = None
    difference.save(update_fields=["explanation", "explained_by_id", "approved_by_id"])
    _record(difference, "restructure.explain", account_id=account_id, now=now)
    return difference


@transaction.atomic
def approve_explanation(
    *, account_id: int, plan_id: int, difference_id: int, now: datetime
) -> Difference:
    """Accept somebody else's explanation of a difference of a plan, which closes it. Accepted twice, the first stays.

    Raises:
        PermissionDenied: the account may not.
        Difference.DoesNotExist: the plan has no such difference.
        Refused: it is not explained, the account explained it or is no approver of the plan, or the plan is past explaining.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    _require_open_books(Difference.objects.get(id=difference_id, plan_id=plan_id).plan)
    difference = _held_still(plan_id, difference_id)
    reasons = signing.reasons_not_theirs(difference.plan, account_id=account_id, report=None)
    if difference.explained_by_id is None:
        reasons.append(Reason("not-explained", "Nobody has explained this difference yet."))
    if difference.explained_by_id == account_id:
        reasons.append(
            Reason(
                "own-explanation",
                "You explained this difference. Somebody else has to approve it.",
            )
        )
    if reasons:
        raise Refused(reasons)
    if difference.approved_by_id is not None:
        return difference
    difference.approved_by_id = account_id
    difference.save(update_fields=["approved_by_id"])
    _record(difference, "restructure.explain.approve", account_id=account_id, now=now)
    return difference


def keep_as_it_stood(differences: list[Difference], *, now: datetime) -> None:
    """Keep what was said of differences, and with whose approval, before it counts no more."""
    LapsedExplanation.objects.bulk_create(
        LapsedExplanation(
            plan_id=each.plan_id,
            check_name=each.check_name,
            subject=each.subject,
            found=each.found,
            explanation=each.explanation,
            explained_by_id=each.explained_by_id,
            approved_by_id=each.approved_by_id,
            recorded_at=now,
        )
        for each in differences
        if each.explained_by_id is not None
    )


def _held_still(plan_id: int, difference_id: int) -> Difference:
    """A difference that nobody else changes meanwhile, of a plan that nobody signs off meanwhile.

    The difference first and its plan after it, as a reconciliation does.
    """
    difference = Difference.objects.select_for_update(no_key=True).get(
        id=difference_id, plan_id=plan_id
    )
    _require_open_books(Plan.objects.select_for_update(no_key=True).get(id=plan_id))
    return difference


def _require_open_books(plan: Plan) -> None:
    if plan.phase not in {Phase.LIVE, Phase.RECONCILED}:
        raise Refused.because(
            "past-explaining",
            f"{plan.title} is {plan.get_phase_display().lower()}. What was said of differences stays as it is:"
            " it is explained while a plan is live or reconciled.",
        )


def _record(difference: Difference, action: str, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="plan",
        subject_reference=str(difference.plan),
        now=now,
    )
