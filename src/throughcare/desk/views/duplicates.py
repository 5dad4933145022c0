"""People who are likely to stand in the records twice: the list, one pair, and settling it. Nobody is merged."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.forms import DistinctionForm
from throughcare.govuk.paging import PAGE_SIZE
from throughcare.kernel.refusals import Refused
from throughcare.people import commands as change_people
from throughcare.people import queries as people

MOST_DIGITS = 12


@who(Action.SEARCH, Action.SEE_PLAN)
@require_safe
def duplicates(request: access.Request) -> HttpResponse:
    """How many pairs there are, for the programme; the pairs themselves, for whoever finds people. `?after=` goes on."""
    may = access.actions()
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isascii() and asked.isdigit() and len(asked) <= MOST_DIGITS else 0
    found = (
        people.likely_duplicates(limit=PAGE_SIZE + 1, after=after) if Action.SEARCH in may else []
    )
    shown = found[:PAGE_SIZE]
    _note(request, shown, action="person.duplicates-read")
    return render(
        request,
        "desk/duplicates.html",
        {
            "pairs": shown,
            "next": shown[-1].number if len(found) > PAGE_SIZE else 0,
            "is_first": not after,
            "made": people.latest_comparison(),
            "counts": people.count_duplicates() if Action.SEE_PLAN in may else None,
            "may_search": Action.SEARCH in may,
            "may_compare": Action.PLAN in may,
        },
    )


@who(Action.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicate(request: access.Request, crn: str, other: str) -> HttpResponse:
    """One pair, side by side; posted with a reason, it is settled as two people."""
    pair = people.likely_duplicate(first_crn=crn, second_crn=other)
    if pair is None:
        raise Http404
    form = DistinctionForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _is_told_apart(request, form, pair):
        messages.success(request, f"{crn} and {other} are settled as two people.")
        return redirect("desk:duplicates")
    _note(request, [pair], action="person.duplicate-read")
    return render(
        request,
        "desk/duplicate.html",
        {
            "pair": pair,
            "sides": [people.profile(crn=each) for each in (crn, other)],
            "form": form,
            "has_errors": bool(form.errors),
        },
        status=422 if form.errors else 200,
    )


@who(Action.PLAN)
@require_POST
def comparisons(request: access.Request) -> HttpResponse:
    """Have everybody compared with one another again."""
    change_people.have_people_compared()
    messages.success(
        request, "Everybody is compared again. It takes some minutes in a whole nation."
    )
    return redirect("desk:duplicates")


def _is_told_apart(request: access.Request, form: DistinctionForm, pair: people.Pair) -> bool:
    try:
        change_people.tell_apart(
            account_id=request.account.pk,
            first_crn=pair.first_crn,
            second_crn=pair.second_crn,
            reason=form.cleaned_data["reason"],
            now=request.now,
        )
    except Refused as refused:
        form.add_error("reason", str(refused))
        return False
    return True


def _note(request: access.Request, pairs: list[people.Pair], *, action: str) -> None:
    crns = sorted({crn for pair in pairs for crn in (pair.first_crn, pair.second_crn)})
    if crns:
        audit.record_many(
            account_id=request.account.pk,
            action=action,
            subject_kind="person",
            subject_references=crns,
            now=request.now,
        )
