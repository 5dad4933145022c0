"""`restructure rehearse`: the whole sequence on a copy, now or each night."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import time

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from throughcare.access import commands as change_access
from throughcare.access.choices import Action
from throughcare.clock import queries as clock
from throughcare.config import processes, rehearsing
from throughcare.config.environment import current
from throughcare.config.faults import Fault
from throughcare.rehearsal import commands as change_rehearsal
from throughcare.rehearsal import queries as rehearsal
from throughcare.restructure import queries as restructure

HELP = "run the whole sequence on a copy, with a day's work, and report"
AT_NIGHT = time(2)

FindPlan = Callable[[argparse.Namespace], int]
FindAccount = Callable[..., int]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "plan", nargs="?", help="the plan's file, or its reference once it was taken in"
    )
    parser.add_argument(
        "--as", dest="username", help="who does it; the plan's own people if left out"
    )
    parser.add_argument("--json", action="store_true", help="print what a program can read")
    parser.add_argument(
        "--accounts",
        type=int,
        metavar="N",
        help="sign in as N accounts at most; such a rehearsal opens no gate",
    )
    parser.add_argument("--nightly", action="store_true", help="have the worker do it each night")
    parser.add_argument(
        "--at",
        type=time.fromisoformat,
        metavar="HH:MM",
        help="at what time of night, in civil time; 02:00 if left out",
    )
    parser.add_argument("--stop", action="store_true", help="with --nightly: no longer")
    parser.add_argument("--number", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--until-closed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace, *, plan: FindPlan, account: FindAccount) -> int:
    if options.until_closed:
        processes.stop_when_closed()
    if options.number is None and not options.plan:
        raise Fault("Name a plan: its file, or its reference once it was taken in.")
    if not options.nightly and (options.at or options.stop):
        raise Fault("--at and --stop go with --nightly.")
    if options.accounts is not None and options.accounts < 1:
        raise Fault("--accounts must be a whole number from 1.")
    if options.nightly:
        return _nightly(options, plan=plan, account=account)
    environment = current()
    patience = 0 if options.number is None else rehearsing.PATIENCE
    with (
        _said_where_it_was_asked(options.number),
        rehearsing.workshop(environment, patience=patience) as need,
    ):
        wanted = _wanted(options, need=need.sentence, plan=plan, account=account)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        console = Console(stderr=True)
        with Progress(*columns, console=console, disable=options.json, transient=True) as bar:
            task = bar.add_task("Starting", total=None)

            def tell(done: int, total: int, doing: str) -> None:
                bar.update(task, completed=done, total=total, description=doing)

            rehearsing.rehearse(environment, wanted, tell=tell)
    return _print(wanted.number, as_json=options.json)


@contextmanager
def _said_where_it_was_asked(number: int | None) -> Iterator[None]:
    """Where nobody sits before this program, keep with the rehearsal why it could not start: else it would wait for ever."""
    try:
        yield
    except Fault as fault:
        if number is not None:
            change_rehearsal.refuse(
                number=number, sentence=str(fault), now=clock.now(), at=clock.machine_now()
            )
        raise


def _wanted(
    options: argparse.Namespace, *, need: str, plan: FindPlan, account: FindAccount
) -> rehearsing.Wanted:
    """The rehearsal that a page asked for, or one that is asked for here, as the only one there is."""
    now = clock.now()
    change_rehearsal.tidy(now=now, at=clock.machine_now())
    with change_access.as_engine(now=now):
        if options.number is not None:
            asked = rehearsal.waiting(options.number)
            if asked is None:
                raise Fault("This rehearsal is no longer waiting to start.")
        else:
            plan_id = plan(options)
            asked = change_rehearsal.ask(
                account_id=account(options, plan_id=plan_id, action=Action.PLAN),
                plan_id=plan_id,
                now=now,
                most_accounts=options.accounts,
            )
        change_rehearsal.begin(number=asked.pk, now=now, at=clock.machine_now(), need=need)
        return rehearsing.Wanted(
            number=asked.pk,
            reference=asked.plan.reference,
            most_accounts=asked.most_accounts,
        )


def _nightly(options: argparse.Namespace, *, plan: FindPlan, account: FindAccount) -> int:
    now = clock.now()
    with change_access.as_engine(now=now):
        plan_id = plan(options)
        reference = restructure.by_id(plan_id).reference
        account_id = account(options, plan_id=plan_id, action=Action.PLAN)
        machine_now = clock.machine_now()
        if options.stop:
            had = change_rehearsal.end_nightly(
                account_id=account_id, reference=reference, now=now, machine_now=machine_now
            )
            said = "is no longer rehearsed" if had else "was not rehearsed"
            print(f"{reference} {said} each night.")
            return 0
        at = options.at or AT_NIGHT
        change_rehearsal.keep_nightly(
            account_id=account_id, reference=reference, at=at, now=now, machine_now=machine_now
        )
    print(f"{reference} is rehearsed each night at {at:%H:%M}, while the worker runs.")
    return 0


def _print(number: int, *, as_json: bool) -> int:
    with change_access.as_engine(now=clock.now()):
        report = rehearsal.report(number)
    if as_json:
        print(json.dumps(report.as_json()))
    else:
        print(f"{report.verdict}\n")
        for line in report.lines:
            print(line)
    return 0 if report.would_have_worked else 1
