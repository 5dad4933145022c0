"""Previews for those who look after others: the list, its review, and having them worked out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.govuk.spreadsheets import as_csv
from throughcare.kernel.refusals import Refused
from throughcare.transition import commands, queries
from throughcare.transition.choices import RoundState
from throughcare.transition.views.doors import PROGRAMME, found

POLL_SECONDS = 2
WORKING = {RoundState.WAITING, RoundState.RUNNING}


@access.who(Action.SEE_PLAN, Action.ALLOCATE)
@require_safe
def previews(request: access.Request, reference: str) -> HttpResponse:
    """Everybody whom the plan touches and who may be seen; with `?fragment=1` how far they are worked out."""
    plan = found(request, reference, part="previews")
    latest = queries.latest_round(plan)
    is_working = latest is not None and latest.state in WORKING
    values = {"plan": plan, "round": latest, "is_working": is_working}
    if request.GET.get("fragment"):
        return render(request, "transition/round.html", values)
    from_code = request.GET.get("from", "").strip().upper()
    may = access.actions()
    page = paging(request, total=queries.count_people(plan, from_code=from_code))
    return render(
        request,
        "transition/previews.html",
        values
        | {
            "from_code": from_code,
            "page": page,
            "people": queries.people(plan, from_code=from_code, part=page.slice),
            "sides": queries.sides(plan) if Action.SEE_PLAN in may else [],
            "may_review": Action.SEE_PLAN in may and not may & PROGRAMME,
            "may_work_out": Action.PLAN in may,
            "is_outdated": latest is not None and latest.answered_by != queries.answered_by(plan),
            "stale": queries.count_stale(plan),
            "sees_all": bool(may & PROGRAMME),
            "refresh_seconds": POLL_SECONDS if is_working else 0,
        },
    )


@access.who(Action.SEE_PLAN)
@require_safe
def told(request: access.Request, reference: str) -> HttpResponse:
    """How many of each provider have opened what the plan does to them; nobody is named."""
    plan = found(request, reference, part="who was told")
    return render(
        request,
        "transition/told.html",
        {"plan": plan, "told": queries.told(plan), "percent_needed": settings.TOLD_PERCENT},
    )


@access.who(Action.PLAN)
@require_POST
def rounds(request: access.Request, reference: str) -> HttpResponse:
    """Have the previews of everybody worked out by the worker."""
    plan = found(request, reference, part="rounds")
    try:
        commands.have_previews_worked_out(account_id=request.account.pk, plan=plan, now=request.now)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect("transition:previews", reference=reference)


@access.who(Action.SEE_PLAN)
@require_POST
def reviews(request: access.Request, reference: str) -> HttpResponse:
    """Mark the previews of one's own provider as reviewed."""
    plan = found(request, reference, part="reviews")
    try:
        commands.review_previews(
            account_id=request.account.pk,
            plan=plan,
            owner_code=request.POST.get("provider", ""),
            now=request.now,
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "The previews of your accounts are marked as reviewed.")
    return redirect("transition:previews", reference=reference)


@access.who(Action.SEE_PLAN)
@require_safe
def losing(request: access.Request, reference: str) -> HttpResponse:
    """The cases that lose their officer, by provider."""
    plan = found(request, reference, part="cases that lose their officer")
    from_code = request.GET.get("from", "").strip().upper()
    sides = queries.losing_by_side(plan)
    total = sum(cases for code, _, cases in sides if from_code in {"", code})
    page = paging(request, total=total)
    return render(
        request,
        "transition/losing.html",
        {
            "plan": plan,
            "from_code": from_code,
            "sees_all": bool(access.actions() & PROGRAMME),
            "sides": sides,
            "page": page,
            "cases": queries.losing(plan, from_code=from_code, part=page.slice),
        },
    )


@access.who(Action.SEE_PLAN)
@require_safe
def losing_csv(request: access.Request, reference: str) -> HttpResponse:
    """The same list whole, for a spreadsheet."""
    plan = found(request, reference, part="cases that lose their officer, as a file")
    from_code = request.GET.get("from", "").strip().upper()
    return as_csv(
        f"{plan.reference}-cases-that-lose-their-officer",
        ("case", "from", "post", "to", "team", "officer"),
        (each.row for each in queries.losing(plan, from_code=from_code, part=None)),
    )
