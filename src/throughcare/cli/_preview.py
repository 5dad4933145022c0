"""`restructure preview`: what a plan changes for one account, for everybody, or who will be able to open one case."""

import argparse
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.restructure import queries as restructure
from throughcare.transition import commands as change_transition
from throughcare.transition import queries as transition

Report = dict[str, Any]  # Any: what JSON holds


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", help="the reference of a plan that was taken in and tried")
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--as", dest="username", help="the account that it is worked out for")
    which.add_argument("--all", action="store_true", help="everybody; goes on after being stopped")
    which.add_argument("--case", metavar="CRN", help="who will be able to open a case")
    parser.add_argument(
        "--by", help="who has everybody's worked out; the plan's own people if left out"
    )
    parser.add_argument("--json", action="store_true", help="print what a program can read")


def report(options: argparse.Namespace) -> Report:
    """Work out what was asked for, and say it."""
    now = clock.now()
    with change_access.as_engine(now=now):
        plan = restructure.latest(options.plan)
        if plan is None:
            raise Fault(f"No plan was taken in that is called {options.plan}.")
        if options.case:
            return _openers(plan, options.case)
        if options.username:
            return _one(plan, options.username)
        asked = change_transition.ask_for_previews(
            account_id=_who(options, plan.pk), plan=plan, now=now
        )
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=Console(stderr=True), disable=options.json, transient=True
    ) as bar:
        task = bar.add_task("Counting cases", total=None)

        def tell(done: int, total: int, doing: str) -> None:
            bar.update(task, completed=done, total=total, description=doing)

        done = change_transition.work_out_previews(round_id=asked.pk, now=now, tell=tell)
    return {"plan": str(plan), "accounts": done.total}


def _one(plan: Any, username: str) -> Report:  # Any: a plan, whose table is another room's
    account_id = access.account_id(username=username)
    if account_id is None:
        raise Fault(f"There is no active account {username}.")
    change_transition.work_out_preview(account_id=account_id, plan=plan, now=clock.now())
    shown = transition.preview_of(plan, account_id=account_id)
    if shown is None:
        raise Fault(f"Nothing could be worked out for {username}.")
    preview = shown.preview
    return {
        "plan": str(plan),
        "account": username,
        "standing": preview.standing,
        "before": {
            "provider": shown.from_owner,
            "team": shown.from_team,
            "opens": preview.opens_before,
            "minimum view": preview.minimum_before,
        },
        "after": {
            "provider": shown.to_owner,
            "team": shown.to_team,
            "opens": preview.opens_after,
            "minimum view": preview.minimum_after,
        },
        "cases": {
            "stay": preview.cases_kept,
            "pass": preview.cases_passed,
            "come": preview.cases_gained,
            "not decided": preview.cases_waiting,
        },
        "access": {"lost": preview.opens_lost, "found": preview.opens_found},
        "may no more": list(shown.actions_lost),
        "may newly": list(shown.actions_gained),
        "lines": [
            {
                "part": str(change.part),
                "kind": change.kind,
                "fate": str(change.fate),
                "to": change.to,
                "team": change.team,
                "items": change.items,
                "due_at": change.due_at.isoformat() if change.due_at else None,
            }
            for change in shown.changes
        ],
        "digest": preview.digest,
    }


def _openers(plan: Any, reference: str) -> Report:  # Any: as above
    found = transition.openers(plan, reference=reference)
    if not found:
        raise Fault(
            f"Nobody opens {reference}: there is no such open case, or no preview yet. Run --all."
        )
    return {
        "plan": str(plan),
        "case": reference,
        "openers": [
            {
                "body": each.code,
                "role": each.role,
                "before": each.before,
                "after": each.after,
                "minimum before": each.minimum_before,
                "minimum after": each.minimum_after,
            }
            for each in found
        ],
    }


def _who(options: argparse.Namespace, plan_id: int) -> int:
    tried = [options.by] if options.by else restructure.people(plan_id=plan_id)
    for username in tried:
        account_id = access.account_id(username=username)
        if account_id is not None:
            return account_id
    raise Fault(f"There is no active account {', '.join(tried)}. Name one that may: --by USERNAME")
