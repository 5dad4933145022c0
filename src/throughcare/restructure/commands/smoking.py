"""The first checks after a switch, over every provider and each role that it has; kept as the report of a run.

What the engine can count it counts. Whether an account opens a case and records a contact in it is tried through row-level
security, as that account, where this runs as a role that may act for accounts; what is written is taken back at once. The
worker's may not: it asks the functions that row-level security asks, and whoever presses the button has the same tried
through row-level security besides.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, Protocol

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import Http404

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action, Role, View
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.restructure.choices import RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import day, kinds, links, plans, smoke, sql
from throughcare.restructure.rules.smoke import Smoke, Try, checked, with_tries

Tell = Callable[[int, int, str], None]

WRITERS: Final = (Role.OFFICER, Role.MANAGER, Role.ADMINISTRATOR, Role.COURT, Role.DUTY)
"""Whoever of these a provider has, the first before the next, writes to one of its cases; else any role that may."""


class Write(Protocol):
    """Writes something small to a case by the command of its room, as the pinned account.

    Raises what that command does where it may not.
    """

    def __call__(self, *, account_id: int, case_id: int, now: datetime) -> None: ...


_writer: dict[str, Write] = {}
"""By kind of item, how one of it is written to."""


def written_with(write: Write) -> None:
    """Have accounts that are tried write to a case so: for the room above that keeps cases, and for one alone.

    Raises:
        ValueError: another says how already.
    """
    if _writer.setdefault(kinds.CASE, write) is not write:
        raise ValueError("Two rooms say how a case is written to.")


def check_smoke(*, account_id: int, plan_id: int, now: datetime, tell: Tell) -> dict[str, Any]:
    """Look at every provider just after a switch. As the engine; nothing of a record is written, or it is taken back.

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
        links=links.links(),
        stuck=sql.value("select restructure_messages_stuck()"),
        kinds=len(kinds.assigned()),
    )
    tell(1, 2, "Asking what each role of each provider may open")
    found = _with_tries(found, now=now)
    _record(plan, account_id=account_id, found=found, now=now)
    tell(2, 2, "Done")
    return found.as_json()


@transaction.atomic
def try_accounts(*, account_id: int, plan_id: int, now: datetime, at: datetime) -> Run:
    """Open cases as each role of each provider, write to one of each, and keep that with the newest first checks.

    `at` is the machine's clock.

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
    """Who is to try which cases: an account for each role that a provider has; cases only of those that were given some."""
    reads, writes = (
        access.roles_that(action=action) for action in (Action.READ_CASE, Action.WRITE_CASE)
    )
    samples = {sample.provider: sample for sample in smoke.samples(plan)}
    seats = [
        (seated, samples.get(seated.provider))
        for seated in access.one_of_each(seed=f"{plan.reference} v{plan.version}")
    ]
    return [
        Try(
            provider=seated.provider,
            role=seated.role,
            account_id=seated.account_id,
            own=sample.own if sample else (),
            others=sample.others if sample else (),
            reads=seated.role in reads,
            writes=seated.role in writes,
        )
        for seated, sample in seats
    ]


def _with_tries(found: Smoke, *, now: datetime) -> Smoke:
    is_acted = smoke.may_act()
    as_account = change_access.acting_as if is_acted else change_access.judged_as
    writers = _writers(found.tries) if is_acted and _writer else frozenset()
    return with_tries(
        found,
        [
            _tried(each, now=now, as_account=as_account, is_to_write=each in writers)
            for each in found.tries
        ],
        is_acted=is_acted,
    )


def _writers(tries: tuple[Try, ...]) -> frozenset[Try]:
    """One account of each provider, of the first role that writes."""
    order = {str(role): place for place, role in enumerate(WRITERS)}
    chosen: dict[str, Try] = {}
    for each in sorted(tries, key=lambda made: order.get(made.role, len(order))):
        if each.writes and each.own:
            chosen.setdefault(each.provider, each)
    return frozenset(chosen.values())


class _AsAccount(Protocol):
    """A block in which what is asked is answered for an account."""

    def __call__(self, *, account_id: int, now: datetime) -> AbstractContextManager[None]: ...


def _tried(wanted: Try, *, now: datetime, as_account: _AsAccount, is_to_write: bool) -> Try:
    """What an account may do, as that account. A role that reads no case is asked only whether it may do anything."""
    with as_account(account_id=wanted.account_id, now=now):
        begins = bool(access.actions())
        if not wanted.reads:
            return replace(wanted, begins=begins)
        seen = access.sights_of([*wanted.own, *wanted.others])
        shown = smoke.rows_seen(wanted.own)
        opened = [each for each in wanted.own if seen[each].view == View.FULL and each in shown]
        others = [seen[each].view for each in wanted.others]
        return replace(
            wanted,
            begins=begins,
            opens=bool(opened) if wanted.own else None,
            may_write=any(seen[each].may_write for each in opened)
            if wanted.own and wanted.writes
            else None,
            wrote=any(_wrote(each, account_id=wanted.account_id, now=now) for each in opened)
            if is_to_write
            else None,
            is_kept_out=View.FULL not in others if others else None,
        )


def _wrote(case_id: int, *, account_id: int, now: datetime) -> bool:
    """Write to a case as the pinned account, and take back all that came of it: the record, its event, its entry of the trail."""
    try:
        with transaction.atomic():
            _writer[kinds.CASE](account_id=account_id, case_id=case_id, now=now)
            transaction.set_rollback(True)
    except (PermissionDenied, Http404, Refused, DatabaseError):
        return False
    return True


def _record(plan: Plan, *, account_id: int, found: Smoke, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action="restructure.smoke",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={"passed": found.is_passed},
    )
