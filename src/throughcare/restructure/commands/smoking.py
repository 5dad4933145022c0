"""The first checks after a switch, over every provider; kept as the report of a run.

What the engine can count it counts. Whether somebody of each provider opens a case is tried through row-level security, as that
account, where this runs as a role that may act for accounts. The worker's may not: it asks the functions that row-level security
asks, and whoever presses the button has the same tried through row-level security besides.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol

from django.db import transaction

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action, Role, View
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import day, kinds, plans, smoke, sql
from throughcare.restructure.rules.smoke import Provider, Smoke, Try, checked, with_tries

Tell = Callable[[int, int, str], None]

SAMPLED: Final = (Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR, Role.COURT, Role.DUTY)
"""Whoever of these a provider has, the first before the next, opens some of its cases."""


def check_smoke(*, account_id: int, plan_id: int, now: datetime, tell: Tell) -> dict[str, Any]:
    """Look at every provider just after a switch. As the engine; nothing of a record is written.

    Raises:
        Refused: the plan is not live.
    """
    plan = Plan.objects.select_related("change").get(id=plan_id)
    if plan.phase not in plans.GONE_LIVE:
        raise Refused.because("not-live", f"{plan.title} is not live. Switch first.")
    tell(0, 2, "Counting what every provider has")
    found = checked(
        smoke.providers(plan),
        tries=_tries(plan),
        stuck=sql.value("select restructure_messages_stuck()"),
        waiting=smoke.under_way(),
        kinds=len(kinds.assigned()),
    )
    tell(1, 2, "Asking what somebody of each provider may open")
    found = _with_tries(found, now=now)
    _record(plan, account_id=account_id, found=found, now=now)
    tell(2, 2, "Done")
    return found.as_json()


@transaction.atomic
def try_accounts(*, account_id: int, plan_id: int, now: datetime, at: datetime) -> Run:
    """Open cases as somebody of each provider, and keep that with the newest first checks; `at` is the machine's clock.

    To be called in a role that may act for accounts, as pages are served.

    Raises:
        PermissionDenied: the account may not switch.
        Refused: no first checks were made yet.
    """
    access.require_of(account_id=account_id, action=Action.SWITCH)
    plan = plans.by_id(plan_id)
    made = day.first_checks(plan)
    if made is None:
        raise Refused.because(
            "no-checks", "The first checks are not made yet. Wait until they are, and try again."
        )
    found = _with_tries(made[1], now=now)
    run = Run.objects.create(
        plan=plan,
        step=Step.SMOKE,
        state=RunState.DONE,
        result=found.as_json(),
        asked_by_id=account_id,
        asked_at=now,
        started_at=at,
        finished_at=at,
    )
    _record(plan, account_id=account_id, found=found, now=now)
    return run


def _tries(plan: Plan) -> list[Try]:
    """Who is to try which cases; a provider without anybody, or without a case, is left out."""
    seats: dict[str, dict[str, int]] = {}
    for seated in access.one_of_each(seed=f"{plan.reference} v{plan.version}"):
        seats.setdefault(seated.provider, {})[seated.role] = seated.account_id
    return [
        Try(
            provider=sample.provider,
            account_id=here[role],
            own=sample.own,
            others=sample.others,
        )
        for sample in smoke.samples(plan)
        if (here := seats.get(sample.provider, {}))
        and (role := next((each for each in SAMPLED if each in here), None)) is not None
    ]


def _with_tries(found: Smoke, *, now: datetime) -> Smoke:
    tries, is_acted = {each.provider: each for each in found.tries}, smoke.may_act()
    as_account = change_access.acting_as if is_acted else change_access.judged_as
    return with_tries(
        found,
        [
            _tried(provider, tries[provider.code], now=now, as_account=as_account)
            if provider.code in tries
            else provider
            for provider in found.providers
        ],
        is_acted=is_acted,
    )


class _AsAccount(Protocol):
    """A block in which what is asked is answered for an account."""

    def __call__(self, *, account_id: int, now: datetime) -> AbstractContextManager[None]: ...


def _tried(provider: Provider, wanted: Try, *, now: datetime, as_account: _AsAccount) -> Provider:
    """What an account of a provider may do, as that account."""
    with as_account(account_id=wanted.account_id, now=now):
        views, shown = access.views_of([*wanted.own, *wanted.others]), smoke.rows_seen(wanted.own)
        opened = [each for each in wanted.own if views.get(each) == View.FULL and each in shown]
        others = [views.get(each) for each in wanted.others]
        return replace(
            provider,
            reads_own=bool(opened),
            writes_own=any(access.may_write(each) for each in opened),
            is_kept_out=View.FULL not in others if others else None,
        )


def _record(plan: Plan, *, account_id: int, found: Smoke, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action="restructure.smoke",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={"passed": found.is_passed},
    )
