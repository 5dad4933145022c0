"""Opening a whole record that no post opens, because somebody may come to harm."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import found, limited, note_reading, who
from throughcare.desk.forms import EmergencyForm
from throughcare.kernel.refusals import Refused


@who(Action.EMERGENCY)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency(request: access.Request, crn: str) -> HttpResponse:
    """One step: why, and for how long. The manager of the account's unit is told."""
    card = found(request, crn)
    if card.is_refused:
        note_reading(request, card, part="emergency")
        return limited(request, card.crn)
    if card.is_open:
        return redirect("desk:case", crn=crn)
    form = EmergencyForm(request.POST if request.method == "POST" else None)
    refusals: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            change_access.open_in_emergency(
                account_id=request.account.pk,
                case_id=card.case_id,
                reason=form.cleaned_data["reason"],
                hours=int(form.cleaned_data["hours"]),
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, "The whole record is open to you. Your manager is told.")
            return redirect("desk:case", crn=crn)
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/emergency.html",
        {"card": card, "form": form, "refusals": refusals, "has_errors": has_errors},
        status=422 if has_errors else 200,
    )
