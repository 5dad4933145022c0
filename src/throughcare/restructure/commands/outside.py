"""Lists of bodies outside: handed in, and what differs from ours given an owner and a date."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction
from procrastinate.contrib.django import app

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Reason, Refused
from throughcare.restructure.choices import Phase
from throughcare.restructure.commands.owing import owed
from throughcare.restructure.commands.steps import QUEUE
from throughcare.restructure.models import (
    OutsideDifference,
    OutsideList,
    OutsideReference,
    Plan,
)
from throughcare.restructure.queries import outside, plans
from throughcare.restructure.rules import outside as rules

COMPARE: Final = "restructure.compare_outside"
OPEN_TO_LISTS: Final = (Phase.STAGED, Phase.LIVE, Phase.RECONCILED, Phase.SIGNED_OFF)
"""Phases in which lists are handed in: who has what under the plan is written, and what still differs is not settled."""
LONGEST_WAIT: Final = timedelta(days=366)
"""A difference is settled while old codes still lead on."""
AT_ONCE: Final = 5_000
"""Lines written with one statement."""


@transaction.atomic
def hand_in_list(
    *, account_id: int, plan_id: int, body: str, is_partner: bool, content: bytes, now: datetime
) -> OutsideList:
    """Take in the list of a provider, by its code, or of a partner, by its name; the same file again changes nothing.

    The worker compares it (`comparing.compare_lists`); one that was handed in before for the same body does not count any more.

    Raises:
        PermissionDenied: the account neither plans nor speaks for the provider.
        Refused: no provider has the code, the plan is not staged or is settled, or the file has mistakes, each with its line.
    """
    plan = Plan.objects.get(id=plan_id)
    provider = None if is_partner else outside.provider_of(plan, body)
    owner_id = provider.unit_id if provider else None
    _require_right(account_id, owner_id=owner_id)
    listed = rules.read(content)
    named = provider.code if provider else " ".join(body.split())
    reasons = [*_reasons_against(plan), *listed.reasons]
    reasons += _reasons_against_body(plan, named, provider=provider, is_partner=is_partner)
    if reasons:
        raise Refused(reasons)
    digest = hashlib.sha256(content).hexdigest()
    before = outside.current_outside(plan).filter(body=named)
    standing = before.first()
    if standing is not None and standing.digest == digest:
        return standing
    before.update(superseded_at=now)
    made = OutsideList.objects.create(
        plan=plan,
        owner_id=owner_id,
        body=named,
        digest=digest,
        lines=len(listed.lines),
        handed_in_by_id=account_id,
        recorded_at=now,
    )
    OutsideReference.objects.bulk_create(
        (
            OutsideReference(outside_list=made, reference=reference, provider=code)
            for reference, code in listed.lines
        ),
        batch_size=AT_ONCE,
    )
    app.configure_task(COMPARE, lock=f"plan {plan_id}", queue=QUEUE).defer(plan_id=plan_id)
    _record(
        plan,
        "restructure.outside.hand-in",
        account_id=account_id,
        now=now,
        detail={"body": named, "digest": digest, "lines": made.lines},
    )
    return made


@transaction.atomic
def date_differences(
    *,
    account_id: int,
    plan_id: int,
    list_id: int,
    difference_id: int | None,
    owed_by: str,
    due_on: date | None,
    now: datetime,
) -> int:
    """Say who settles a difference with a body outside and by which day, or all that nobody owes yet; how many.

    Raises:
        PermissionDenied: the account neither plans nor speaks for the provider.
        Refused: nobody owes it, there is no day within the year ahead, or there is no such difference any more.
    """
    plan = Plan.objects.get(id=plan_id)
    found = OutsideList.objects.get(id=list_id, plan=plan)
    _require_right(account_id, owner_id=found.owner_id)
    account, post, reasons = owed(owed_by, owner_id=found.owner_id)
    if due_on is None:
        reasons.append(Reason("no-day", "Say by which day it is settled."))
    elif due_on < plans.day_of(now):
        reasons.append(Reason("day-passed", "The day by which it is settled has passed."))
    elif due_on > plans.day_of(now) + LONGEST_WAIT:
        reasons.append(Reason("day-too-far", "It has to be settled within a year."))
    if reasons:
        raise Refused(reasons)
    asked = OutsideDifference.objects.filter(plan=plan, body=found.body, settled_at=None)
    asked = asked.filter(due_on=None) if difference_id is None else asked.filter(id=difference_id)
    dated = asked.update(owed_by_id=account, owed_post=post, due_on=due_on, dated_by_id=account_id)
    if not dated:
        raise Refused.because("settled", "There is no such difference any more.")
    _record(
        plan,
        "restructure.outside.date",
        account_id=account_id,
        now=now,
        detail={"body": found.body, "differences": dated, "due": str(due_on)},
    )
    return dated


def _require_right(account_id: int, *, owner_id: int | None) -> None:
    if owner_id is not None and account_id in access.speakers([owner_id]).get(owner_id, ()):
        return
    if not access.may_somewhere(account_id=account_id, action=Action.PLAN):
        raise PermissionDenied(
            "Only the programme, and who speaks for a provider, hands in its list"
        )


def _reasons_against(plan: Plan) -> list[Reason]:
    if plan.phase in OPEN_TO_LISTS:
        return []
    sentence = f"{plan.title} is {plan.get_phase_display().lower()}. Lists are handed in once it is staged, until it is settled."
    return [Reason("not-open-to-lists", sentence)]


def _reasons_against_body(
    plan: Plan, named: str, *, provider: outside.Provider | None, is_partner: bool
) -> list[Reason]:
    longest = OutsideList._meta.get_field("body").max_length or 0
    if is_partner and not (named.isprintable() and len(named) <= longest):
        sentence = (
            f"Give the partner a name of {longest} letters at most, all of which can be printed."
        )
        return [Reason("no-partner", sentence)]
    if not is_partner and provider is None:
        sentence = f"No provider has the code {named.upper()} under this plan."
        return [Reason("no-provider", sentence)]
    if is_partner and (not named or outside.provider_of(plan, named)):
        sentence = "Give the name of the partner. This is the code of a provider, or nothing."
        return [Reason("no-partner", sentence)]
    return []


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
