"""Interventions outside the sentence: those of a case, a new one, and what becomes of one."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.bookingforms import Booking
from throughcare.desk.doors import opened, who
from throughcare.desk.seats import seats_now
from throughcare.desk.views.asking import form_page
from throughcare.desk.views.nsi_forms import EndForm, GiveForm, NsiForm, StartForm, StatusForm
from throughcare.govuk.paging import paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.probation.choices import ContactKind

Opened = tuple[probation.Card, probation.NsiRecord]
Forms = dict[str, forms.Form]


@who(Action.READ_CASE)
@require_safe
def nsis(request: access.Request, crn: str) -> HttpResponse:
    """Every intervention of the case, in pages."""
    card = opened(request, crn, part="interventions")
    if isinstance(card, HttpResponse):
        return card
    page = paging(request, total=probation.nsis_in_all(card.case_id, at=request.as_at))
    return render(
        request,
        "desk/nsis.html",
        {
            "card": card,
            "nsis": probation.nsis(card.case_id, at=request.as_at, part=page.slice),
            "page": page,
            "may_add": card.is_writable and not card.closed_at and not request.as_at_day,
        },
    )


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def new_nsi(request: access.Request, crn: str) -> HttpResponse:
    """Refer the person to an intervention: the form, and what it sends."""
    card = opened(request, crn, part="new intervention")
    if isinstance(card, HttpResponse):
        return card
    form = NsiForm(
        request.POST if request.method == "POST" else None,
        types=[(kind.code, kind.description) for kind in probation.nsi_types()],
        subtypes=[(each.code, each.description) for each in probation.nsi_subtypes()],
        parts=_parts(card, request),
        initial={"referred_on": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            made = change_probation.refer_nsi(
                account_id=request.account.pk,
                case_id=card.case_id,
                said=form.referral,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The referral is recorded.")
            return redirect("desk:nsi", crn=crn, number=made.number)
    return form_page(
        request,
        card,
        form,
        title="Refer to an intervention",
        button="Record referral",
        refusals=refusals,
    )


@who(Action.READ_CASE)
@require_safe
def nsi(request: access.Request, crn: str, number: int) -> HttpResponse:
    found = _opened(request, crn, number)
    if isinstance(found, HttpResponse):
        return found
    return _page(request, found, all_forms=_forms(request, found))


@who(Action.WRITE_CASE)
@require_POST
def start(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Say when it began."""

    def say(card: probation.Card, read: dict[str, Any]) -> str:  # Any: what the form cleaned
        change_probation.start_nsi(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            on=read["starts_on"],
            now=request.now,
        )
        return "It is recorded that it began."

    return _changed(request, crn, number, name="start", say=say)


@who(Action.WRITE_CASE)
@require_POST
def standing(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Say where it stands."""

    def say(card: probation.Card, read: dict[str, Any]) -> str:  # Any: what the form cleaned
        change_probation.change_nsi_status(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            status_code=read["status"],
            on=read["on"],
            note=read["note"],
            now=request.now,
        )
        return "It is recorded where it stands."

    return _changed(request, crn, number, name="standing", say=say)


@who(Action.WRITE_CASE)
@require_POST
def manager(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Give it to an officer."""

    def say(card: probation.Card, read: dict[str, Any]) -> str:  # Any: what the form cleaned
        change_probation.give_nsi(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            post_code=read["post"],
            now=request.now,
        )
        return "It has another manager."

    return _changed(request, crn, number, name="manager", say=say)


@who(Action.WRITE_CASE)
@require_POST
def end(request: access.Request, crn: str, number: int) -> HttpResponse:
    """End it."""

    def say(card: probation.Card, read: dict[str, Any]) -> str:  # Any: what the form cleaned
        change_probation.end_nsi(
            account_id=request.account.pk,
            case_id=card.case_id,
            number=number,
            on=read["ended_on"],
            outcome_code=read["outcome"],
            now=request.now,
        )
        return "It has ended. Its appointments ahead are cancelled."

    return _changed(request, crn, number, name="end", say=say)


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def appointment(request: access.Request, crn: str, number: int) -> HttpResponse:
    """Hold a time for it: the form, and what it sends."""
    found = _opened(request, crn, number)
    if isinstance(found, HttpResponse):
        return found
    card, _ = found
    seats = seats_now(request)
    offices = {
        office.code: office
        for office in (
            probation.offices(owner_id=card.owner_id, at=request.now) if card.owner_id else ()
        )
    }
    types = probation.contact_types(kind=ContactKind.APPOINTMENT)
    form = Booking(
        request.POST if request.method == "POST" else None,
        types=[(kind.code, kind.description) for kind in types],
        offices=[(code, office.name) for code, office in offices.items()],
        initial={"day": local_day(request.now)},
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        office = offices.get(form.cleaned_data["office"])
        try:
            change_probation.appoint_for_nsi(
                account_id=request.account.pk,
                case_id=card.case_id,
                number=number,
                type_code=form.cleaned_data["type"],
                starts_at=form.starts_at,
                ends_at=form.ends_at,
                post_id=card.post_id or (seats[0].post_id if seats else None),
                office_id=office.unit_id if office else None,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Appointment made.")
            return redirect("desk:nsi", crn=crn, number=number)
    return form_page(
        request,
        card,
        form,
        title="Make an appointment for the intervention",
        button="Make appointment",
        refusals=refusals,
    )


def _parts(card: probation.Card, request: access.Request) -> list[tuple[str, str]]:
    """The sentences that go on, each with its requirements, as what an intervention may belong to."""
    offered = []
    for order in probation.record(card.case_id, at=request.now).orders:
        if order.sentence.terminated_on is not None:
            continue
        number, words = order.sentence.number, order.sentence.words
        offered.append((str(number), f"Sentence {number}: {words}"))
        offered += [
            (f"{number}/{each.pk}", f"Sentence {number}: {each.type.description}")
            for each in order.requirements
            if each.ended_on is None
        ]
    return offered


def _opened(request: access.Request, crn: str, number: int) -> Opened | HttpResponse:
    card = opened(request, crn, part=f"intervention {number}")
    if isinstance(card, HttpResponse):
        return card
    found = probation.nsi(card.case_id, number=number, at=request.as_at)
    if found is None:
        raise Http404
    return card, found


def _forms(request: access.Request, found: Opened, *, sent: str = "") -> Forms:
    """What can be done now; the one that was sent has what was sent in it."""
    card, record = found
    nsi = record.intervention
    if not card.is_writable or request.as_at_day or not nsi.is_active or nsi.is_by_steps:
        return {}

    def data(name: str) -> QueryDict | None:
        return request.POST if name == sent else None

    today = {"starts_on": local_day(request.now), "on": local_day(request.now)}
    holders = [] if card.holder_id is None else [card.holder_id]
    seats = probation.seats_under(holder_ids=holders, at=request.now)
    statuses = probation.nsi_statuses()
    outcomes = probation.nsi_outcomes(nsi.type_code)
    made: Forms = (
        {}
        if nsi.starts_on
        else {"start": StartForm(data("start"), auto_id="start-%s", initial=today)}
    )
    return made | {
        "standing": StatusForm(
            data("standing"),
            auto_id="standing-%s",
            statuses=[(each.code, each.description) for each in statuses],
            initial=today,
        ),
        "manager": GiveForm(
            data("manager"),
            auto_id="manager-%s",
            posts=[(each.code, each.officer) for each in seats if each.account_id is not None],
        ),
        "end": EndForm(
            data("end"),
            auto_id="end-%s",
            outcomes=[(each.code, each.description) for each in outcomes],
            initial={"ended_on": local_day(request.now)},
        ),
    }


Say = Callable[[probation.Card, dict[str, Any]], str]  # Any: what the form cleaned


def _changed(
    request: access.Request, crn: str, number: int, *, name: str, say: Say
) -> HttpResponse:
    """What was sent in one of the forms of the page, done; or the page again, with what is wrong."""
    found = _opened(request, crn, number)
    if isinstance(found, HttpResponse):
        return found
    shown = _forms(request, found, sent=name)
    form = shown.get(name)
    if form is None:
        return _page(request, found, all_forms={}, refusals=["Nothing can be changed here now."])
    if not form.is_valid():
        return _page(request, found, all_forms=shown, bad=form, open_form=name)
    try:
        said = say(found[0], form.cleaned_data)
    except Refused as refusal:
        refusals = [reason.sentence for reason in refusal.reasons]
        return _page(request, found, all_forms=shown, refusals=refusals, open_form=name)
    messages.success(request, said)
    return redirect("desk:nsi", crn=crn, number=number)


def _page(
    request: access.Request,
    found: Opened,
    *,
    all_forms: Forms,
    bad: forms.Form | None = None,
    refusals: list[str] | None = None,
    open_form: str = "",
) -> HttpResponse:
    card, record = found
    has_errors = bad is not None or bool(refusals)
    return render(
        request,
        "desk/nsi.html",
        {
            "card": card,
            "found": record,
            "nsi": record.intervention,
            "forms": all_forms,
            "bad": bad,
            "refusals": refusals or [],
            "has_errors": has_errors,
            "open_form": open_form,
        },
        status=(409 if refusals else 422) if has_errors else 200,
    )
