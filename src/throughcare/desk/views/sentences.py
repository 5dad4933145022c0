"""Sentences of a case: entering one as the court ordered it, what was ordered besides, changing and ending it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, opened_to_write, who
from throughcare.desk.sentence_forms import (
    AlsoOrderedForm,
    AmendForm,
    ChosenForm,
    DisposalForm,
    EndForm,
)
from throughcare.desk.views.asking import answered
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import (
    AlsoOrdered,
    EndReason,
)

Found = tuple[probation.Card, probation.Whole]
ASKS = ["GET", "HEAD", "POST"]
MOST_FLAGS = 100


@who(Action.READ_CASE)
@require_safe
def sentence(request: access.Request, crn: str, number: int) -> HttpResponse:
    """One event with all that was ordered, and what is to be checked about it."""
    found = whole_of(request, crn, number, part="sentence")
    if isinstance(found, HttpResponse):
        return found
    return _page(request, found)


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def disposal(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The sentence: its type first, and then what a sentence of that type has."""
    found = whole_of(request, crn, number, part="new disposal")
    if isinstance(found, HttpResponse):
        return found
    card, _ = found
    types = {each.code: each for each in probation.sentence_types()}
    here = reverse("desk:disposal", kwargs={"crn": crn, "number": number})
    kind = types.get(request.GET.get("type", ""))
    if kind is None:
        return choose(
            request,
            card,
            ChosenForm(
                request.POST if request.method == "POST" else None,
                label="What did the court order?",
                choices=[(each.code, each.description) for each in types.values()],
            ),
            title="Record the sentence",
            leads_to=f"{here}?type=",
            back=address(crn, number),
        )
    form = DisposalForm(
        request.POST if request.method == "POST" else None,
        family=kind.family,
        courts=courts(),
        others=[
            (str(other), f"Sentence {other}: {words}")
            for other, words in probation.live_sentences(card.case_id)
            if other != number
        ],
    )
    return answered(
        request,
        card,
        form,
        title=kind.description,
        button="Record sentence",
        act=lambda accepted: change_probation.sentence_event(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            disposal=change_probation.Disposal(type_code=kind.code, **form.facts),
            accepted=accepted,
            now=request.now,
        ),
        done="The sentence is recorded.",
        leads_to=address(crn, number),
        back=here,
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def amendment(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Another length or end of a sentence."""
    found = whole_of(request, crn, number, part="amendment")
    if isinstance(found, HttpResponse):
        return found
    card, whole = found
    form = AmendForm(
        request.POST if request.method == "POST" else None,
        initial={
            "length": whole.sentence.length,
            "length_unit": whole.sentence.length_unit,
            "ends_on": whole.sentence.entered_ends_on,
            "is_under_review": whole.sentence.is_under_review,
        },
    )
    return answered(
        request,
        card,
        form,
        title="Change the sentence",
        button="Save",
        act=lambda accepted: change_probation.amend_sentence(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            length=form.cleaned_data["length"],
            length_unit=form.unit,
            ends_on=form.cleaned_data["ends_on"],
            is_under_review=form.cleaned_data["is_under_review"],
            amended_on=form.cleaned_data["amended_on"],
            reason=form.cleaned_data["reason"],
            accepted=accepted,
            now=request.now,
        ),
        done="The sentence is changed. What it was stays on this page.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def also_ordered(request: access.Request, crn: str, number: int) -> HttpResponse:
    """A fine or the like beside the sentence."""
    found = whole_of(request, crn, number, part="new additional sentence")
    if isinstance(found, HttpResponse):
        return found
    card = found[0]
    form = AlsoOrderedForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Add what else the court ordered",
        button="Add",
        act=lambda _: change_probation.record_also_ordered(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            kind=AlsoOrdered(form.cleaned_data["kind"]),
            amount=form.cleaned_data["amount"],
            length=form.cleaned_data["length"],
            length_unit=form.unit,
            notes=form.cleaned_data["notes"],
            now=request.now,
        ),
        done="It is added.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def sentence_end(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The end of a sentence, with a reason that its type allows."""
    found = whole_of(request, crn, number, part="end of sentence")
    if isinstance(found, HttpResponse):
        return found
    card, whole = found
    form = EndForm(
        request.POST if request.method == "POST" else None,
        reasons=probation.reasons_to_end(whole),
    )
    return answered(
        request,
        card,
        form,
        title="End the sentence" if whole.is_sentenced else "End the event",
        button="End it",
        act=lambda _: change_probation.terminate_sentence(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            reason=EndReason(form.cleaned_data["reason"]),
            ended_on=form.cleaned_data["ended_on"],
            now=request.now,
        ),
        done="It has ended, and its requirements with it.",
        leads_to=lambda _: _after_the_end(card, number),
        back=address(crn, number),
    )


def _after_the_end(card: probation.Card, number: int) -> str:
    """The sentence that ended; or, where none is left to supervise, what becomes of the flags."""
    if not probation.live_sentences(card.case_id) and any(
        each.is_active for each in probation.registrations(card.case_id, limit=MOST_FLAGS)
    ):
        return reverse("desk:flags_at_the_end", kwargs={"crn": card.crn})
    return address(card.crn, number)


@who(Action.WRITE_CASE)
@require_POST
def resumption(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Take the end of a sentence back."""
    card = opened_to_write(request, crn, part="resumption")
    if isinstance(card, HttpResponse):
        return card
    try:
        change_probation.resume_sentence(
            account_id=request.account.pk, case_id=card.case_id, number=number, now=request.now
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "The end is taken back. Appointments are to be made anew.")
    return redirect(address(crn, number))


@who(Action.WRITE_CASE)
@require_POST
def sentence_warnings(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Accept warnings, by name."""
    found = whole_of(request, crn, number, part="warnings")
    if isinstance(found, HttpResponse):
        return found
    try:
        change_probation.accept_warnings(
            account_id=request.account.pk,
            case_id=found[0].case_id,
            number=number,
            codes=request.POST.getlist("accepted"),
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, found, refusal=refusal)
    messages.success(request, "It is kept that you checked this against the court's order.")
    return redirect(address(crn, number))


def whole_of(request: access.Request, crn: str, number: int, *, part: str) -> Found | HttpResponse:
    """The card of a case and one of its events, its reading written to the trail; or what is shown instead.

    Raises:
        Http404: there is no such case, or no such event of it.
    """
    card = opened(request, crn, part=part)
    if isinstance(card, HttpResponse):
        return card
    whole = probation.sentence(card.case_id, number=number)
    if whole is None:
        raise Http404
    return card, whole


def address(crn: str, number: int) -> str:
    return reverse("desk:sentence", kwargs={"crn": crn, "number": number})


def courts() -> list[tuple[str, str]]:
    return [(court.code, court.name) for court in probation.courts()]


def choose(
    request: access.Request,
    card: probation.Card,
    form: ChosenForm,
    *,
    title: str,
    leads_to: str,
    back: str,
) -> HttpResponse:
    """Ask for one of a list, and go on with it."""
    if request.method == "POST" and form.is_valid():
        return redirect(f"{leads_to}{form.cleaned_data['chosen']}")
    return answered(
        request,
        card,
        form,
        title=title,
        button="Continue",
        act=lambda _: None,
        done="",
        leads_to=back,
        back=back,
    )


def _page(request: access.Request, found: Found, *, refusal: Refused | None = None) -> HttpResponse:
    card, whole = found
    return render(
        request,
        "desk/sentence.html",
        {
            "card": card,
            "whole": whole,
            "names": access.display_names(whole.changed_by_ids),
            "may_change": card.is_writable and not card.closed_at and not request.as_at_day,
            "has_custody": whole.is_custodial,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": refusal is not None,
        },
        status=409 if refusal else 200,
    )
