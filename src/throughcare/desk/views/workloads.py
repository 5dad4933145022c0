"""The work of a unit's officers: how full each is, the cases it comes from, and hours that are taken off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import commands as change_allocation
from throughcare.allocation import queries as allocation
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.views.units import routed
from throughcare.govuk.forms import DayField
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation

DAYS_BACK = 31
MOST_POSTS = 200


class ReductionForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why are hours taken off?", error_messages={"required": "Select why"}
    )
    hours = forms.DecimalField(
        label="Hours a week",
        max_digits=4,
        decimal_places=1,
        widget=forms.TextInput(attrs={"size": 5, "inputmode": "decimal", "autocomplete": "off"}),
        error_messages={"required": "Enter the hours", "invalid": "Enter a number, such as 1.8"},
    )
    starts_on = DayField(label="First day")
    ends_on = DayField(
        label="First day without it",
        help_text="Leave empty for as long as the reason usually lasts",
        required=False,
    )

    def __init__(self, *args: Any, reasons: list[tuple[str, str]]) -> None:  # Any: as Django has it
        super().__init__(*args)
        self.fields["reason"].choices = [("", "Select why"), *reasons]  # type: ignore[attr-defined]


@who(Action.ALLOCATE)
@require_safe
def board(request: access.Request, code: str) -> HttpResponse:
    """How full each officer of a unit is; each figure opens to its cases."""
    unit, seats = _seats(request, code)
    loads = allocation.loads(
        holder_ids=[],
        post_ids=[seat.post_id for seat in seats],
        at=request.now,
        on=local_day(request.now),
    )
    lines = [(seat, loads[seat.post_id]) for seat in seats]
    return render(
        request,
        "desk/workload.html",
        {
            "unit": unit,
            "lines": sorted(
                lines, key=lambda line: (-(line[1].capacity.percent or 0), line[0].code)
            ),
            "is_cut": len(seats) == MOST_POSTS,
        },
    )


@who(Action.ALLOCATE)
@require_safe
def of_post(request: access.Request, code: str, post: str) -> HttpResponse:
    """The cases of an officer with their points, the hours, and the last month."""
    unit, seat = seat_of_board(request, code, post)
    on = local_day(request.now)
    held = probation.caseload(at=request.now, post_ids=[seat.post_id])
    cases = allocation.pointed(held.cards, on=on)
    if held.cards:
        audit.record_many(
            account_id=request.account.pk,
            action="workload.read",
            subject_kind="case",
            subject_references=sorted(card.crn for card in held.cards),
            now=request.now,
        )
    loads = allocation.loads(holder_ids=[], post_ids=[seat.post_id], at=request.now, on=on)
    return render(
        request,
        "desk/workload_of.html",
        {
            "unit": unit,
            "seat": seat,
            "load": loads[seat.post_id],
            "cases": cases,
            "reductions": allocation.reductions(seat.post_id, on=on),
            "days": allocation.days_before(seat.post_id, on=on, days=DAYS_BACK),
        },
    )


@who(Action.ALLOCATE)
@require_http_methods(["GET", "HEAD", "POST"])
def reductions(request: access.Request, code: str, post: str) -> HttpResponse:
    """Take hours off a post."""
    unit, seat = seat_of_board(request, code, post)
    on = local_day(request.now)
    form = ReductionForm(
        request.POST if request.method == "POST" else None,
        reasons=allocation.reasons_of_reductions(on=on),
    )
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_allocation.reduce_hours(
                account_id=request.account.pk,
                post_id=seat.post_id,
                reason=form.cleaned_data["reason"],
                hours=form.cleaned_data["hours"],
                starts_on=form.cleaned_data["starts_on"],
                ends_on=form.cleaned_data["ends_on"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "Hours are taken off.")
            return redirect("desk:workload_of", code=unit.code, post=seat.code)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/reduction.html",
        {"unit": unit, "seat": seat, "form": form, "refusals": refusals, "has_errors": has_errors},
        status=422 if has_errors else 200,
    )


@who(Action.ALLOCATE)
@require_POST
def deletion(request: access.Request, code: str, post: str, number: int) -> HttpResponse:
    """Take a reduction back."""
    unit, seat = seat_of_board(request, code, post)
    try:
        change_allocation.delete_reduction(
            account_id=request.account.pk, post_id=seat.post_id, number=number, now=request.now
        )
    except Refused as refusal:
        raise Http404 from refusal
    messages.success(request, "The reduction is deleted.")
    return redirect("desk:workload_of", code=unit.code, post=seat.code)


def _seats(
    request: access.Request, code: str
) -> tuple[organisation.Named, tuple[probation.Seat, ...]]:
    """A unit where the visitor gives cases to officers, and the posts in it and under it.

    Raises:
        Http404: there is no such unit now.
        PermissionDenied: the visitor does not.
    """
    found = routed(code.upper())
    if found.is_old or found.to is None:
        raise Http404
    if not access.may(action=Action.ALLOCATE, unit_id=found.to.unit_id):
        raise PermissionDenied
    units = probation.units_under(found.to.unit_id, at=request.now)
    return found.to, probation.seats_under(holder_ids=units, at=request.now)[:MOST_POSTS]


def seat_of_board(
    request: access.Request, code: str, post: str
) -> tuple[organisation.Named, probation.Seat]:
    unit, seats = _seats(request, code)
    seat = next((each for each in seats if each.code == post), None)
    if seat is None:
        raise Http404
    return unit, seat
