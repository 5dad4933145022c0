"""What other rules of a decision would come to for everybody, in numbers by group; and how scores did."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import queries as allocation
from throughcare.audit import commands as audit
from throughcare.desk.doors import who

MOST = 10
PAGE = 50
PREDICTORS = ("OGRS3", "ARP")
LONGEST_KEY = 16


@who(Action.SEE_PLAN)
@require_safe
def trials(request: access.Request) -> HttpResponse:
    """The latest trials, and how scores of two years ago and more did."""
    _everywhere()
    return render(
        request,
        "desk/trials.html",
        {
            "trials": allocation.latest_trials(limit=MOST),
            "calibrated": [(tool, allocation.calibration(tool)) for tool in PREDICTORS],
        },
    )


@who(Action.SEE_PLAN)
@require_safe
def trial(request: access.Request, number: int) -> HttpResponse:
    """One trial: who would change body, by group, and the people whose record the visitor may open."""
    _everywhere()
    found = allocation.trial_of(number)
    if found is None:
        raise Http404
    after = request.GET.get("after", "")
    start = int(after) if after.isdecimal() and len(after) < LONGEST_KEY else 0
    moved = allocation.would_move(found, limit=PAGE + 1, after=start)
    shown = moved[:PAGE]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="trial.read",
            subject_kind="case",
            subject_references=sorted(each.case.person.crn for each in shown),
            now=request.now,
        )
    policy = allocation.policy_of(found)
    groups = allocation.groups_of(found)
    outcomes = sorted({outcome for group in groups for outcome in (*group.before, *group.after)})
    return render(
        request,
        "desk/trial.html",
        {
            "trial": found,
            "groups": groups,
            "outcomes": [(each, policy.words(each) or "No decision") for each in outcomes],
            "words": {each: policy.words(each) or "No decision" for each in outcomes},
            "moved": shown,
            "more": shown[-1].pk if len(moved) > PAGE else None,
            "is_later": bool(start),
        },
    )


def _everywhere() -> None:
    """Numbers of the whole nation are for whoever sees plans everywhere.

    Raises:
        PermissionDenied: the account does not.
    """
    if not access.may_everywhere(action=Action.SEE_PLAN):
        raise PermissionDenied
