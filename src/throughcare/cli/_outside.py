"""`restructure outside`: a provider or a partner hands in its own list, and what differs from ours is told."""

import argparse
from pathlib import Path

from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.restructure import commands as change_restructure
from throughcare.restructure import queries as restructure

PART = "outside"
MOST_TOLD = 50
"""As many differences of each list as are printed; the page has all."""


def arguments(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    outside = parts.add_parser(
        PART, help="compare the list of a provider or partner with ours; without a file, tell all"
    )
    outside.add_argument("plan", help="the reference of a plan that is staged or live")
    outside.add_argument(
        "file", type=Path, nargs="?", help="a CSV file that begins with: reference[,provider]"
    )
    outside.add_argument("--from", dest="body", metavar="BODY", help="whose list: a code or name")
    outside.add_argument(
        "--partner",
        action="store_true",
        help="it is no provider: a court, a prison, the police, by a name of your choice",
    )
    outside.add_argument("--as", dest="username", required=True, help="who hands it in, or asks")
    outside.add_argument("--json", action="store_true", help="print what a program can read")


def report(options: argparse.Namespace) -> restructure.Report:
    """Hand in what was given, and say how each list compares."""
    now = clock.now()
    with change_access.as_engine(now=now):
        plan = restructure.latest(options.plan)
        if plan is None:
            raise Fault(f"No plan was taken in that is called {options.plan}.")
        account_id = access.account_id(username=options.username)
        if account_id is None:
            raise Fault(f"There is no active account {options.username}.")
        is_programme = access.may_somewhere(account_id=account_id, action=Action.PLAN)
        if options.file is not None or options.body is not None:
            _hand_in(plan, options, account_id=account_id)
        elif not is_programme:
            raise Fault(
                f"{options.username} may not do this: only the programme sees the lists of all."
            )
        _note(plan, account_id=account_id)
        change_restructure.compare_lists(plan_id=plan.pk, now=now)
        shown = restructure.current_outside(plan)
        if not is_programme:
            shown = shown.filter(handed_in_by_id=account_id)
        lists = restructure.compared(shown, today=restructure.day_of(now))
        return {
            "plan": str(plan),
            "lists": [_told(each) for each in lists],
            "without a list": restructure.without_a_list(plan) if is_programme else [],
        }


def _note(plan: restructure.Plan, *, account_id: int) -> None:
    audit.record(
        account_id=account_id,
        action="restructure.read",
        subject_kind="plan",
        subject_reference=str(plan),
        now=clock.now(),
        detail={"part": PART},
    )


def _hand_in(plan: restructure.Plan, options: argparse.Namespace, *, account_id: int) -> None:
    if options.file is None or options.body is None:
        raise Fault("A list is handed in with a file, --from BODY and --as USERNAME.")
    if not options.file.is_file():
        raise Fault(f"There is no file {options.file}.")
    try:
        change_restructure.hand_in_list(
            account_id=account_id,
            plan_id=plan.pk,
            body=options.body,
            is_partner=options.partner,
            content=options.file.read_bytes(),
            now=clock.now(),
        )
    except PermissionDenied as denied:
        raise Fault(f"{options.username} may not do this: {denied}.") from denied


def _told(each: restructure.Compared) -> restructure.Report:
    differences = restructure.outside_differences(each.list)[:MOST_TOLD]
    return {
        "body": each.list.body,
        "lines": each.list.lines,
        "differences": each.open,
        "owed by a day": each.dated,
        "first": "; ".join(f"{one.reference} {one.sort}" for one in differences),
    }
