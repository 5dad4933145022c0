"""Finding somebody, and who they are."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import limited, note_reading, who
from throughcare.desk.forms import ReasonForm, SavedSearchForm
from throughcare.desk.seats import seats_now
from throughcare.desk.views.subjects import elsewhere
from throughcare.disclosure import queries as disclosure
from throughcare.govuk.paging import PAGE_SIZE, paging
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.people import queries as people
from throughcare.probation import queries as probation

LONGEST_SEARCH = 120
LONGEST_CODE = 12


@who(Action.SEARCH)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: access.Request) -> HttpResponse:
    """The form and its answer; posted with `fragment` the answer alone, for the script that asks while somebody types.

    What was searched for is kept in the session: names and birthdays stand in no address, and the way back finds them.
    """
    if request.method == "POST":
        keep_search(request, text=request.POST.get("q", ""), unit_code=request.POST.get("unit", ""))
        if "fragment" not in request.POST:
            return redirect("desk:people")
        return render(request, "desk/found.html", _answered(request))
    return search_page(request, form=SavedSearchForm(), refusals=[])


def search_page(
    request: access.Request, *, form: SavedSearchForm, refusals: list[str]
) -> HttpResponse:
    """The whole page, with the searches that the visitor keeps."""
    has_errors = bool(refusals or form.errors)
    return render(
        request,
        "desk/search.html",
        {
            **_answered(request),
            "form": form,
            "refusals": refusals,
            "has_errors": has_errors,
            "saved": people.saved_searches(account_id=request.account.pk),
        },
        status=422 if has_errors else 200,
    )


def keep_search(request: access.Request, *, text: str, unit_code: str) -> None:
    """Keep what is searched for in the session."""
    request.session["search"] = text.strip()[:LONGEST_SEARCH]
    request.session["search_unit"] = "".join(unit_code.split()).upper()[:LONGEST_CODE]


def kept_search(request: access.Request) -> tuple[str, str]:
    """What is searched for: words, and the code of a unit."""
    return request.session.get("search", ""), request.session.get("search_unit", "")


def _answered(request: access.Request) -> dict[str, object]:
    """What a search finds, whose they are, and what is to be said of the code of the unit."""
    text, unit_code = kept_search(request)
    answer, told = _found(request, text, unit_code)
    cards = probation.cards_of_people([found.person_id for found in answer.found], at=request.as_at)
    if answer.found:
        audit.record_many(
            account_id=request.account.pk,
            action="person.found",
            subject_kind="person",
            subject_references=[found.crn for found in answer.found],
            now=request.now,
        )
    return {
        "text": text,
        "unit_code": unit_code,
        "told": told,
        "answer": answer,
        "cards": cards,
        "page": paging(request, total=answer.total),
    }


def _found(request: access.Request, text: str, unit_code: str) -> tuple[people.Answer, str]:
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1  # noqa: PLR2004
    offset = (max(number, 1) - 1) * PAGE_SIZE
    today = local_day(request.now)
    if not unit_code:
        return _by_words(request, text, today=today, offset=offset), ""
    try:
        unit = organisation.routed(unit_code, moment=organisation.pinned())
    except Refused as refused:
        return people.known_by([], total=0), str(refused)
    units = probation.unit_and_under(unit)
    if not text:
        found = probation.people_with(units, limit=PAGE_SIZE, offset=offset)
        return people.known_by(found.crns, total=found.total), unit.sentence
    every = people.search(
        text=text, today=today, limit=people.MOST_OF_A_UNIT, most=people.MOST_OF_A_UNIT
    )
    kept = probation.ever_with([each.person_id for each in every.found], unit_ids=units)
    return people.among(every, kept, limit=PAGE_SIZE, offset=offset), unit.sentence


def _by_words(request: access.Request, text: str, *, today: date, offset: int) -> people.Answer:
    """A page of those who are found; among those who are found as well, the visitor's own people come first."""
    posts = [seat.post_id for seat in seats_now(request)]
    near = probation.managing.people_held(post_ids=posts, at=request.now) if text else []
    return people.search(text=text, today=today, limit=PAGE_SIZE, offset=offset, near=near)


@who(Action.SEARCH, Action.READ_CASE)
@require_safe
def person(request: access.Request, crn: str) -> HttpResponse:
    """Who somebody is. Of somebody whose case is with another body, what a search shows; the rest once a reason is given."""
    card = probation.card_of(crn, at=request.as_at)
    if card is not None:
        note_reading(request, card, part="person")
        if card.is_refused:
            return limited(request, card.crn)
        if card.view is None:
            return _known_elsewhere(request, card)
    profile = people.profile(crn=crn)
    if profile is None:
        return elsewhere(request, crn)
    if card is None:
        audit.record(
            account_id=request.account.pk,
            action="person.read",
            subject_kind="person",
            subject_reference=crn,
            now=request.now,
        )
    today = local_day(request.as_at)
    return render(
        request,
        "desk/person.html",
        {
            "crn": crn,
            "profile": profile,
            "life": people.life(profile.person.pk, on=today),
            "recognised": people.recognised_with(crn),
            "card": card,
            "age": _age(profile, on=today),
            "may_change": _may_change(profile, card) and not request.as_at_day,
            "may_disclose": Action.DISCLOSE in request.actions,
            "may_remove": Action.REMOVE in request.actions,
            "may_ask": disclosure.may_ask_who_looked(profile.person.pk),
            "is_in_full": card is None or card.is_open,
            "today": local_day(request.now),
        },
    )


def _may_change(profile: people.Profile, card: probation.Card | None) -> bool:
    """Whether the visitor may change who somebody is: of an open case, its card knows."""
    if card is not None and card.closed_at is None:
        return card.is_writable
    return people.may_change(profile.person.pk)


def _age(profile: people.Profile, *, on: date) -> int | None:
    """In whole years, at death for who has died."""
    born_on = profile.person.born_on
    if born_on is None:
        return None
    until = min(on, profile.person.died_on or on)
    return until.year - born_on.year - ((until.month, until.day) < (born_on.month, born_on.day))


def _known_elsewhere(request: access.Request, card: probation.Card) -> HttpResponse:
    """That somebody is known and with whom, as a search says, and the question for the reason before more is shown.

    Reading from outside the owner is logged with a reason (restructure rules, section 5). The reason opens the minimum view
    of the case, and with it this page.
    """
    return render(
        request,
        "desk/person_elsewhere.html",
        {"card": card, "form": ReasonForm(), "may_ask": Action.MINIMUM in access.actions()},
    )
