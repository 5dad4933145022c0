"""Searches that somebody does again: kept, done, and kept no longer."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.desk.forms import SavedSearchForm
from throughcare.desk.views.people import keep_search, kept_search, search_page
from throughcare.kernel.refusals import Refused
from throughcare.people import commands as change_people
from throughcare.people import queries as people


@who(Action.SEARCH)
@require_POST
def saved_searches(request: access.Request) -> HttpResponse:
    """Keep the search that is on the page, under a name."""
    form = SavedSearchForm(request.POST)
    refusals: list[str] = []
    if form.is_valid():
        text, unit_code = kept_search(request)
        try:
            made = change_people.save_search(
                account_id=request.account.pk,
                name=form.cleaned_data["name"],
                text=text,
                unit_code=unit_code,
                now=request.now,
            )
        except Refused as refusal:
            refusals = [reason.sentence for reason in refusal.reasons]
        else:
            messages.success(request, f"Search “{made.name}” is saved.")
            return redirect("desk:people")
    return search_page(request, form=form, refusals=refusals)


@who(Action.SEARCH)
@require_POST
def saved_search(request: access.Request, reference: UUID) -> HttpResponse:
    """Do a search again, as it was saved."""
    found = people.saved_search(account_id=request.account.pk, reference=reference)
    if found is None:
        raise Http404
    keep_search(request, text=found.text, unit_code=found.unit_code)
    return redirect("desk:people")


@who(Action.SEARCH)
@require_POST
def end_saved_search(request: access.Request, reference: UUID) -> HttpResponse:
    change_people.end_saved_search(
        account_id=request.account.pk, reference=reference, now=request.now
    )
    messages.success(request, "The search is removed.")
    return redirect("desk:people")
