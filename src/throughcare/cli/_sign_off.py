"""`restructure sign-off`, `exception` and `settled`: providers accept their lists, and the plan comes to its end."""

import argparse
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.restructure import commands as change_restructure
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Outcome

PARTS = ("sign-off", "exception", "settled")


def arguments(parts: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    sign_off = parts.add_parser("sign-off", help="accept what a provider has after a plan")
    sign_off.add_argument("plan", help="the reference of a plan that is reconciled")
    sign_off.add_argument(
        "--provider", metavar="CODE", help="whose list; left out, all lists are told"
    )
    sign_off.add_argument(
        "--as", dest="username", help="who accepts it: somebody who speaks for the provider"
    )
    sign_off.add_argument(
        "--exception",
        nargs=3,
        action="append",
        default=[],
        metavar=("WORDS", "OWNER", "DAY"),
        help="what is not right, the user name or post of who puts it right, and by which day (2014-06-30); may be repeated",
    )
    sign_off.add_argument("--json", action="store_true", help="print what a program can read")
    closing = parts.add_parser(
        "exception", help="close an exception with which a list was accepted"
    )
    closing.add_argument("plan", help="the reference of the plan")
    closing.add_argument("number", type=int, help="the number of the exception")
    closing.add_argument("--as", dest="username", required=True, help="who closes it")
    closing.add_argument("--outcome", choices=Outcome.values, required=True)
    closing.add_argument("--says", required=True, metavar="WORDS", help="how that is known")
    closing.add_argument("--json", action="store_true", help="print what a program can read")
    settled = parts.add_parser(
        "settled", help="end a plan that keeps nothing going any more; says what still goes on"
    )
    settled.add_argument("plan", help="the reference of a plan that is signed off")
    settled.add_argument(
        "--as", dest="username", help="who does it; the plan's own people if left out"
    )
    settled.add_argument("--json", action="store_true", help="print what a program can read")


def report(options: argparse.Namespace) -> restructure.Report:
    """Do what was asked for, and say how the plan stands then."""
    try:
        return _done(options)
    except PermissionDenied as denied:
        raise Fault(f"{options.username} may not do this: {denied}.") from denied


def _done(options: argparse.Namespace) -> restructure.Report:
    now = clock.now()
    with change_access.as_engine(now=now):
        plan = restructure.latest(options.plan)
        if plan is None:
            raise Fault(f"No plan was taken in that is called {options.plan}.")
        if options.part == "settled":
            return _settled(plan, options, now=now)
        if options.part == "exception":
            return _closed(plan, options, now=now)
        if options.provider is None:
            if options.exception or options.username:
                raise Fault("--as and --exception go with --provider.")
            return _lists(plan)
        return _accepted(plan, options, now=now)


def _accepted(
    plan: restructure.Plan, options: argparse.Namespace, *, now: datetime
) -> restructure.Report:
    if options.username is None:
        raise Fault("Name who accepts the list for the provider: --as USERNAME")
    account_id = _account(options.username)
    for says, owed_by, due in options.exception:
        change_restructure.list_exception(
            account_id=account_id,
            plan_id=plan.pk,
            provider=options.provider,
            says=says,
            owed_by=owed_by,
            due_on=_day(due),
            now=now,
        )
    change_restructure.accept_list(
        account_id=account_id, plan_id=plan.pk, provider=options.provider, now=now
    )
    return _lists(change_restructure.close_sign_off(plan_id=plan.pk, now=now))


def _closed(
    plan: restructure.Plan, options: argparse.Namespace, *, now: datetime
) -> restructure.Report:
    if not restructure.has_exception(plan, number=options.number):
        raise Fault(f"{plan} has no exception {options.number}.")
    closed = change_restructure.close_exception(
        account_id=_account(options.username),
        plan_id=plan.pk,
        exception_id=options.number,
        outcome=Outcome(options.outcome),
        says=options.says,
        now=now,
    )
    return {"plan": str(plan), "exception": closed.pk, "outcome": closed.outcome}


def _settled(
    plan: restructure.Plan, options: argparse.Namespace, *, now: datetime
) -> restructure.Report:
    tried = [options.username] if options.username else restructure.people(plan_id=plan.pk)
    for username in tried:
        account_id = access.account_id(username=username)
        if account_id is not None and access.may_somewhere(
            account_id=account_id, action=Action.PLAN
        ):
            ended = change_restructure.end_plan(account_id=account_id, plan_id=plan.pk, now=now)
            return {"plan": str(ended), "phase": ended.phase}
    raise Fault(f"No account of {', '.join(tried)} may do this. Name one that may: --as USERNAME")


def _lists(plan: restructure.Plan) -> restructure.Report:
    accepted, every = restructure.counts_accepted(plan)
    return {
        "plan": str(plan),
        "phase": plan.phase,
        "accepted": accepted,
        "providers": every,
        "lists": [
            {
                "provider": each.list.code,
                "cases": each.cases,
                "state": each.state,
                "open exceptions": each.open_exceptions,
                "by": each.signed_by,
                "at": each.sign_off.recorded_at.isoformat() if each.sign_off else "",
                "waits for": "" if each.sign_off else " or ".join(each.speakers) or "nobody",
            }
            for each in restructure.accepting(plan, part=slice(0, every))
        ],
    }


def _account(username: str) -> int:
    account_id = access.account_id(username=username)
    if account_id is None:
        raise Fault(f"There is no active account {username}.")
    return account_id


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Fault(f"{text} is no day. Write it as 2014-06-30.") from wrong
