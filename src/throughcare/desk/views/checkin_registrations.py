"""Asking somebody to check in: from the page of their case, for now no more, and no more."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.checkins import commands as change_checkins
from throughcare.checkins import queries as checkins
from throughcare.checkins.choices import Channel, NotSentBecause
from throughcare.desk.checkin_forms import ReasonForm, RegistrationForm
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.views.asking import answered
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.people import queries as people
from throughcare.probation import queries as probation


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: access.Request, crn: str) -> HttpResponse:
    """Register the person, or choose anew; where they cannot be asked, the page says what is missing and where to add it."""
    card = opened(request, crn, part="check-in registration")
    if isinstance(card, HttpResponse):
        return card
    found = checkins.registration_of(card.case_id)
    known = found if found is not None and found.standing != "stopped" else None
    papers = people.papers_of(card.person_id, kind="photograph", on=local_day(request.now))
    channels = _channels(request, card)
    open_channels = [(code, label) for code, label, because in channels if not because]
    live = probation.live_sentences(card.case_id)
    form = RegistrationForm(
        request.POST if request.method == "POST" else None,
        photographs=[
            (str(paper.key), f"Photograph {number} of {len(papers)}")
            for number, paper in enumerate(papers, 1)
        ],
        channels=open_channels,
        sentences=[(str(number), f"Sentence {number}: {words}") for number, words in live],
        is_new=known is None,
        initial=_initial(known, live=live, papers=papers, channels=open_channels),
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, card, form, is_new=known is None)
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The check-ins are saved.")
            return redirect("desk:checkins_of_case", crn=crn)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/checkin_registration.html",
        {
            "card": card,
            "form": form,
            "papers": papers,
            "channels": channels,
            "has_channel": bool(open_channels),
            "refusals": refusals,
            "has_errors": has_errors,
            "is_new": known is None,
        },
        status=422 if has_errors else 200,
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def pausing(request: access.Request, crn: str) -> HttpResponse:
    return _ended(request, crn, title="Pause check-ins", act=change_checkins.pause, done="Paused.")


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def stopping(request: access.Request, crn: str) -> HttpResponse:
    return _ended(request, crn, title="Stop check-ins", act=change_checkins.stop, done="Stopped.")


@who(Action.WRITE_CASE)
@require_POST
def resumption(request: access.Request, crn: str) -> HttpResponse:
    return _done(request, crn, act=change_checkins.resume, done="Check-ins go on.")


@who(Action.WRITE_CASE)
@require_POST
def asking(request: access.Request, crn: str) -> HttpResponse:
    """Have a check-in asked for today, whatever the rhythm says."""
    return _done(
        request,
        crn,
        act=change_checkins.ask_now,
        done="A check-in is asked for. The link goes out by day, within a quarter of an hour.",
    )


def _ended(
    request: access.Request, crn: str, *, title: str, act: Callable[..., None], done: str
) -> HttpResponse:
    card = opened(request, crn, part=title.lower())
    if isinstance(card, HttpResponse):
        return card
    found = checkins.registration_of(card.case_id)
    if found is None or found.standing == "stopped":
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    back = f"/cases/{crn}/check-ins"
    return answered(
        request,
        card,
        form,
        title=title,
        button=title,
        act=lambda _accepted: act(
            account_id=request.account.pk,
            case_id=card.case_id,
            reason=form.cleaned_data["reason"],
            now=request.now,
        ),
        done=done,
        leads_to=back,
        back=back,
    )


def _done(
    request: access.Request, crn: str, *, act: Callable[..., None], done: str
) -> HttpResponse:
    card = opened_to_write(request, crn, part="check-in registration")
    if isinstance(card, HttpResponse):
        return card
    act(account_id=request.account.pk, case_id=card.case_id, now=request.now)
    messages.success(request, done)
    return redirect("desk:checkins_of_case", crn=crn)


def _save(
    request: access.Request, card: probation.Card, form: RegistrationForm, *, is_new: bool
) -> None:
    if is_new:
        change_checkins.register(
            account_id=request.account.pk,
            case_id=card.case_id,
            chosen=form.chosen,
            first_due_on=form.cleaned_data["first_due_on"],
            is_agreed=form.cleaned_data["is_agreed"],
            now=request.now,
        )
    else:
        change_checkins.change_registration(
            account_id=request.account.pk,
            case_id=card.case_id,
            chosen=form.chosen,
            now=request.now,
        )


def _channels(request: access.Request, card: probation.Card) -> list[tuple[str, str, str]]:
    """Each channel with its label, and why nothing can be sent by it."""
    found = people.reachable([card.person_id], on=local_day(request.now)).get(card.person_id)
    told = []
    for code, label in Channel.choices:
        because = checkins.reason_against(found, channel=code, asks_limited=settings.REMIND_LIMITED)
        told.append((code, str(label), str(NotSentBecause(because).label) if because else ""))
    return told


def _initial(
    known: checkins.Registration | None,
    *,
    live: list[tuple[int, str]],
    papers: list[Any],  # Any: photographs, as people has them
    channels: list[tuple[str, str]],
) -> dict[str, Any]:  # Any: of each field its own
    if known is None:
        return {
            "photograph": str(papers[0].key) if len(papers) == 1 else None,
            "channel": channels[0][0] if len(channels) == 1 else None,
            "sentence": str(live[0][0]) if len(live) == 1 else "",
        }
    return {
        "photograph": str(known.photograph),
        "frequency": known.frequency,
        "channel": known.channel,
        "sentence": str(known.sentence.number) if known.sentence else "",
    }
