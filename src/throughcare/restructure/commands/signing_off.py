"""Signing a plan off: each provider accepts its list, as it is or with exceptions that have an owner and a date."""

import hashlib
from datetime import date, datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from procrastinate.contrib.django import app

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.choices import Gate, Outcome, Phase, RunState, Step
from throughcare.restructure.commands import reconciling, turns
from throughcare.restructure.commands.owing import owed
from throughcare.restructure.commands.steps import QUEUE
from throughcare.restructure.models import (
    Approval,
    ListedException,
    Plan,
    ProviderList,
    Run,
    SignOff,
)
from throughcare.restructure.queries import plans, signing_off

CLOSE_SIGN_OFF: Final = "restructure.close_sign_off"
SETTLED_SINCE: Final = Reason(
    "settled-since",
    "Items were given to another body since the books were closed, and the lists do not have that yet."
    " Have the step Reconcile run again: a list that it finds otherwise is accepted anew.",
)
MOST_EXCEPTIONS: Final = 100
"""As many as a provider may list of one plan. A list with more wrong in it is not to be accepted."""


@transaction.atomic
def list_exception(
    *,
    account_id: int,
    plan_id: int,
    provider: str,
    says: str,
    owed_by: str,
    due_on: date | None,
    now: datetime,
) -> ListedException:
    """List something that is not right in a provider's list. It counts once the list is accepted with it.

    `owed_by` is the user name or the code of the post that puts it right, of the provider or of the programme.

    Raises:
        PermissionDenied: the account does not speak for the provider.
        Refused: nothing is said, nobody owes it, there is no day ahead, or the list was accepted already.
    """
    plan, found = _list_to_accept(plan_id, provider=provider)
    _require_speaker(account_id, found)
    account, post, reasons = owed(owed_by, owner_id=found.owner_id)
    if not says.strip():
        reasons.append(Reason("nothing-said", "Say what is not right."))
    if due_on is None:
        reasons.append(Reason("no-day", "Say by which day it is put right."))
    elif due_on < plans.day_of(now):
        reasons.append(Reason("day-passed", "The day by which it is put right has passed."))
    reasons += _reasons_against_accepting(plan, account_id=account_id)
    if SignOff.objects.filter(provider_list=found).exists():
        reasons.append(Reason("accepted", "This list was accepted already."))
    if signing_off.count_exceptions(plan, owner_id=found.owner_id) >= MOST_EXCEPTIONS:
        sentence = f"{MOST_EXCEPTIONS} exceptions were listed. Do not accept the list: have it put right first."
        reasons.append(Reason("too-many", sentence))
    if reasons or due_on is None:
        raise Refused(reasons)
    listed = ListedException.objects.create(
        plan=plan,
        owner_id=found.owner_id,
        says=says.strip(),
        owed_by_id=account,
        owed_post=post,
        due_on=due_on,
        made_by_id=account_id,
        recorded_at=now,
    )
    _record(
        plan,
        "restructure.sign-off.exception",
        account_id=account_id,
        now=now,
        detail={"provider": found.code, "exception": listed.pk},
    )
    return listed


@transaction.atomic
def accept_list(*, account_id: int, plan_id: int, provider: str, now: datetime) -> SignOff:
    """Accept a provider's list as it is now, with the exceptions that are open. Accepted twice, the first stays.

    Once the last provider has, the worker makes the plan signed off (`close_sign_off`).

    Raises:
        PermissionDenied: the account does not speak for the provider.
        Refused: the account made the plan, the plan is not reconciled, something was settled since, or something wrong is neither
            settled nor listed.
    """
    plan, found = _list_to_accept(plan_id, provider=provider)
    _require_speaker(account_id, found)
    accepted = SignOff.objects.filter(provider_list=found).first()
    if accepted is not None:
        return accepted
    reasons = _reasons_against_accepting(plan, account_id=account_id)
    listed = ListedException.objects.filter(plan=plan, owner_id=found.owner_id, closed_at=None)
    wrong = signing_off.wrong_assignments(plan, owner_id=found.owner_id, code=found.code)
    if wrong and not listed.exists():
        reasons.append(
            Reason(
                "wrong-assignments",
                f"{wrong:,} items of this provider were found with the wrong body, and are not with the right one yet."
                " Wait until they are, or list them as an exception.",
            )
        )
    if reasons or plan.made_by_id is None:
        raise Refused(reasons)
    accepted = SignOff.objects.create(
        provider_list=found, made_by_id=plan.made_by_id, signed_by_id=account_id, recorded_at=now
    )
    exceptions = listed.update(sign_off=accepted)
    app.configure_task(CLOSE_SIGN_OFF, lock=f"plan {plan_id}", queue=QUEUE).defer(plan_id=plan_id)
    _record(
        plan,
        "restructure.sign-off.accept",
        account_id=account_id,
        now=now,
        detail={"provider": found.code, "digest": found.digest, "exceptions": exceptions},
    )
    return accepted


@transaction.atomic
def close_exception(
    *, account_id: int, plan_id: int, exception_id: int, outcome: Outcome, says: str, now: datetime
) -> ListedException:
    """Say what came of an exception: it was put right, or it is withdrawn. Never by whoever owes it.

    Raises:
        PermissionDenied: the account neither speaks for the provider nor approves what others made.
        Refused: nothing is said, the account owes it, made the plan, or withdraws what is not its own; or it was closed already.
    """
    plan = Plan.objects.get(id=plan_id)
    found = ListedException.objects.get(id=exception_id, plan=plan)
    speaks = account_id in access.speakers([found.owner_id]).get(found.owner_id, ())
    if not speaks:
        access.require_of(account_id=account_id, action=Action.APPROVE)
    reasons = _reasons_against_closing(
        plan, found, account_id=account_id, speaks=speaks, outcome=outcome, says=says
    )
    if reasons:
        raise Refused(reasons)
    closed = ListedException.objects.filter(id=found.pk, closed_at=None).update(
        outcome=outcome, outcome_says=says.strip(), closed_by_id=account_id, closed_at=now
    )
    if not closed:
        raise Refused.because("closed", "This exception was closed already.")
    _record(
        plan,
        f"restructure.sign-off.{outcome}",
        account_id=account_id,
        now=now,
        detail={"exception": found.pk},
    )
    found.refresh_from_db()
    return found


def _reasons_against_closing(
    plan: Plan,
    found: ListedException,
    *,
    account_id: int,
    speaks: bool,
    outcome: Outcome,
    says: str,
) -> list[Reason]:
    reasons = []
    if not speaks and outcome == Outcome.WITHDRAWN:
        sentence = "Only who speaks for the provider withdraws what it listed."
        reasons.append(Reason("not-yours-to-withdraw", sentence))
    if found.owed_by_id == account_id or (
        found.owed_post and access.holds_post(account_id=account_id, code=found.owed_post)
    ):
        sentence = "You were to put this right. Somebody else says whether it is."
        reasons.append(Reason("own-exception", sentence))
    if plan.made_by_id == account_id:
        reasons.append(Reason("own-plan", "You made this plan. Somebody else has to close this."))
    if not says.strip():
        reasons.append(Reason("nothing-said", "Say what came of it."))
    if found.closed_at is not None:
        reasons.append(Reason("closed", "This exception was closed already."))
    return reasons


@transaction.atomic
def close_sign_off(*, plan_id: int, now: datetime) -> Plan:
    """Make a plan signed off once every provider has accepted its list; for the engine. Until then nothing changes.

    Nothing either while something was settled after the books were closed: the lists do not have it.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    report = _report(plan)
    lists = list(signing_off.current_lists(plan))
    signed = {
        each.provider_list_id: each
        for each in SignOff.objects.filter(provider_list__in=lists).order_by("id")
    }
    if (
        plan.phase != Phase.RECONCILED
        or plan.made_by_id is None
        or report is None
        or not lists
        or len(signed) < len(lists)
        or reconciling.is_open(plan)
        or signing_off.settled_since(plan)
    ):
        return plan
    last = max(signed.values(), key=lambda each: each.pk)
    accepted = hashlib.sha256("".join(each.digest for each in lists).encode()).hexdigest()
    Approval.objects.create(
        plan=plan,
        gate=Gate.SIGN_OFF,
        made_by_id=plan.made_by_id,
        approved_by_id=last.signed_by_id,
        evidence=f"run {report.pk}, and {len(lists):,} lists that were accepted",
        recorded_at=now,
    )
    plan.phase = Phase.SIGNED_OFF
    plan.save(update_fields=["phase"])
    _record(
        plan,
        "restructure.signed-off",
        account_id=last.signed_by_id,
        now=now,
        detail={"run": report.pk, "lists": len(lists), "digest": accepted},
    )
    return plan


def close_sign_offs(*, now: datetime) -> int:
    """Make every plan signed off that can be; how many now are. For what the worker did not hear of."""
    waiting = (
        Plan.objects.filter(phase=Phase.RECONCILED).order_by("id").values_list("id", flat=True)
    )
    return sum(
        close_sign_off(plan_id=plan_id, now=now).phase == Phase.SIGNED_OFF
        for plan_id in list(waiting)
    )


def _list_to_accept(plan_id: int, *, provider: str) -> tuple[Plan, ProviderList]:
    turns.take_asking_turn(plan_id)
    plan = Plan.objects.get(id=plan_id)
    found = signing_off.current_lists(plan).filter(code=provider).first()
    if found is None:
        raise Refused.because(
            "no-list",
            f"There is no list of {provider}. Lists are made when the plan is reconciled, for each provider that the plan concerns.",
        )
    return plan, found


def _require_speaker(account_id: int, found: ProviderList) -> None:
    if account_id not in access.speakers([found.owner_id]).get(found.owner_id, ()):
        raise PermissionDenied("Only who speaks for a provider accepts its list")


def _reasons_against_accepting(plan: Plan, *, account_id: int) -> list[Reason]:
    reasons = []
    if plan.phase != Phase.RECONCILED:
        sentence = f"{plan.title} is {plan.get_phase_display().lower()}. Lists are accepted once it is reconciled, and not after."
        reasons.append(Reason("not-reconciled", sentence))
    if plan.made_by_id is None or plan.made_by_id == account_id:
        sentence = "You made this plan. Somebody else of the provider has to accept its list."
        reasons.append(Reason("own-plan", sentence))
    if reconciling.is_open(plan):
        sentence = (
            "The books do not agree any more. Have each difference explained or put right first."
        )
        reasons.append(Reason("open-differences", sentence))
    if signing_off.settled_since(plan):
        reasons.append(SETTLED_SINCE)
    return reasons


def _report(plan: Plan) -> Run | None:
    runs = Run.objects.filter(plan=plan, step=Step.RECONCILE, state=RunState.DONE)
    return runs.order_by("-id").first()


def _record(
    plan: Plan, action: str, *, account_id: int, now: datetime, detail: audit.Detail
) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail=detail,
    )
