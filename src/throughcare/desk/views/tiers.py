"""The tier of a case: its working, what it was before, and working it out again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.allocation import commands as change_allocation
from throughcare.allocation import queries as allocation
from throughcare.desk.doors import opened, who

MOST = 30


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def tier(request: access.Request, crn: str) -> HttpResponse:
    """Every term of the tier with its record and day; what was sent works it out again."""
    card = opened(request, crn, part="tier")
    if isinstance(card, HttpResponse):
        return card
    if request.method == "POST":
        change_allocation.recalculate_case(
            account_id=request.account.pk, case_id=card.case_id, now=request.now
        )
        messages.success(request, "The tier is worked out again.")
        return redirect("desk:tier", crn=crn)
    return render(
        request,
        "desk/tier.html",
        {
            "card": card,
            "worked": allocation.worked(card.case_id),
            "history": allocation.tiers_before(card.case_id, limit=MOST),
            "may_change": card.is_writable and not card.closed_at and not request.as_at_day,
        },
    )
