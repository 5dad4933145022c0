"""An appointment that was missed: what happened and what is done about it, in one step."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.desk.logforms import FailureForm
from throughcare.desk.seats import seats_now
from throughcare.kernel.refusals import Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

REFERRAL = "referral"


@who(Action.WRITE_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def failure(request: access.Request, crn: str, key: str) -> HttpResponse:
    card = opened(request, crn, part="appointment")
    if isinstance(card, HttpResponse):
        return card
    slot = probation.slot_of(card.case_id, key=key)
    if slot is None:
        raise Http404
    form = _form(request, card)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            result = change_probation.record_outcome(
                account_id=request.account.pk,
                appointment_id=slot.pk,
                outcome_code=form.cleaned_data["outcome"],
                action_code=form.cleaned_data["action"],
                notes=form.cleaned_data["notes"],
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            say_recorded(request, card, number=result.contact.number)
            return redirect("desk:home")
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/failure.html",
        {
            "card": card,
            "slot": slot,
            "key": key,
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "compliance": probation.compliance(card.case_id, at=request.now),
        },
        status=422 if has_errors else 200,
    )


def say_recorded(request: access.Request, card: probation.Card, *, number: int) -> None:
    """Say what was recorded, with the way to take it back."""
    messages.success(
        request,
        f"Outcome recorded for {card.spoken_name or card.crn}.",
        extra_tags=reverse("desk:undoing", kwargs={"crn": card.crn, "number": number}),
    )


def _form(request: access.Request, card: probation.Card) -> FailureForm:
    """The form; whoever is not the officer of the case is led to refer the failure to them (14.2)."""
    outcomes = probation.failing_outcomes()
    actions = probation.enforcement_actions()
    is_own = card.post_id in {seat.post_id for seat in seats_now(request)}
    referral = next((each.code for each in actions if each.kind == REFERRAL), "")
    return FailureForm(
        request.POST if request.method == "POST" else None,
        outcomes=[(each.code, each.description) for each in outcomes],
        actions=[(each.code, each.description) for each in actions],
        initial={
            "outcome": next((each.code for each in outcomes if each.is_attended is False), ""),
            "action": "" if is_own else referral,
        },
    )
