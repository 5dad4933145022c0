"""Closing the books: every check of section 8, and what does not agree written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import Phase
from throughcare.restructure.commands import books, provider_lists
from throughcare.restructure.models import Changed, Difference, Plan
from throughcare.restructure.queries import reconciliation

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """How many differences each check found, and what was read of the content of each kind."""

    differences: dict[str, int]
    content: tuple[reconciliation.ReadAfter, ...]


def reconcile(*, account_id: int, plan_id: int, now: datetime, tell: Tell) -> Reconciled:
    """Run every check. The plan is reconciled when no difference is open.

    Raises:
        Refused: the plan is not live, or its books were accepted.
    """
    plan = Plan.objects.select_related("change").get(id=plan_id)
    if plan.phase in {Phase.SIGNED_OFF, Phase.SETTLED}:
        raise Refused.because(
            "signed-off",
            f"{plan.title} is signed off: every provider accepted its list, and the books stay as they were accepted.",
        )
    if plan.phase not in {Phase.LIVE, Phase.RECONCILED}:
        raise Refused.because("not-live", f"{plan.title} is not live. Switch first.")
    steps = len(reconciliation.CHECKS) + 2
    tell(0, steps, "Reading every record, and writing the books")
    found: dict[str, int] = {}
    with transaction.atomic():
        reconciliation.lay_differing(plan)
        content = reconciliation.read_after(plan)
        books.write_books(plan=plan, now=now)
        provider_lists.write_lists(plan=plan, now=now)
        found[reconciliation.CONTENT.name] = _keep(plan, reconciliation.CONTENT, now=now)
    for at, check in enumerate(reconciliation.CHECKS, start=1):
        tell(at, steps, f"Checking {check.compares}")
        found[check.name] = _keep(plan, check, now=now)
    with transaction.atomic():
        is_settled = not open_differences(plan).exists()
        if is_settled and plan.phase == Phase.LIVE:
            Plan.objects.filter(id=plan.pk).update(phase=Phase.RECONCILED)
            Changed.objects.filter(plan=plan).delete()  # it cannot be aborted any more
        audit.record(
            account_id=account_id,
            action="restructure.reconcile",
            subject_kind="plan",
            subject_reference=str(plan),
            now=now,
        )
    tell(steps, steps, "Done")
    return Reconciled(differences=found, content=content)


def open_differences(plan: Plan) -> QuerySet[Difference]:
    """Differences that nobody has explained with another's approval."""
    return Difference.objects.filter(plan=plan, approved_by_id=None).order_by("id")


def _keep(plan: Plan, check: reconciliation.Check, *, now: datetime) -> int:
    """Write down what a check found, and strike what it no longer finds and nobody explained."""
    with transaction.atomic():
        differing = check.run(plan)
        subjects = [each.subject for each in differing]
        Difference.objects.filter(plan=plan, check_name=check.name, explained_by_id=None).exclude(
            subject__in=subjects
        ).delete()
        Difference.objects.bulk_create(
            (
                Difference(
                    plan=plan,
                    check_name=check.name,
                    subject=each.subject,
                    found=each.found,
                    recorded_at=now,
                )
                for each in differing
            ),
            update_conflicts=True,
            unique_fields=["plan", "check_name", "subject"],
            update_fields=["found"],
        )
    return len(differing)
