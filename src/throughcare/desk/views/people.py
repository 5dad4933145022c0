"""Finding somebody, and who they are."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import limited, local_day, note_reading, who
from throughcare.govuk.paging import PAGE_SIZE, paging
from throughcare.people import queries as people
from throughcare.probation import queries as probation

LONGEST_SEARCH = 120


@who(Action.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: access.Request) -> HttpResponse:
    """The form and its answer; posted with `fragment` the answer alone, for the script that asks while somebody types.

    What was searched for is kept in the session: names and birthdays stand in no address, and the way back finds them.
    """
    if request.method == "POST":
        request.session["search"] = request.POST.get("q", "").strip()[:LONGEST_SEARCH]
        if "fragment" not in request.POST:
            return redirect("desk:people")
    text = request.session.get("search", "")
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1  # noqa: PLR2004
    answer = people.search(
        text=text,
        today=local_day(request.now),
        limit=PAGE_SIZE,
        offset=(max(number, 1) - 1) * PAGE_SIZE,
    )
    cards = probation.cards_of_people([found.person_id for found in answer.found], at=request.as_at)
    if answer.found:
        audit.record_many(
            account_id=request.account.pk,
            action="person.found",
            subject_kind="person",
            subject_references=[found.crn for found in answer.found],
            now=request.now,
        )
    return render(
        request,
        "desk/found.html" if request.method == "POST" else "desk/search.html",
        {
            "text": text,
            "answer": answer,
            "cards": cards,
            "page": paging(request, total=answer.total),
        },
    )


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def person(request: access.Request, crn: str) -> HttpResponse:
    card = probation.card_of(crn, at=request.as_at)
    if card is not None:
        note_reading(request, card, part="person")
        if card.is_refused:
            return limited(request, card)
    profile = people.profile(crn=crn)
    if profile is None:
        former = people.crn_that_replaced(crn)
        if former is None:
            raise Http404
        return redirect("desk:person", crn=former)
    if card is None:
        audit.record(
            account_id=request.account.pk,
            action="person.read",
            subject_kind="person",
            subject_reference=crn,
            now=request.now,
        )
    return render(
        request,
        "desk/person.html",
        {"crn": crn, "profile": profile, "card": card, "today": local_day(request.now)},
    )
