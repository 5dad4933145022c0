"""Whose signature counts at a gate (restructure rules, section 6): the plan's file names who may approve it."""

from typing import Final

from throughcare.access import queries as access
from throughcare.kernel.refusals import Reason
from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import plans

RESTS_ON: Final = {
    Gate.PLAN: Step.PLAN,
    Gate.GO: Step.STAGE,
}
"""The step whose report a gate's approval rests on: a result that can be opened, not a statement."""


def report_for(plan: Plan, gate: Gate) -> Run | None:
    """The newest report that a signature at a gate would rest on; None before there is one, and once what it tells of was taken back."""
    if gate == Gate.GO and plan.phase != Phase.STAGED:
        return None
    done = Run.objects.filter(plan=plan, step=RESTS_ON[gate], state=RunState.DONE)
    return done.order_by("-id").first()


def may_sign(plan: Plan, gate: Gate, *, account_id: int) -> bool:
    """Whether the signature of an account that may approve would count at a gate; for buttons, never in place of the command."""
    if account_id == plan.made_by_id:
        return False
    return not reasons_not_theirs(plan, account_id=account_id, report=report_for(plan, gate))


def approvers_named(plan: Plan) -> list[str]:
    """Who the plan's file says may approve it, as they are called; nobody where it leaves that open."""
    return _names(plans.read(plan).approvers)


def reasons_not_theirs(plan: Plan, *, account_id: int, report: Run | None) -> list[Reason]:
    """Why an account may not sign a gate that rests on `report`; beside its being the account that took the plan in.

    Whoever the file names as a maker, or asked for the run, has made what is signed (I17).
    """
    read = plans.read(plan)
    reasons = []
    if account_id in _accounts(read.makers) and account_id != plan.made_by_id:
        reasons.append(
            Reason(
                "a-maker",
                "The plan names you among its makers. Somebody else has to approve it.",
            )
        )
    if read.approvers and account_id not in _accounts(read.approvers):
        reasons.append(
            Reason(
                "no-approver-of-it",
                f"The plan names who may approve it: {', '.join(_names(read.approvers))}. You are not among them.",
            )
        )
    if report is not None and report.asked_by_id == account_id:
        reasons.append(
            Reason(
                "own-run",
                f"You asked for the run that this rests on ({report.get_step_display()}, run {report.pk})."
                " Somebody else has to approve it.",
            )
        )
    return reasons


def _accounts(usernames: tuple[str, ...]) -> set[int]:
    return set(access.account_ids(usernames).values())


def _names(usernames: tuple[str, ...]) -> list[str]:
    """How the people are called; a user name that nobody has is told as it stands."""
    found = access.names_by_username(usernames)
    return [found.get(each, each) for each in usernames]
