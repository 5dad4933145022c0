"""The unpaid work of a case: how each figure comes about, its places, its days and what changes it."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import found, note_reading, opened_to_write, shown, who
from throughcare.desk.views.asking import form_page
from throughcare.desk.views.unpaid_work.questions import (
    AdjustmentForm,
    DayForm,
    EndPlaceForm,
    PlaceForm,
    TakeForm,
)
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.unpaidwork import commands as change_unpaidwork
from throughcare.unpaidwork import queries as unpaidwork
from throughcare.unpaidwork.choices import Weekday

PAGE = 25
AHEAD = 5
COURSES = 25
Change = Callable[..., object]


@who(Action.READ_CASE)
@require_safe
def unpaid_work(request: access.Request, crn: str) -> HttpResponse:
    """What is ordered, credited, earned and left, and every day at work, latest first."""
    opening = _opened(request, crn, part="unpaid work")
    if isinstance(opening, HttpResponse):
        return opening
    card, apart = opening
    standings = unpaidwork.standings(card.case_id, at=request.now)
    waiting = [
        each
        for each in unpaidwork.ordered(card.case_id, on=local_day(request.now))
        if not each.is_taken_on and each.minutes + each.additional_minutes and card.is_open
    ]
    seen_before = probation.moment_of(request.GET.get("before", ""))
    seen_after = probation.moment_of(request.GET.get("after", ""))
    over = unpaidwork.appointments(card.case_id, before=seen_before or request.now, limit=PAGE + 1)
    ahead = unpaidwork.appointments_ahead(
        card.case_id, after=seen_after or request.now, limit=AHEAD + 1
    )
    return render(
        request,
        "desk/unpaid_work.html",
        {
            "card": card,
            "standings": standings,
            "waiting": waiting,
            "take": TakeForm(),
            "ahead": ahead[:AHEAD],
            "further": probation.key_of(ahead[AHEAD - 1].starts_at) if len(ahead) > AHEAD else "",
            "is_further": seen_after is not None,
            "over": over[:PAGE],
            "older": probation.key_of(over[PAGE - 1].starts_at) if len(over) > PAGE else "",
            "is_older": seen_before is not None,
            "outcomes": {each.code: each.description for each in probation.outcomes()},
            "courses": unpaidwork.completions(card.case_id, limit=COURSES),
            "may_change": card.is_writable and not card.closed_at and not request.as_at_day,
            "apart": frozenset() if request.as_at_day else apart,
            "today": local_day(request.now),
            "now": request.now,
            "spoken": unpaidwork.spoken,
            "weekday": lambda number: Weekday(number).label,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_place(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Give the person a place at a project."""
    form = PlaceForm(
        request.POST if request.method == "POST" else None,
        initial={
            "starts_on": local_day(request.now),
            "project": request.GET.get("project", "")[:12],
        },
    )
    return _asked(
        request,
        crn,
        number,
        form,
        lambda: {
            "project_code": form.cleaned_data["project"],
            "weekday": form.cleaned_data["weekday"],
            "starts_on": form.cleaned_data["starts_on"],
            "ends_on": form.cleaned_data["ends_on"],
        },
        command=change_unpaidwork.allocate,
        title="Give a place at a project",
        button="Give the place",
        done="The place is given, and the sessions ahead are booked.",
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def ending_place(
    request: access.Request, crn: str, number: int, code: str, weekday: int
) -> HttpResponse:
    """End a place at a project from a day on."""
    if weekday not in Weekday:
        raise Http404
    form = EndPlaceForm(
        request.POST if request.method == "POST" else None,
        initial={"ends_on": local_day(request.now)},
    )
    return _asked(
        request,
        crn,
        number,
        form,
        lambda: {
            "project_code": code,
            "weekday": weekday,
            "ends_on": form.cleaned_data["ends_on"],
        },
        command=change_unpaidwork.end_allocation,
        title=f"End the place on a {Weekday(weekday).label} at {code}",
        button="End the place",
        done="The place ends, and what was booked after it is let go.",
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_day(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Book one day at a project."""
    form = DayForm(request.POST if request.method == "POST" else None)
    return _asked(
        request,
        crn,
        number,
        form,
        lambda: {
            "project_code": form.cleaned_data["project"],
            "day": form.cleaned_data["day"],
        },
        command=change_unpaidwork.book_day,
        title="Book one day",
        button="Book the day",
        done="The day is booked.",
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_adjustment(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Take time off what is required, or add to it."""
    form = AdjustmentForm(
        request.POST if request.method == "POST" else None,
        reasons=unpaidwork.adjustment_reasons(),
    )
    return _asked(
        request,
        crn,
        number,
        form,
        lambda: {
            "reason_code": form.cleaned_data["reason"],
            "minutes": form.signed_minutes,
        },
        command=change_unpaidwork.adjust,
        title="Adjust what is required",
        button="Adjust",
        done="The time is adjusted.",
    )


@who(Action.WRITE_CASE)
@require_POST
def taking_on(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Take on what the sentence orders."""
    form = TakeForm(request.POST)
    form.full_clean()
    return _done(
        request,
        crn,
        number,
        command=change_unpaidwork.take_order,
        done="The unpaid work is taken on. Give the person a place at a project.",
        is_intensive=form.cleaned_data["is_intensive"],
    )


@who(Action.WRITE_CASE)
@require_POST
def planning(request: access.Request, crn: str, number: int) -> HttpResponse:
    return _done(
        request,
        crn,
        number,
        command=change_unpaidwork.schedule,
        done="The sessions ahead are planned again.",
    )


@who(Action.WRITE_CASE)
@require_POST
def suspension(request: access.Request, crn: str, number: int) -> HttpResponse:
    return _done(
        request,
        crn,
        number,
        command=change_unpaidwork.suspend_order,
        done="The unpaid work is suspended, and what was booked is let go.",
    )


@who(Action.WRITE_CASE)
@require_POST
def resumption(request: access.Request, crn: str, number: int) -> HttpResponse:
    return _done(
        request,
        crn,
        number,
        command=change_unpaidwork.resume_order,
        done="The unpaid work goes on.",
    )


@who(Action.WRITE_CASE)
@require_POST
def finishing(request: access.Request, crn: str, number: int) -> HttpResponse:
    return _done(
        request,
        crn,
        number,
        command=change_unpaidwork.complete_order,
        done="The unpaid work is completed.",
    )


def _opened(
    request: access.Request, crn: str, *, part: str
) -> tuple[probation.Card, frozenset[int]] | HttpResponse:
    """The case for whoever may open it, or has its unpaid work: with the sentences, by number, whose work they have apart."""
    card = found(request, crn)
    is_minimum = card.view == "minimum" and not card.is_refused
    if is_minimum and (apart := unpaidwork.apart_in(card.case_id)):
        note_reading(request, card, part=part)
        return card, apart
    whole = shown(request, card, part=part)
    return whole if isinstance(whole, HttpResponse) else (whole, frozenset())


def _asked(
    request: access.Request,
    crn: str,
    number: int,
    form: forms.Form,
    cleaned: Callable[[], dict[str, object]],
    *,
    command: Change,
    title: str,
    button: str,
    done: str,
) -> HttpResponse:
    """A page that asks one thing, and the command that it is for."""
    opening = _opened(request, crn, part=title.lower())
    if isinstance(opening, HttpResponse):
        return opening
    card, _ = opening
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            command(
                account_id=request.account.pk,
                case_id=card.case_id,
                sentence_number=number,
                now=request.now,
                **cleaned(),
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, done)
            return redirect("desk:upw_case", crn=crn)
    return form_page(request, card, form, title=title, button=button, refusals=refusals)


def _done(
    request: access.Request,
    crn: str,
    number: int,
    *,
    command: Change,
    done: str,
    **more: object,
) -> HttpResponse:
    """One button, and the command that it is for."""
    card = found(request, crn)
    if card.is_refused or not unpaidwork.apart_in(card.case_id):
        opened_card = opened_to_write(request, crn, part="unpaid work")
        if isinstance(opened_card, HttpResponse):
            return opened_card
    try:
        command(
            account_id=request.account.pk,
            case_id=card.case_id,
            sentence_number=number,
            now=request.now,
            **more,
        )
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.warning(request, reason.sentence)
    else:
        messages.success(request, done)
    return redirect("desk:upw_case", crn=crn)
