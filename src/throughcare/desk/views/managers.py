"""Who manages what of a case: each part, who is responsible, and what a unit has apart from the case."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import (
    found,
    limited,
    note_reading,
    opened,
    opened_to_write,
    who,
)
from throughcare.desk.manager_forms import EntryForm, ManagerForm, PrisonManagerForm
from throughcare.desk.seats import seats_now
from throughcare.desk.views.asking import answered
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

ASKS = ["GET", "HEAD", "POST"]
ROWS = 30
PAGE = 50


@who(Action.READ_CASE)
@require_safe
def managers(request: access.Request, crn: str) -> HttpResponse:
    """Every part with its manager, and who managed before."""
    card = opened(request, crn, part="managers")
    if isinstance(card, HttpResponse):
        return card
    is_now = request.as_at_day is None
    return render(
        request,
        "desk/managers.html",
        {
            "card": card,
            "components": probation.managing.components(card.case_id, at=request.as_at),
            "waiting": probation.transferring.keys_waiting(card.case_id) if is_now else frozenset(),
            "rows": probation.managing.managers_of(card.case_id, at=request.as_at, limit=ROWS),
            "responsible": probation.managing.responsible_officer(card.case_id, at=request.as_at),
            "in_prison": probation.managing.prison_manager(card.case_id, at=request.as_at),
            "today": local_day(request.now),
            "may_write": is_now and card.is_writable and not card.closed_at,
            "may_allocate": is_now and Action.ALLOCATE in request.actions and not card.closed_at,
        },
    )


@who(Action.ALLOCATE)
@require_http_methods(ASKS)
def component_manager(request: access.Request, crn: str, key: str) -> HttpResponse:
    """Give a part to an officer of the manager's units."""
    opened_part = _opened_part(request, crn, key, part="manager of a part")
    if isinstance(opened_part, HttpResponse):
        return opened_part
    card, part = opened_part
    seats = {
        seat.code: seat
        for seat in probation.seats_under(holder_ids=_units(request), at=request.now)
        if seat.account_id is not None
    }
    form = ManagerForm(
        request.POST if request.method == "POST" else None,
        posts=[(code, f"{seat.officer}, {seat.holder}") for code, seat in seats.items()],
        reasons=[(each.code, each.description) for each in probation.managing.manager_reasons()],
    )

    def give(_: object) -> None:
        is_given = change_probation.give_component(
            account_id=request.account.pk,
            case_id=card.case_id,
            key=key,
            post_id=seats[form.cleaned_data["post"]].post_id,
            reason_code=form.cleaned_data["reason"],
            now=request.now,
        )
        if not is_given:
            raise Refused.because(
                "has-it", f"{part.words} is with this officer already. Select another."
            )

    return answered(
        request,
        card,
        form,
        title=f"Who manages {part.words}?",
        button="Give it to them",
        act=give,
        done=f"{part.words} has another manager.",
        leads_to=_back(card),
        back=_back(card),
    )


@who(Action.ALLOCATE)
@require_POST
def component_return(request: access.Request, crn: str, key: str) -> HttpResponse:
    """Put a part back to its case."""
    opened_part = _opened_part(request, crn, key, part="return of a part")
    if isinstance(opened_part, HttpResponse):
        return opened_part
    card, part = opened_part
    try:
        change_probation.rejoin_component(
            account_id=request.account.pk, case_id=card.case_id, key=key, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, f"{part.words} goes with the case again.")
    return redirect(_back(card))


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def component_entry(request: access.Request, crn: str, key: str) -> HttpResponse:
    """What whoever has a part writes into the log of a case that they may not open."""
    opened_part = _opened_part(request, crn, key, part="entry about a part")
    if isinstance(opened_part, HttpResponse):
        return opened_part
    card, part = opened_part
    if not part.is_mine:
        raise Http404
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        types=[
            (each.code, each.description)
            for each in probation.contact_types()
            if each.needs_outcome != "yes" and not each.is_sensitive
        ],
    )

    def write(_: object) -> int:
        read = form.cleaned_data
        told = {
            "account_id": request.account.pk,
            "case_id": card.case_id,
            "key": key,
            "notes": read["notes"],
            "now": request.now,
        }
        if read["type"] == EntryForm.REFER:
            return change_probation.refer_to_officer(**told)
        return change_probation.write_about_component(**told, type_code=read["type"])

    return answered(
        request,
        card,
        form,
        title=f"Record something of {part.words}",
        button="Record it",
        act=write,
        done="It is in the log of the case, which its officer reads.",
        leads_to=_back(card),
        back=_back(card),
    )


@who(Action.WRITE_CASE)
@require_http_methods(ASKS)
def prison_manager(request: access.Request, crn: str) -> HttpResponse:
    """Who manages the sentence in prison, and whether they are responsible."""
    card = opened(request, crn, part="prison manager")
    if isinstance(card, HttpResponse):
        return card
    last = probation.managing.prison_manager(card.case_id, at=request.now)
    form = PrisonManagerForm(
        request.POST if request.method == "POST" else None,
        institutions=[(each.code, each.name) for each in probation.custodies.institutions()],
        initial={
            "institution": last.institution_id,
            "name": last.name,
            "is_responsible": last.is_responsible,
        }
        if last
        else None,
    )
    return answered(
        request,
        card,
        form,
        title="Who manages the sentence in prison?",
        button="Save",
        act=lambda _: change_probation.name_prison_manager(
            account_id=request.account.pk,
            case_id=card.case_id,
            institution_code=form.cleaned_data["institution"],
            name=form.cleaned_data["name"],
            is_responsible=form.cleaned_data["is_responsible"],
            now=request.now,
        ),
        done="The manager in prison is recorded.",
        leads_to=_back(card),
        back=_back(card),
    )


@who(Action.WRITE_CASE)
@require_POST
def prison_manager_end(request: access.Request, crn: str) -> HttpResponse:
    """Nobody manages in prison any more."""
    card = opened_to_write(request, crn, part="end of prison manager")
    if isinstance(card, HttpResponse):
        return card
    try:
        change_probation.end_prison_manager(
            account_id=request.account.pk, case_id=card.case_id, now=request.now
        )
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, "Nobody manages in prison any more.")
    return redirect(_back(card))


@who(Action.WRITE_CASE)
@require_safe
def components(request: access.Request) -> HttpResponse:
    """What the visitor's units have apart from its case."""
    after = request.GET.get("after", "")
    listed = probation.managing.apart_with(
        holder_ids=_units(request),
        at=request.now,
        limit=PAGE + 1,
        after=int(after) if after.isdecimal() and len(after) < 16 else 0,  # noqa: PLR2004  fits a key
    )
    shown = listed[:PAGE]
    if shown:
        audit.record_many(
            account_id=request.account.pk,
            action="components.read",
            subject_kind="case",
            subject_references=sorted({each.crn for each in shown}),
            now=request.now,
        )
    here = reverse("desk:components")
    return render(
        request,
        "desk/components.html",
        {
            "listed": shown,
            "first": here if after else "",
            "more": f"{here}?after={shown[-1].id}" if len(listed) > PAGE else "",
        },
    )


def _opened_part(
    request: access.Request, crn: str, key: str, *, part: str
) -> tuple[probation.Card, probation.managing.Component] | HttpResponse:
    """The card of a case that the visitor has in full, or has this part of, and the part.

    Raises:
        Http404: there is no such case or part, or it is nothing to the visitor.
    """
    card = found(request, crn)
    note_reading(request, card, part=part)
    if card.is_refused:
        return limited(request, card.crn)
    listed = probation.managing.component(card.case_id, key=key, at=request.now)
    if listed is None or not (card.is_open or listed.is_mine):
        raise Http404
    return card, listed


def _units(request: access.Request) -> set[int]:
    return {
        unit
        for seat in seats_now(request)
        for unit in probation.units_under(seat.holder_id, at=request.now)
    }


def _back(card: probation.Card) -> str:
    name = "desk:managers" if card.is_open else "desk:minimum_view"
    return reverse(name, kwargs={"crn": card.crn})
