"""Custody of a sentence: where somebody is, the dates ahead, releases, recalls, and what prisons report in doubt."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.custody_forms import (
    AnswerForm,
    KeyDateForm,
    PlaceForm,
    RecallForm,
    ReleaseForm,
)
from throughcare.desk.doors import opened, who
from throughcare.desk.sentence_forms import OnADayForm
from throughcare.desk.views.asking import answered
from throughcare.desk.views.sentences import ASKS
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import RecallReason, ReleaseKind

Held = tuple[probation.Card, probation.InCustody]
DOUBTS = 50


@who(Action.READ_CASE)
@require_safe
def custody(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Where somebody is and was, when they come out, and who is responsible then."""
    found = _held(request, crn, number, part="custody")
    if isinstance(found, HttpResponse):
        return found
    card, held = found
    return render(
        request,
        "desk/custody.html",
        {
            "card": card,
            "held": held,
            "number": number,
            "may_change": card.is_writable
            and not card.closed_at
            and not request.as_at_day
            and held.custody.sentence.terminated_on is None,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def placement(request: access.Request, crn: str, number: int) -> HttpResponse:
    """In which prison somebody is."""
    found = _held(request, crn, number, part="placement")
    if isinstance(found, HttpResponse):
        return found
    card, held = found
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        institutions=[(each.code, each.name) for each in probation.custodies.institutions()],
        initial={
            "institution": held.custody.institution_id,
            "book_number": held.custody.book_number,
            "parole_number": held.custody.parole_number,
        },
    )
    return answered(
        request,
        card,
        form,
        title="Where is this person held?",
        button="Save",
        act=lambda _: change_probation.place_in_custody(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            institution_code=form.cleaned_data["institution"],
            book_number=form.cleaned_data["book_number"],
            parole_number=form.cleaned_data["parole_number"],
            now=request.now,
        ),
        done="The prison is kept.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def release(request: access.Request, crn: str, number: int) -> HttpResponse:
    found = _held(request, crn, number, part="release")
    if isinstance(found, HttpResponse):
        return found
    card, _ = found
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Record a release",
        button="Record release",
        act=lambda _: change_probation.release_person(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            kind=ReleaseKind(form.cleaned_data["kind"]),
            released_on=form.cleaned_data["released_on"],
            length=form.cleaned_data["length"],
            now=request.now,
        ),
        done="The release is recorded.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def recall(request: access.Request, crn: str, number: int) -> HttpResponse:
    found = _held(request, crn, number, part="recall")
    if isinstance(found, HttpResponse):
        return found
    card, _ = found
    form = RecallForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Record a recall",
        button="Record recall",
        act=lambda _: change_probation.recall_person(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            reason=RecallReason(form.cleaned_data["reason"]),
            recalled_on=form.cleaned_data["recalled_on"],
            now=request.now,
        ),
        done="The recall is recorded. The status changes once a prison has the person back.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def key_dates(request: access.Request, crn: str, number: int) -> HttpResponse:
    found = _held(request, crn, number, part="key dates")
    if isinstance(found, HttpResponse):
        return found
    card, _ = found
    form = KeyDateForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Enter a date ahead",
        button="Save date",
        act=lambda _: change_probation.set_key_dates(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            days=form.days,
            now=request.now,
        ),
        done="The date is kept. What was there before is kept beside it.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def supervision(request: access.Request, crn: str, number: int) -> HttpResponse:
    """The day on which post-sentence supervision began."""
    found = _held(request, crn, number, part="supervision")
    if isinstance(found, HttpResponse):
        return found
    card, _ = found
    form = OnADayForm(request.POST if request.method == "POST" else None)
    return answered(
        request,
        card,
        form,
        title="Post-sentence supervision: when did it begin?",
        button="Save",
        act=lambda _: change_probation.begin_supervision(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            begins_on=form.cleaned_data["day"],
            now=request.now,
        ),
        done="Post-sentence supervision has begun.",
        leads_to=address(crn, number),
        back=address(crn, number),
    )


@who(Action.READ_CASE)
@require_safe
def custody_doubts(request: access.Request, crn: str) -> HttpResponse:
    """What prisons reported about a person and somebody is to look at."""
    card = opened(request, crn, part="custody doubts")
    if isinstance(card, HttpResponse):
        return card
    return render(
        request,
        "desk/custody_doubts.html",
        {
            "card": card,
            "doubts": probation.custodies.custody_doubts(card.case_id, limit=DOUBTS),
            "may_change": card.is_writable and not request.as_at_day,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def custody_answers(request: access.Request, crn: str) -> HttpResponse:
    """What was found out about a report that was doubtful."""
    card = opened(request, crn, part="custody answer")
    if isinstance(card, HttpResponse):
        return card
    here = reverse("desk:custody_doubts", kwargs={"crn": crn})
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        initial={"message": request.GET.get("message", "")},
    )
    return answered(
        request,
        card,
        form,
        title="Answer a prison's report",
        button="Save answer",
        act=lambda _: change_probation.answer_doubt(
            account_id=request.account.pk,
            case_id=card.case_id,
            message=form.cleaned_data["message"],
            answer=form.cleaned_data["answer"],
            now=request.now,
        ),
        done="The answer is kept.",
        leads_to=here,
        back=here,
    )


def address(crn: str, number: int) -> str:
    return reverse("desk:custody", kwargs={"crn": crn, "number": number})


def _held(request: access.Request, crn: str, number: int, *, part: str) -> Held | HttpResponse:
    """The card of a case and the custody of one of its sentences.

    Raises:
        Http404: there is no such custody.
    """
    card = opened(request, crn, part=part)
    if isinstance(card, HttpResponse):
        return card
    held = probation.custody(card.case_id, number=number)
    if held is None:
        raise Http404
    return card, held
