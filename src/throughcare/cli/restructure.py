"""Re-cut data and access from one structure to another, by a plan file.

check, plan, stage, switch, reconcile and evidence are the steps, in this order; approve signs a gate;
abort goes back to all-old before the plan is reconciled; status says where a plan stands; verify asks
every invariant of any database at any time.
"""

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from throughcare.config.environment import Role
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan

ROLE = Role.ENGINE

STEPS = (
    "check",
    "plan",
    "approve",
    "stage",
    "switch",
    "abort",
    "reconcile",
    "evidence",
    "status",
    "verify",
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("plan", nargs="?", help="the plan's file, or its reference once loaded")
    parser.add_argument("--as", dest="account", help="the username of the account that does it")
    parser.add_argument("--gate", default="go", help="for approve: plan, forecast, go or sign-off")
    parser.add_argument("--evidence", default="", help="for approve: the result it rests on")
    parser.add_argument("--json", action="store_true", help="print what a program can read")


def run(options: argparse.Namespace) -> int:
    # Django is ready only when a sub-command runs.
    from throughcare.access import commands as access  # noqa: PLC0415
    from throughcare.clock import queries as clock  # noqa: PLC0415

    now = clock.now()
    with access.as_engine(now=now):
        try:
            found = _step(options)
        except Refused as refused:
            return _print_refusal(refused, as_json=options.json)
    print(json.dumps(found, indent=None if options.json else 2, default=str))
    return 1 if options.step == "verify" and any(found.values()) else 0


def _step(options: argparse.Namespace) -> dict[str, object]:
    from throughcare.clock import queries as clock  # noqa: PLC0415
    from throughcare.restructure import commands  # noqa: PLC0415
    from throughcare.restructure import queries as restructure  # noqa: PLC0415

    if options.step == "verify":
        return {each.id: each.breaks() for each in restructure.INVARIANTS}
    now = clock.now()
    plan = _plan(options)
    if options.step == "status":
        return restructure.status(plan)
    account_id = _account(options)
    simple: dict[str, Callable[..., object]] = {
        "check": commands.check_plan,
        "switch": commands.switch_plan,
        "abort": commands.abort_switch,
        "evidence": commands.seal_evidence,
    }
    if options.step == "approve":
        commands.approve(
            account_id=account_id,
            plan_id=plan.pk,
            gate=options.gate,
            evidence=options.evidence,
            now=now,
        )
    elif options.step in simple:
        simple[options.step](account_id=account_id, plan_id=plan.pk, now=now)
    else:
        _long(options, plan_id=plan.pk, account_id=account_id)
    plan.refresh_from_db()
    return restructure.status(plan)


def _long(options: argparse.Namespace, *, plan_id: int, account_id: int) -> None:
    from throughcare.clock import queries as clock  # noqa: PLC0415
    from throughcare.restructure import commands  # noqa: PLC0415

    long: dict[str, Callable[..., object]] = {
        "plan": commands.answer_plan,
        "stage": commands.stage_plan,
        "reconcile": commands.reconcile,
    }
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=options.json) as progress:
        bar = progress.add_task("Starting", total=None)

        def tell(done: int, total: int, doing: str) -> None:
            progress.update(bar, completed=done, total=total, description=doing)

        long[options.step](account_id=account_id, plan_id=plan_id, now=clock.now(), tell=tell)


def _plan(options: argparse.Namespace) -> "Plan":
    from throughcare.clock import queries as clock  # noqa: PLC0415
    from throughcare.restructure import commands  # noqa: PLC0415
    from throughcare.restructure import queries as restructure  # noqa: PLC0415

    if options.plan is None:
        raise Fault(f"Say which plan: ./throughcare restructure {options.step} PLAN")
    path = Path(options.plan)
    if path.is_file():
        return commands.load_plan(
            account_id=_account(options), text=path.read_text(), now=clock.now()
        )
    plan = restructure.latest(options.plan)
    if plan is None:
        raise Fault(f"There is no file and no loaded plan called {options.plan}.")
    return plan


def _account(options: argparse.Namespace) -> int:
    from throughcare.access import queries as access  # noqa: PLC0415

    if not options.account:
        raise Fault("Say who does it: --as USERNAME")
    account_id = access.account_id(username=options.account)
    if account_id is None:
        raise Fault(f"There is no account called {options.account}.")
    return account_id


def _print_refusal(refused: Refused, *, as_json: bool) -> int:
    if as_json:
        reasons = [{"code": each.code, "sentence": each.sentence} for each in refused.reasons]
        print(json.dumps({"refused": reasons}))
    else:
        print("Refused:")
        for reason in refused.reasons:
            print(f"- {reason.sentence}")
    return 1
