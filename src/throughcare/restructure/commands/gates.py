"""Passing gates: what people state where nothing can be measured, what they accept though amber, and the go decision.

What is stated rests on a result that can be opened, and never on words alone.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.models import Acceptance, Plan, Publication, Statement
from throughcare.restructure.queries import plans, readiness, shown, signing
from throughcare.restructure.rules import evidence
from throughcare.restructure.rules.evidence import Link
from throughcare.restructure.rules.gates import BY_NAME, STATED, Light

_NOTHING_THERE: Final = Reason(
    "no-result",
    "No result of this plan is shown at that page. Copy the address of a run, a rehearsal, the books or a measurement.",
)


@transaction.atomic
def state_gate(
    *, account_id: int, plan_id: int, gate: str, says: str, link: Link, now: datetime
) -> Statement:
    """State that a gate is passed for which nothing can be measured, on a result that can be opened.

    It takes the place of what was stated before. A result of this system has to be there; one elsewhere is not fetched.

    Raises:
        PermissionDenied: the account may neither plan nor approve.
        Refused: nothing is said, the gate is measured, or the link leads to no result.
    """
    if not access.may_somewhere(account_id=account_id, action=Action.PLAN):
        access.require_of(account_id=account_id, action=Action.APPROVE)
    reasons = []
    if gate not in STATED:
        reasons.append(Reason("measured", "This gate is measured, and not stated."))
    if not says.strip():
        reasons.append(Reason("nothing-said", "Say what is ready, and how you know."))
    plan = _held(plan_id)
    reasons += evidence.reasons_to_refuse(link, today=plans.day_of(now))
    shows = shown.shown_at(plan, link.address) if link.is_inside else ""
    if link.is_inside and not shows:
        reasons.append(_NOTHING_THERE)
    if reasons:
        raise Refused(reasons)
    Statement.objects.filter(plan=plan, gate=gate, withdrawn_at=None).update(withdrawn_at=now)
    statement = Statement.objects.create(
        plan=plan,
        gate=gate,
        says=says.strip(),
        address=link.address,
        shows=shows,
        digest=link.digest,
        result_on=link.result_on,
        made_by_id=account_id,
        recorded_at=now,
    )
    _record(plan, f"restructure.state.{gate}", account_id=account_id, now=now)
    return statement


@transaction.atomic
def approve_statement(
    *, account_id: int, plan_id: int, gate: str, statement_id: int, now: datetime
) -> Statement:
    """Agree with what somebody else stated of a gate of a plan, which opens it.

    Raises:
        PermissionDenied: the account may not approve.
        Statement.DoesNotExist: it is no statement about that gate.
        Refused: the account stated it or is no approver of the plan, it was replaced since, or it rests on no result that
            can be opened.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    statement = (
        Statement.objects.select_for_update(no_key=True, of=("self",))
        .select_related("plan")
        .get(id=statement_id, plan_id=plan_id, gate=gate)
    )
    reasons = signing.reasons_not_theirs(statement.plan, account_id=account_id, report=None)
    if reasons:
        raise Refused(reasons)
    if statement.made_by_id == account_id:
        raise Refused.because("own-statement", "You stated this. Somebody else has to approve it.")
    if statement.withdrawn_at is not None:
        raise Refused.because("replaced", "This was replaced by a later statement. Read that one.")
    if not statement.address:
        raise Refused.because(
            "no-link", "This names no result. Have it stated anew, with the link to one."
        )
    is_inside = statement.address.startswith("/")
    if is_inside and not shown.shown_at(statement.plan, statement.address):
        raise Refused([_NOTHING_THERE])
    if statement.approved_at is None:
        statement.approved_by_id, statement.approved_at = account_id, now
        statement.save(update_fields=["approved_by_id", "approved_at"])
        _record(
            statement.plan,
            f"restructure.state.approve.{statement.gate}",
            account_id=account_id,
            now=now,
        )
    return statement


@transaction.atomic
def accept_amber(
    *, account_id: int, plan_id: int, gate: str, reason: str, now: datetime
) -> Acceptance:
    """Take an amber gate upon oneself, as it is found now. It lapses when another fact is found.

    Raises:
        PermissionDenied: the account may not approve.
        Refused: no reason, the account made the plan or is no approver of it, or the gate is not amber.
    """
    access.require_of(account_id=account_id, action=Action.APPROVE)
    plan = _held(plan_id)
    found = {
        each.name: each
        for each in readiness.readings(
            plan, plans.read(plan), today=now.astimezone(plans.CIVIL).date()
        )
    }.get(gate)
    reasons = signing.reasons_not_theirs(plan, account_id=account_id, report=None)
    maker_id = plan.made_by_id
    if maker_id is None or maker_id == account_id:
        reasons.append(Reason("own-plan", "You made this plan. Somebody else has to accept this."))
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say why the plan may go on all the same."))
    if found is None or found.light != Light.AMBER:
        reasons.append(
            Reason("not-amber", "Only a gate that is amber can be accepted. This one is not.")
        )
    if reasons or found is None or maker_id is None:
        raise Refused(reasons)
    acceptance, is_new = Acceptance.objects.get_or_create(
        plan=plan,
        gate=gate,
        fact=found.fact[: readiness.LONGEST_FACT],
        defaults={
            "reason": reason.strip(),
            "made_by_id": maker_id,
            "accepted_by_id": account_id,
            "recorded_at": now,
        },
    )
    if is_new:
        _record(plan, f"restructure.accept.{gate}", account_id=account_id, now=now)
    return acceptance


def reasons_against_go(plan: Plan, *, now: datetime) -> list[Reason]:
    """Every gate that the go decision waits for, in words; none where gates are only shown. A reversal has its limit alone."""
    if late := plans.past_its_limit(plan, now=now):
        return [Reason("too-late", late)]
    if plan.reverses_id is not None or not readiness.are_asked():
        return []
    today = now.astimezone(plans.CIVIL).date()
    return [
        Reason(
            f"gate-{each.name}",
            f"{BY_NAME[each.name].asks}: {each.light}. {each.fact} "
            + (
                "Have it accepted in writing."
                if each.light == Light.AMBER
                else BY_NAME[each.name].mend
            ),
        )
        for each in readiness.in_the_way(plan, plans.read(plan), today=today)
    ]


@transaction.atomic
def publish_gates(*, account_id: int, plan_id: int, now: datetime) -> Publication:
    """Tell the public how the gates stand, in counts. It takes the place of what was told before.

    Raises:
        PermissionDenied: the account is no director.
    """
    access.require_of(account_id=account_id, action=Action.SWITCH)
    plan = _held(plan_id)
    today = now.astimezone(plans.CIVIL).date()
    lines = [
        {"gate": each.name, "light": each.light, "counts": [list(pair) for pair in each.counts]}
        for each in readiness.readings(plan, plans.read(plan), today=today)
    ]
    _end_published(plan, account_id=account_id, now=now)
    made = Publication.objects.create(
        plan=plan,
        reference=plan.reference,
        lines=lines,
        published_by_id=account_id,
        published_at=now,
    )
    _record(plan, "restructure.publish", account_id=account_id, now=now)
    return made


@transaction.atomic
def withdraw_gates(*, account_id: int, plan_id: int, now: datetime) -> None:
    """Take back what the public was told.

    Raises:
        PermissionDenied: the account is no director.
    """
    access.require_of(account_id=account_id, action=Action.SWITCH)
    plan = _held(plan_id)
    if _end_published(plan, account_id=account_id, now=now):
        _record(plan, "restructure.publish.end", account_id=account_id, now=now)


def _end_published(plan: Plan, *, account_id: int, now: datetime) -> int:
    return Publication.objects.filter(reference=plan.reference, ended_at=None).update(
        ended_by_id=account_id, ended_at=now
    )


def _held(plan_id: int) -> Plan:
    return Plan.objects.select_for_update(no_key=True).get(id=plan_id)


def _record(plan: Plan, action: str, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
    )
