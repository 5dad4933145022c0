"""Closing the books: every check of section 8, and what does not agree written down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import Phase
from throughcare.restructure.commands import (
    books,
    comparing,
    explaining,
    lane,
    provider_lists,
    trail,
)
from throughcare.restructure.models import (
    Changed,
    Difference,
    Plan,
    Tally,
)
from throughcare.restructure.queries import reconciliation, unexplained

Tell = Callable[[int, int, str], None]

LONGEST_FOUND: Final = 300


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """How many differences each check found, and what was read of the content of each kind."""

    differences: dict[str, int]
    content: tuple[reconciliation.ReadAfter, ...]


def reconcile(*, account_id: int, plan_id: int, now: datetime, tell: Tell) -> Reconciled:
    """Run every check. The plan is reconciled when all of what was found is named, and no difference is open.

    Raises:
        Refused: the plan is not live, or is no more when the books are closed; or its books were accepted.
    """
    plan = Plan.objects.select_related("change").get(id=plan_id)
    if plan.phase in {Phase.SIGNED_OFF, Phase.SETTLED}:
        raise Refused.because(
            "signed-off",
            f"{plan.title} is signed off: every provider accepted its list, and the books stay as they were accepted.",
        )
    _require_live(plan)
    steps = len(reconciliation.CHECKS) + 2
    tell(0, steps, "Reading every record, and writing the books")
    found: dict[str, int] = {}
    most = {check: _how_many_to_name(plan, check) for check in reconciliation.EVERY}
    apart = {check: most[check] for check in reconciliation.APART}

    def keep(check: reconciliation.Check, what: reconciliation.Found) -> None:
        _keep(plan, check, what, account_id=account_id, now=now)
        found[check.name] = what.total

    with lane.beside(plan, apart, now=now) as made:
        with transaction.atomic():
            reconciliation.lay_differing(plan)
            content = reconciliation.read_after(plan)
            books.write_books(plan=plan, now=now)
            provider_lists.write_lists(plan=plan, now=now)
            comparing.compare_lists(plan_id=plan.pk, now=now)
            for check in reconciliation.WITH_THE_BOOKS:
                keep(check, check.run(plan, most=most[check]))
        for at, check in enumerate(reconciliation.CHECKS, start=1):
            tell(at, steps, f"Checking {check.compares}")
            keep(check, made(check) if check in apart else check.run(plan, most=most[check]))
    with transaction.atomic():
        plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
        _require_live(plan)
        if not is_open(plan) and plan.phase == Phase.LIVE:
            plan.phase = Phase.RECONCILED
            plan.save(update_fields=["phase"])
            trail.note_phase(plan, account_id=account_id, now=now)
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


def _require_live(plan: Plan) -> None:
    if plan.phase not in {Phase.LIVE, Phase.RECONCILED}:
        raise Refused.because("not-live", f"{plan.title} is not live. Switch first.")


def is_open(plan: Plan) -> bool:
    """Whether something that was found is not named, or is not explained with another's approval."""
    return unexplained.count_open(plan) > 0


def _keep(
    plan: Plan,
    check: reconciliation.Check,
    found: reconciliation.Found,
    *,
    account_id: int,
    now: datetime,
) -> None:
    """Write down what a check found, and strike what it no longer finds and nobody explained.

    An explanation is of what was found, and lapses with it.
    """
    with transaction.atomic():
        kept = Difference.objects.filter(plan=plan, check_name=check.name)
        explained = {each.subject: each for each in kept.exclude(explained_by_id=None)}
        named = _by_subject(found)
        kept.filter(explained_by_id=None).exclude(subject__in=named).delete()
        Tally.objects.update_or_create(
            plan=plan,
            check_name=check.name,
            defaults={"found": found.total, "named": len(found.named), "recorded_at": now},
        )
        changed = [
            each
            for each in explained.values()
            if each.subject in named and named[each.subject] != each.found
        ]
        _lapse(changed, now=now)
        Difference.objects.bulk_create(
            (
                Difference(
                    plan=plan,
                    check_name=check.name,
                    subject=subject,
                    found=what,
                    recorded_at=now,
                )
                for subject, what in named.items()
            ),
            update_conflicts=True,
            unique_fields=["plan", "check_name", "subject"],
            update_fields=["found"],
        )
        for each in changed:
            audit.record(
                account_id=account_id,
                action="restructure.explanation.lapse",
                subject_kind="plan",
                subject_reference=str(plan),
                now=now,
                detail={
                    "difference": each.pk,
                    "explained_by": each.explained_by_id,
                    "approved_by": each.approved_by_id,
                },
            )


def _how_many_to_name(plan: Plan, check: reconciliation.Check) -> int:
    """As many more as somebody explained; where that is all that was named, as many more as that was, so that the rest comes."""
    kept = Difference.objects.filter(plan=plan, check_name=check.name)
    left, explained = kept.filter(explained_by_id=None), kept.exclude(explained_by_id=None).count()
    before = Tally.objects.filter(plan=plan, check_name=check.name).first()
    named = before.named if before is not None and not left.exists() else 0
    return reconciliation.MOST_NAMED + max(explained, named)


def _by_subject(found: reconciliation.Found) -> dict[str, str]:
    """What was found of each subject; where that is several things, all of them."""
    gathered: dict[str, list[str]] = {}
    for each in found.named:
        gathered.setdefault(each.subject, []).append(each.found)
    return {subject: "; ".join(what)[:LONGEST_FOUND] for subject, what in gathered.items()}


def _lapse(changed: list[Difference], *, now: datetime) -> None:
    """Keep what was said of differences that are found otherwise now, and have them explained anew."""
    explaining.keep_as_it_stood(changed, now=now)
    Difference.objects.filter(id__in=[each.pk for each in changed]).update(
        explanation="", explained_by_id=None, approved_by_id=None
    )
