"""Courses that somebody completed by e-learning: each is credited, kept on record or rejected, once."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.forms import ReasonForm, TimeField
from throughcare.desk.views.unpaid_work.questions import AtAProject
from throughcare.kernel.refusals import Refused
from throughcare.probation import queries as probation
from throughcare.unpaidwork import commands as change_unpaidwork
from throughcare.unpaidwork import queries as unpaidwork
from throughcare.unpaidwork.choices import Resolution

Opened = tuple[probation.Card, unpaidwork.Completion]


class CreditForm(AtAProject):
    field_order = ("sentence", "project", "starts")

    sentence = forms.TypedChoiceField(
        label="To which sentence is it credited?",
        coerce=int,
        error_messages={"required": "Select the sentence"},
    )
    starts = TimeField(
        label="When did they start that day?",
        help_text="For example, 9:30am or 14:00",
        widget=forms.TextInput(attrs={"size": 10, "autocomplete": "off"}),
        error_messages={"required": "Enter when they started"},
    )

    def __init__(
        self,
        *args: Any,  # Any: as Django has it
        standings: tuple[unpaidwork.Standing, ...],
        **more: Any,  # Any: as above
    ) -> None:
        super().__init__(*args, **more)
        self.fields["sentence"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (
                each.sentence_number,
                f"{each.sentence}, {unpaidwork.spoken(each.account.remaining)} left",
            )
            for each in standings
            if each.is_live
        ]


@who(Action.READ_CASE)
@require_safe
def course(request: access.Request, crn: str, reference: UUID) -> HttpResponse:
    found = _opened(request, crn, reference)
    return found if isinstance(found, HttpResponse) else _page(request, found)


@who(Action.WRITE_CASE)
@require_POST
def crediting(request: access.Request, crn: str, reference: UUID) -> HttpResponse:
    """Credit the course to an appointment at a project of education and training."""
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    form = CreditForm(
        request.POST,
        standings=unpaidwork.standings(found[0].case_id, at=request.now),
        auto_id="credit-%s",
    )
    if not form.is_valid():
        return _page(request, found, bad=form)
    try:
        change_unpaidwork.credit_completion(
            account_id=request.account.pk,
            case_id=found[0].case_id,
            sentence_number=form.cleaned_data["sentence"],
            reference=reference,
            project_code=form.cleaned_data["project"],
            starts=form.cleaned_data["starts"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, found, bad=form, refusal=refusal)
    messages.success(request, "The course is credited.")
    return redirect("desk:upw_case", crn=crn)


@who(Action.WRITE_CASE)
@require_POST
def holding(request: access.Request, crn: str, reference: UUID) -> HttpResponse:
    """Keep the course on record without crediting it."""
    return _without_credit(request, crn, reference, Resolution.HELD)


@who(Action.WRITE_CASE)
@require_POST
def rejection(request: access.Request, crn: str, reference: UUID) -> HttpResponse:
    return _without_credit(request, crn, reference, Resolution.REJECTED)


def _without_credit(
    request: access.Request, crn: str, reference: UUID, resolution: Resolution
) -> HttpResponse:
    found = _opened(request, crn, reference)
    if isinstance(found, HttpResponse):
        return found
    is_held = resolution is Resolution.HELD
    form = ReasonForm(request.POST, auto_id=f"{resolution}-%s")
    if not form.is_valid():
        return _page(request, found, bad=form, open_form=resolution)
    command = change_unpaidwork.hold_completion if is_held else change_unpaidwork.reject_completion
    try:
        command(
            account_id=request.account.pk,
            case_id=found[0].case_id,
            reference=reference,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, found, bad=form, refusal=refusal, open_form=resolution)
    messages.success(
        request, "The course is kept on record." if is_held else "The course is rejected."
    )
    return redirect("desk:upw_case", crn=crn)


def _opened(request: access.Request, crn: str, reference: UUID) -> Opened | HttpResponse:
    card = opened(request, crn, part="course")
    if isinstance(card, HttpResponse):
        return card
    found = unpaidwork.completion(card.case_id, reference=reference)
    if found is None:
        raise Http404
    return card, found


def _page(
    request: access.Request,
    found: Opened,
    *,
    bad: CreditForm | ReasonForm | None = None,
    refusal: Refused | None = None,
    open_form: str = "",
) -> HttpResponse:
    card, completion = found
    standings = unpaidwork.standings(card.case_id, at=request.now)
    credit = CreditForm(standings=standings, auto_id="credit-%s", initial={"starts": "9am"})
    return render(
        request,
        "desk/unpaid_work_course.html",
        {
            "card": card,
            "course": completion,
            "state": Resolution(completion.state).label,
            "has_orders": any(each.is_live for each in standings),
            "credit": bad if isinstance(bad, CreditForm) else credit,
            "held": bad if open_form == Resolution.HELD else ReasonForm(auto_id="held-%s"),
            "rejected": bad
            if open_form == Resolution.REJECTED
            else ReasonForm(auto_id="rejected-%s"),
            "bad": bad,
            "open_form": open_form,
            "refusals": [reason.sentence for reason in refusal.reasons] if refusal else [],
            "has_errors": bad is not None,
            "may_change": completion.state == Resolution.WAITING and card.is_writable,
            "spoken": unpaidwork.spoken,
        },
        status=(409 if refusal else 422) if bad is not None else 200,
    )
