"""Your Monday: what a plan changes for whoever looks, before the day and after it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries as restructure
from throughcare.transition import commands, queries
from throughcare.transition.choices import CaseList, Part
from throughcare.transition.rules import challenges as judging
from throughcare.transition.views.doors import found

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan


@access.who()
@require_safe
def your_monday(request: access.Request) -> HttpResponse:
    """The plan that changes something for whoever looks: the latest to take effect, with the way to others."""
    plans = queries.plans_concerning(request.account.pk, plans=restructure.newest_of_each())
    if not plans:
        return render(request, "transition/nothing.html")
    plan = found(request, plans[0].reference, part="your Monday")
    return _shown(request, plan, account_id=request.account.pk, others=plans[1:])


@access.who()
@require_safe
def monday(request: access.Request, reference: str) -> HttpResponse:
    """What one plan changes for whoever looks."""
    plan = found(request, reference, part="your Monday")
    return _shown(request, plan, account_id=request.account.pk, others=[])


@access.who()
@require_safe
def preview(request: access.Request, reference: str, account: UUID) -> HttpResponse:
    """What a plan changes for somebody else: for their manager, the head of their provider and the programme."""
    plan = found(request, reference, part=f"preview of {account}")
    account_id = queries.account_of(plan, reference=account)
    if account_id is None:
        raise Http404
    return _shown(request, plan, account_id=account_id, others=[])


@access.who()
@require_safe
def my_cases(request: access.Request, reference: str, which: str) -> HttpResponse:
    """One of the lists of cases of whoever looks."""
    plan = found(request, reference, part=f"my cases: {which}")
    return _cases(request, plan, account_id=request.account.pk, which=which)


@access.who()
@require_safe
def cases(request: access.Request, reference: str, account: UUID, which: str) -> HttpResponse:
    """One of the lists of cases of somebody else."""
    plan = found(request, reference, part=f"cases of {account}: {which}")
    account_id = queries.account_of(plan, reference=account)
    if account_id is None:
        raise Http404
    return _cases(request, plan, account_id=account_id, which=which)


@access.who()
@require_POST
def preference(request: access.Request, reference: str) -> HttpResponse:
    """State what is asked for, for a post of one's own."""
    plan = found(request, reference, part="preference")
    post = request.POST.get("post", "")
    try:
        commands.prefer(
            account_id=request.account.pk,
            plan=plan,
            post_id=int(post) if post.isascii() and post.isdigit() else 0,
            preference=request.POST.get("preference", ""),
            close_days=settings.PREFERENCES_CLOSE_DAYS,
            now=request.now,
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Your preference is kept. It counts when the list is made next.")
    return redirect("transition:monday", reference=reference)


def _shown(
    request: access.Request, plan: Plan, *, account_id: int, others: list[Plan]
) -> HttpResponse:
    shown = queries.preview_of(plan, account_id=account_id)
    is_own = account_id == request.account.pk
    is_shown = shown is not None and not shown.is_outdated
    if is_own and is_shown:
        commands.note_opening(account_id=account_id, plan=plan, now=request.now)
    is_over = plan.phase in restructure.GONE_LIVE
    read = restructure.read(plan)
    today = restructure.day_of(request.now)
    closes_on = judging.preferences_close_on(
        effective_on=restructure.day_of(plan.effective_at),
        days_before=settings.PREFERENCES_CLOSE_DAYS,
    )
    is_open = (
        is_own
        and read.staffing is not None
        and plan.phase in judging.NOT_STAGED
        and today <= closes_on
    )
    return render(
        request,
        "transition/monday.html",
        {
            "plan": plan,
            "shown": shown if is_shown else None,
            "is_own": is_own,
            "is_over": is_over,
            "others": others,
            "parts": Part,
            "lists": CaseList,
            "archives": queries.archives_of(plan, shown.preview) if shown else (),
            "places": queries.places_of(plan, read, account_id=account_id),
            "choices": access.choices_of(account_id=account_id) if is_own else [],
            "preferences": [
                *((each, each) for each in (read.staffing.outcomes if read.staffing else ())),
                ("none", "No preference"),
            ],
            "closes_on": closes_on,
            "may_prefer": is_open,
            "may_challenge": is_own and plan.phase in judging.ANSWERED,
            "challenges": queries.challenges_of(plan, account_id=account_id),
        },
    )


def _cases(request: access.Request, plan: Plan, *, account_id: int, which: str) -> HttpResponse:
    shown = queries.preview_of(plan, account_id=account_id)
    if shown is None or shown.is_outdated or which not in CaseList.values:
        raise Http404
    asked = CaseList(which)
    page = paging(request, total=queries.count_of(shown.preview, asked))
    return render(
        request,
        "transition/cases.html",
        {
            "plan": plan,
            "shown": shown,
            "is_own": account_id == request.account.pk,
            "title": asked.label,
            "page": page,
            "cases": queries.cases_listed(plan, account_id=account_id, which=asked, part=page.slice)
            if page.total
            else [],
        },
    )
