"""Re-cut data and access from one structure to another, by a plan file.

check, plan, stage, switch, reconcile and evidence are the steps, in this order. approve signs a gate, settle gives what was
approved by hand since the switch to its new owner, abort goes back to all-old before the plan is reconciled, reverse
prepares and runs the plan that gives everything back, outside compares the list of a provider or partner with ours, sign-off
has a provider accept what it has now, exception closes what a list was accepted with, settled ends a plan that keeps nothing
going any more, rehearse runs all of it on a copy, preview says what a plan changes for one account or for everybody, capacity
takes in what a benchmark of the first hour measured, status says where a plan stands, and verify asks every invariant of this
database. Every step may be repeated; one that was stopped is run again.

evidence --output FILE writes the pack that was sealed, evidence --verify FILE checks one without a database: see docs/how-to/evidence.md.
hand-over writes the package of a body that leaves, take-over reads that of one that joins: see docs/how-to/hand-over.md.
"""

import argparse
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.cli import (
    _evidence,
    _outside,
    _preview,
    _rehearse,
    _sign_off,
    dry_run,
    handing_over,
)
from throughcare.cli.program import Needs
from throughcare.clock import queries as clock
from throughcare.config.environment import Role
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands as change_restructure
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Gate, Step

ROLE = Role.ENGINE
ROLE_TAKE_OVER = Role.OWNER
NEEDS_HAND_OVER_VERIFY = Needs.DJANGO
NEEDS_EVIDENCE_VERIFY = Needs.DJANGO

STEPS = {
    "check": Step.CHECK,
    "plan": Step.PLAN,
    "stage": Step.STAGE,
    "unstage": Step.UNSTAGE,
    "switch": Step.SWITCH,
    "abort": Step.ABORT,
    "reconcile": Step.RECONCILE,
    "evidence": Step.EVIDENCE,
    "settle": Step.SETTLE,
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="STEP")
    for name, step in STEPS.items():
        if step != Step.EVIDENCE:
            _takes_plan(parts.add_parser(name, help=str(step.label)))
    evidence = parts.add_parser("evidence", help="seal what a plan did, or check a sealed pack")
    _takes_plan(evidence, nargs="?")
    _evidence.arguments(evidence)
    approve = parts.add_parser("approve", help="sign a gate of a plan that somebody else made")
    _takes_plan(approve)
    gates = [gate for gate in Gate.values if gate != Gate.SIGN_OFF]  # providers sign off
    approve.add_argument("--gate", choices=gates, default=Gate.GO.value)
    reverse = parts.add_parser("reverse", help="Reverse, as far as the reversal is signed")
    _takes_plan(reverse)
    reverse.add_argument(
        "--at", type=datetime.fromisoformat, metavar="MOMENT", help="the next midnight if left out"
    )
    status = parts.add_parser("status", help="where a plan stands")
    _takes_plan(status)
    rehearse = parts.add_parser("rehearse", help=_rehearse.HELP)
    _rehearse.arguments(rehearse)
    _preview.arguments(parts.add_parser("preview", help="what a plan changes for people"))
    capacity = parts.add_parser(
        "capacity", help="take in what `bench first_hour --record FILE` measured"
    )
    _takes_plan(capacity)
    capacity.add_argument("--record", type=Path, required=True, metavar="FILE")
    _sign_off.arguments(parts)
    _outside.arguments(parts)
    handing_over.arguments(parts)
    verify = parts.add_parser("verify", help="ask every invariant of this database")
    verify.add_argument("--json", action="store_true", help="print the findings as JSON")


def _takes_plan(parser: argparse.ArgumentParser, *, nargs: str | None = None) -> None:
    parser.add_argument(
        "plan", nargs=nargs, help="the plan's file, or its reference once it was taken in"
    )
    parser.add_argument(
        "--as", dest="username", help="who does it; the plan's own people if left out"
    )
    parser.add_argument("--json", action="store_true", help="print what a program can read")


def run(options: argparse.Namespace) -> int:
    try:
        if check := _check_of(options):
            return check(options)
        if options.part == "rehearse":
            return _rehearse.run(options, plan=_plan, account=_account)
        if options.part in handing_over.PARTS:
            return handing_over.run(options)
        found = DO.get(options.part, _answer)(options)
    except Refused as refused:
        return _print_refusal(
            [(each.code, each.sentence) for each in refused.reasons], as_json=options.json
        )
    if reasons := found.get("refused"):
        return _print_refusal(
            [(each["code"], each["sentence"]) for each in reasons], as_json=options.json
        )
    _print(found, as_json=options.json)
    return 0


def _check_of(options: argparse.Namespace) -> Callable[[argparse.Namespace], int] | None:
    if options.part == "evidence":
        return _evidence.verify if options.verify else None
    return _verify if options.part == "verify" else None


def _answer(options: argparse.Namespace) -> restructure.Report:
    now = clock.now()
    with change_access.as_engine(now=now):
        plan_id = _plan(options)
        if options.part == "status":
            return restructure.status(plan_id=plan_id)
        if options.part == "approve":
            account_id = _account(options, plan_id=plan_id, action=Action.APPROVE)
            change_restructure.approve(
                account_id=account_id, plan_id=plan_id, gate=Gate(options.gate), now=now
            )
            return restructure.status(plan_id=plan_id)
        step = STEPS[options.part]
        may = _account(options, plan_id=plan_id, action=change_restructure.NEEDED[step])
    return _perform(step, plan_id=plan_id, account_id=may, is_quiet=options.json)


def _reverse(options: argparse.Namespace) -> restructure.Report:
    """Prepare the reversal, and run it as far as its gates are signed and its instant has come."""
    now = clock.now()
    with change_access.as_engine(now=now):
        plan_id = _plan(options)
        account_id = _account(options, plan_id=plan_id, action=Action.PLAN)
        reversal = change_restructure.prepare_reversal(
            account_id=account_id, plan_id=plan_id, instant=options.at, now=now
        )
    found: restructure.Report = {}
    while not found.get("refused"):
        with change_access.as_engine(now=now):
            step = restructure.next_step(plan_id=reversal.pk, now=now)
            if step is None:
                return restructure.status(plan_id=reversal.pk)
            may = _account(options, plan_id=plan_id, action=change_restructure.NEEDED[step])
        found = _perform(step, plan_id=reversal.pk, account_id=may, is_quiet=options.json)
    return found


def _capacity(options: argparse.Namespace) -> restructure.Report:
    """Take in a measurement of the first hour; gives how the gate stands then."""
    now = clock.now()
    try:
        text = options.record.read_text(encoding="utf-8")
    except OSError as fault:
        raise Fault(f"{options.record} cannot be read: {fault.strerror}.") from fault
    with change_access.as_engine(now=now):
        plan_id = _plan(options)
        change_restructure.record_capacity(
            account_id=_account(options, plan_id=plan_id, action=Action.PLAN),
            plan_id=plan_id,
            text=text,
            now=now,
            machine_now=clock.machine_now(),
        )
        plan = restructure.by_id(plan_id)
        found = restructure.capacity_reading(plan, cases=restructure.cases_answered(plan))
    return {"gate": found.name, "light": str(found.light), "fact": found.fact}


def _seal(options: argparse.Namespace) -> restructure.Report:
    """Seal the evidence of a plan, and write the pack to a file where one is named."""
    _evidence.require_whole(options)
    found = _answer(options)
    if options.output is None or found.get("refused"):
        return found
    now = clock.now()
    with change_access.as_engine(now=now):
        return found | _evidence.write(options, plan_id=_plan(options))


DO = {
    "evidence": _seal,
    "reverse": _reverse,
    "preview": _preview.report,
    "capacity": _capacity,
    _outside.PART: _outside.report,
    **dict.fromkeys(_sign_off.PARTS, _sign_off.report),
}
"""Parts that are no step of a plan, or do more than one; every other is one."""


def _perform(step: Step, *, plan_id: int, account_id: int, is_quiet: bool) -> restructure.Report:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=is_quiet, transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def tell(done: int, total: int, doing: str) -> None:
            bar.update(task, completed=done, total=total, description=doing)

        run = change_restructure.perform_at_once(
            account_id=account_id,
            plan_id=plan_id,
            step=step,
            now=clock.now(),
            machine_now=clock.machine_now,
            tell=tell,
        )
    report: restructure.Report = run.result
    return report


def _verify(options: argparse.Namespace) -> int:
    with change_access.as_engine(now=clock.now()):
        found = {each.id: (each.says, each.breaks()) for each in restructure.INVARIANTS}
    is_whole = not any(breaks for _, breaks in found.values())
    if options.json:
        findings = {name: breaks for name, (_, breaks) in found.items()}
        print(json.dumps({"is_whole": is_whole, "breaks": findings}))
        return 0 if is_whole else 1
    for name, (says, breaks) in found.items():
        print(f"{'holds ' if not breaks else 'BROKEN'}  {name:<4} {says}")
        print("".join(f"        {line}\n" for line in breaks), end="")
    return 0 if is_whole else 1


def _plan(options: argparse.Namespace) -> int:
    path = Path(options.plan)
    if not path.is_file():
        plan = restructure.latest(options.plan)
        if plan is None:
            raise Fault(f"There is no file and no plan taken in that is called {options.plan}.")
        return plan.pk
    text = path.read_text(encoding="utf-8")
    people = change_restructure.people_of(text=text)
    account_id = _first_who_may(
        [options.username] if options.username else people, action=Action.PLAN
    )
    return change_restructure.load_plan(account_id=account_id, text=text, now=clock.now()).pk


def _account(options: argparse.Namespace, *, plan_id: int, action: Action) -> int:
    named = [options.username] if options.username else restructure.people(plan_id=plan_id)
    return _first_who_may(named, action=action)


def _first_who_may(usernames: Iterable[str], *, action: Action) -> int:
    tried = list(usernames)
    for username in tried:
        account_id = access.account_id(username=username)
        if account_id is not None and access.may_somewhere(account_id=account_id, action=action):
            return account_id
    raise Fault(f"No account of {', '.join(tried)} may do this. Name one that may: --as USERNAME")


def _print(found: restructure.Report, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, default=str))
        return
    for name, value in ((name, found[name]) for name in found if name not in dry_run.PARTS):
        words = name.replace("_", " ")
        if isinstance(value, dict):
            print(f"{words}:")
            for each, figure in value.items():
                print(f"  {each}: {figure:,}" if isinstance(figure, int) else f"  {each}: {figure}")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            print(f"{words}:")
            for line in value:
                print(
                    f"  {', '.join(f'{key} {cell}' for key, cell in line.items() if cell not in ('', None))}"
                )
        else:
            print(f"{words}: {value}")
    for line in dry_run.lines(found):
        print(line)


def _print_refusal(reasons: list[tuple[str, str]], *, as_json: bool) -> int:
    if as_json:
        refused = [{"code": code, "sentence": sentence} for code, sentence in reasons]
        print(json.dumps({"refused": refused}))
        return 1
    print("Refused:")
    for _, sentence in reasons:
        print(f"- {sentence}")
    return 1
