"""Transition access: asking that somebody may go on reading cases handed over, and deciding it for the new owner."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.govuk.paging import paging
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries as restructure
from throughcare.transition import commands, queries
from throughcare.transition.forms import ReadingForm
from throughcare.transition.views.doors import found, note

if TYPE_CHECKING:
    from throughcare.restructure.models import Plan

_FIELDS = {
    "no-account": "username",
    "no-cases": "references",
    "not-handed-over": "references",
    "open-anyway": "references",
    "asked-already": "references",
    "too-long": "days",
    "no-reason": "reason",
}
"""The field that each reason stands at."""


@access.who(Action.SEE_PLAN, Action.ALLOCATE)
@require_http_methods(["GET", "HEAD", "POST"])
def readings(request: access.Request, reference: str) -> HttpResponse:
    """What was asked for under a plan, of what concerns whoever looks; posted, more is asked for."""
    plan = found(request, reference, part="transition access")
    may_ask = access.may(action=Action.ALLOCATE) and plan.phase in restructure.GONE_LIVE
    form = ReadingForm(
        request.POST if request.method == "POST" else None,
        initial={"days": settings.TRANSITION_DAYS},
    )
    if form.is_valid() and _is_asked(request, form, plan):
        return redirect("transition:readings", reference=reference)
    page = paging(request, total=queries.count_readings(plan))
    return render(
        request,
        "transition/readings.html",
        {
            "plan": plan,
            "readings": queries.readings_asked(plan, part=page.slice),
            "page": page,
            "form": form,
            "may_ask": may_ask,
            "most_days": settings.TRANSITION_DAYS,
            "has_errors": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )


def _is_asked(request: access.Request, form: ReadingForm, plan: Plan) -> bool:
    typed = form.cleaned_data
    try:
        made = commands.ask_for_reading(
            account_id=request.account.pk,
            plan=plan,
            username=typed["username"],
            references=typed["references"].split(),
            days=typed["days"],
            reason=typed["reason"],
            most_days=settings.TRANSITION_DAYS,
            now=request.now,
        )
    except Refused as refused:
        for each in refused.reasons:
            form.add_error(_FIELDS.get(each.code), each.sentence)
        return False
    count = len(made)
    messages.success(
        request,
        f"{count} {'case was' if count == 1 else 'cases were'} asked for. Whoever has each now decides.",
    )
    return True


@access.who()
@require_safe
def reading(request: access.Request, reading: UUID) -> HttpResponse:
    """One case that was asked for: for who asked, who is to read, and who decides."""
    asked = _asked(request, reading)
    answers = access.answers_for(asked.case_id)
    return render(
        request,
        "transition/reading.html",
        {
            "asked": asked,
            "plan": queries.plan_of(reading),
            "may_decide": asked.standing == "waiting"
            and answers
            and request.account.pk not in {asked.asked_by_id, asked.account_id},
            "may_end": asked.standing == "open"
            and (answers or request.account.pk in {asked.account_id, asked.decided_by_id}),
        },
    )


@access.who()
@require_POST
def reading_decision(request: access.Request, reading: UUID) -> HttpResponse:
    """Let the account read on, or say no."""
    _asked(request, reading)
    decide = {"allow": commands.allow_reading, "refuse": commands.refuse_reading}.get(
        request.POST.get("decision", "")
    )
    if decide is None:
        messages.warning(request, "Choose one of the buttons on the page.")
        return redirect("transition:reading", reading=reading)
    try:
        decide(account_id=request.account.pk, reference=reading, now=request.now)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Decided. Whoever asked finds it on the page.")
    return redirect("transition:reading", reading=reading)


@access.who()
@require_POST
def reading_end(request: access.Request, reading: UUID) -> HttpResponse:
    """End what was given, before its day."""
    _asked(request, reading)
    try:
        commands.end_reading(account_id=request.account.pk, reference=reading, now=request.now)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Ended. The case is closed to them from now on.")
    return redirect("transition:reading", reading=reading)


def _asked(request: access.Request, reading: UUID) -> queries.Asked:
    asked = queries.reading(reading)
    if asked is None:
        raise Http404
    note(request, subject=str(asked.reference), part="transition access")
    return asked
