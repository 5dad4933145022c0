"""Challenges: making one, following it, and the queue of those who look into them."""

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
from throughcare.transition.choices import ChallengeState, Subject
from throughcare.transition.forms import ChallengeForm, DecisionForm, RecommendationForm
from throughcare.transition.views.doors import found, note

if TYPE_CHECKING:
    from django import forms

    from throughcare.transition.models import Challenge

DECIDE = {
    "uphold": commands.uphold,
    "dismiss": commands.dismiss,
    "send-back": commands.send_back,
}
WAITING = {ChallengeState.OPEN, ChallengeState.RECOMMENDED}


@access.who()
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: access.Request, reference: str) -> HttpResponse:
    """Say that something is wrong."""
    plan = found(request, reference, part="challenge")
    form = ChallengeForm(
        request.POST if request.method == "POST" else None,
        initial={"subject": request.GET.get("about", ""), "reference": request.GET.get("item", "")},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = commands.make_challenge(
                account_id=request.account.pk,
                plan=plan,
                subject=Subject(form.cleaned_data["subject"]),
                reference=form.cleaned_data["reference"],
                grounds=form.cleaned_data["grounds"],
                reason=form.cleaned_data["reason"],
                days=settings.CHALLENGE_DAYS,
                now=request.now,
            )
        except Refused as refused:
            refusals = [each.sentence for each in refused.reasons]
        else:
            messages.success(request, "Your challenge was taken.")
            return redirect("transition:challenge", challenge=made.reference)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "transition/make_challenge.html",
        {
            "plan": plan,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "days": settings.CHALLENGE_DAYS,
        },
        status=422 if has_errors else 200,
    )


@access.who()
@require_safe
def challenge(request: access.Request, challenge: UUID) -> HttpResponse:
    """One challenge, for who made it and for those who look into it."""
    return _shown(request, _found(request, challenge))


@access.who()
@require_POST
def withdrawal(request: access.Request, challenge: UUID) -> HttpResponse:
    """Take one's own challenge back."""
    made = _found(request, challenge)
    try:
        commands.withdraw_challenge(
            account_id=request.account.pk, reference=made.reference, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Your challenge is withdrawn.")
    return redirect("transition:challenge", challenge=challenge)


@access.who(Action.PLAN, Action.APPROVE)
@require_safe
def queue(request: access.Request) -> HttpResponse:
    """Challenges by the day they are due: on one's own desk, on all, or closed."""
    shown = request.GET.get("show", "mine")
    owner_id = request.account.pk if shown == "mine" else None
    is_open = shown != "closed"
    page = paging(request, total=queries.count_queue(owner_id=owner_id, is_open=is_open))
    challenges = queries.queue(owner_id=owner_id, is_open=is_open, part=page.slice)
    note(request, subject="challenges", part=f"queue: {shown}")
    return render(
        request,
        "transition/queue.html",
        {
            "challenges": challenges,
            "names": queries.names_in(challenges),
            "late": queries.late(challenges, today=restructure.day_of(request.now)),
            "page": page,
            "shown": shown if shown in {"mine", "all", "closed"} else "all",
        },
    )


@access.who(Action.PLAN, Action.APPROVE)
@require_POST
def taking(request: access.Request, challenge: UUID) -> HttpResponse:
    """Put a challenge on one's own desk."""
    made = _found(request, challenge)
    try:
        commands.take_challenge(
            account_id=request.account.pk, reference=made.reference, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "It is on your desk.")
    return redirect("transition:challenge", challenge=challenge)


@access.who(Action.PLAN)
@require_POST
def recommendation(request: access.Request, challenge: UUID) -> HttpResponse:
    """Say what was found."""
    made = _found(request, challenge)
    form = RecommendationForm(request.POST, auto_id="recommend-%s")
    if not form.is_valid():
        return _shown(request, made, recommending=form)
    try:
        commands.recommend(
            account_id=request.account.pk,
            reference=made.reference,
            is_to_be_upheld=form.cleaned_data["finding"] == "uphold",
            unit_code=form.cleaned_data["unit"],
            words=form.cleaned_data["words"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _shown(request, made, recommending=form)
    messages.success(request, "Recommended. Somebody else decides.")
    return redirect("transition:challenge", challenge=challenge)


@access.who(Action.APPROVE)
@require_POST
def decision(request: access.Request, challenge: UUID) -> HttpResponse:
    """Decide, or have it looked at again."""
    made = _found(request, challenge)
    form = DecisionForm(request.POST, auto_id="decide-%s")
    if not form.is_valid():
        return _shown(request, made, deciding=form)
    try:
        DECIDE[form.cleaned_data["decision"]](
            account_id=request.account.pk,
            reference=made.reference,
            words=form.cleaned_data["words"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return _shown(request, made, deciding=form)
    messages.success(request, "Decided. Whoever made the challenge is told.")
    return redirect("transition:challenge", challenge=challenge)


def _found(request: access.Request, reference: UUID) -> Challenge:
    made = queries.challenge(reference)
    if made is None:
        raise Http404
    note(request, subject=str(made.plan), part=f"challenge {made.reference}")
    return made


def _shown(
    request: access.Request,
    made: Challenge,
    *,
    recommending: forms.Form | None = None,
    deciding: forms.Form | None = None,
) -> HttpResponse:
    may = access.actions()
    is_own = made.account_id == request.account.pk
    wrong = recommending or deciding
    return render(
        request,
        "transition/challenge.html",
        {
            "made": made,
            "plan": made.plan,
            "names": queries.names_in([made]),
            "is_own": is_own,
            "is_waiting": made.state in WAITING,
            "is_late": bool(queries.late([made], today=restructure.day_of(request.now))),
            "may_take": not is_own
            and bool(may & {Action.PLAN, Action.APPROVE})
            and made.owner_id != request.account.pk,
            "may_recommend": Action.PLAN in may
            and not is_own
            and made.state == ChallengeState.OPEN,
            "may_decide": Action.APPROVE in may
            and made.state == ChallengeState.RECOMMENDED
            and request.account.pk
            not in {made.account_id, made.recommended_by_id, made.plan.made_by_id},
            "recommendation_form": recommending or RecommendationForm(auto_id="recommend-%s"),
            "decision_form": deciding or DecisionForm(auto_id="decide-%s"),
            "wrong": wrong,
        },
        status=422 if wrong else 200,
    )
