"""Release dates of a person: what they are and why, as a page, a picture and a sheet; every calculation, and any two compared."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import opened, who
from throughcare.kernel.days import local_day
from throughcare.probation import queries as probation
from throughcare.sentences import queries as sentences

ON_A_PAGE = 20
MOST_BEFORE = 20
LONGEST_NUMBER = 12

Held = tuple[probation.Card, sentences.Calculation]


@who(Action.READ_CASE)
@require_safe
def release_dates(request: access.Request, crn: str) -> HttpResponse:
    """The dates that count, their picture, and all that they are worked out from."""
    card = opened(request, crn, part="release dates")
    if isinstance(card, HttpResponse):
        return card
    bookings = sentences.bookings_of(card.person_id)
    asked = request.GET.get("time", "")
    booking = next((each for each in bookings if str(each.key) == asked), None) or next(
        iter(bookings), None
    )
    is_first = bool(bookings) and booking == bookings[0]
    last = sentences.latest(booking.pk) if booking else None
    counts = sentences.counting(booking.pk) if booking else None
    entered = sentences.entered(booking) if booking else None
    changed = (
        sentences.difference(counts, last) if counts and last and counts.pk != last.pk else None
    )
    names = access.display_names(_accounts(last, counts))
    return render(
        request,
        "desk/release_dates.html",
        {
            "card": card,
            "booking": booking,
            "others": [each for each in bookings if each != booking],
            "warnings": sentences.warnings_of(last) if last else [],
            "lapsed": _lapsed(booking) if booking else [],
            "last": last,
            "counts": counts,
            "changed": changed,
            "entered": entered,
            "known": sentences.types(),
            "meaning_of": sentences.meaning,
            "dates": _dated(counts) if counts else [],
            "picture": _picture(counts, request) if counts else None,
            "names": names,
            "reasons": sentences.reasons_against_approval(last, account_id=request.account.pk)
            if last
            else [],
            "before": sentences.rows_before(booking, limit=MOST_BEFORE) if booking else [],
            "may_change": _may_change(request, card)
            and (booking is None or (is_first and booking.closed_at is None)),
            "may_begin": _may_change(request, card)
            and all(each.closed_at is not None for each in bookings),
        },
    )


@who(Action.READ_CASE)
@require_safe
def calculation(request: access.Request, crn: str, key: UUID) -> HttpResponse:
    """One calculation: each date with the way to it, step by step, and what it was made from."""
    held = held_calculation(request, crn, key, part="a calculation of release dates")
    if isinstance(held, HttpResponse):
        return held
    card, made = held
    return render(
        request,
        "desk/release_calculation.html",
        {
            "card": card,
            "made": made,
            "sheet": sentences.sheet_of(made),
            "dates": _dated(made),
            "picture": _picture(made, request),
            "names": access.display_names(_accounts(made)),
        },
    )


@who(Action.READ_CASE)
@require_safe
def sheet(request: access.Request, crn: str, key: UUID) -> HttpResponse:
    """The calculation sheet, as a page that stands by itself and is printed."""
    held = held_calculation(request, crn, key, part="a calculation sheet")
    if isinstance(held, HttpResponse):
        return held
    _, made = held
    return render(request, "desk/release_sheet.html", {"sheet": sentences.sheet_of(made)})


@who(Action.READ_CASE)
@require_safe
def sheet_pdf(request: access.Request, crn: str, key: UUID) -> HttpResponse:
    """The calculation sheet as a PDF."""
    held = held_calculation(request, crn, key, part="a calculation sheet")
    if isinstance(held, HttpResponse):
        return held
    _, made = held
    content = sentences.pdf(sentences.sheet_of(made), now=request.now)
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{crn}-release-dates.pdf"'
    return answer


@who(Action.READ_CASE)
@require_safe
def calculations(request: access.Request, crn: str) -> HttpResponse:
    """Every calculation of the latest time in custody, the latest first, and a choice of two to compare."""
    card = opened(request, crn, part="calculations of release dates")
    if isinstance(card, HttpResponse):
        return card
    asked = request.GET.get("before", "")
    is_number = asked.isascii() and asked.isdigit() and len(asked) <= LONGEST_NUMBER
    bookings = sentences.bookings_of(card.person_id)
    before = int(asked) if is_number else None
    found = (
        sentences.history(bookings[0].pk, limit=ON_A_PAGE + 1, before=before) if bookings else []
    )
    shown = found[:ON_A_PAGE]
    return render(
        request,
        "desk/release_calculations.html",
        {
            "card": card,
            "found": shown,
            "more": shown[-1].pk if len(found) > ON_A_PAGE else None,
            "is_later": before is not None,
            "names": access.display_names(_accounts(*shown)),
        },
    )


@who(Action.READ_CASE)
@require_safe
def comparison(request: access.Request, crn: str) -> HttpResponse:
    """What is different between two calculations: dates, and what they were made from."""
    card = opened(request, crn, part="two calculations of release dates")
    if isinstance(card, HttpResponse):
        return card
    one, other = (_of_person(card, request.GET.get(name, "")) for name in ("one", "other"))
    first, second = sorted((one, other), key=lambda each: each.pk)
    return render(
        request,
        "desk/release_comparison.html",
        {
            "card": card,
            "first": first,
            "second": second,
            "different": sentences.difference(first, second),
            "meaning": sentences.meaning,
            "names": access.display_names(_accounts(first, second)),
        },
    )


def held_calculation(
    request: access.Request, crn: str, key: UUID, *, part: str
) -> Held | HttpResponse:
    """A calculation of the person of a case, the reading written to the trail; or what is shown instead.

    Raises:
        Http404: the person has no such calculation.
    """
    card = opened(request, crn, part=part)
    if isinstance(card, HttpResponse):
        return card
    return card, _of_person(card, str(key))


def _of_person(card: probation.Card, text: str) -> sentences.Calculation:
    try:
        found = sentences.calculation(UUID(text))
    except ValueError as error:
        raise Http404 from error
    if found is None or found.person_id != card.person_id:
        raise Http404
    return found


def _dated(made: sentences.Calculation) -> list[dict[str, object]]:
    """Each date in the order of days: its code, what it is, the day, what was worked out where it was entered by hand, notes, the way."""
    hints = made.worked.get("hints", {})
    ways = made.explanation.get("dates", {})
    return [
        {
            "kind": kind,
            "meaning": sentences.meaning(kind),
            "on": day,
            "override": made.overrides.get(kind),
            "instead_of": made.worked_out.get(kind) if kind in made.overrides else None,
            "hints": hints.get(kind, []),
            "steps": ways.get(kind, {}).get("steps", []) if kind not in made.overrides else [],
        }
        for kind, day in sorted(made.in_force.items(), key=lambda each: (each[1], each[0]))
    ]


def _picture(made: sentences.Calculation, request: access.Request) -> sentences.Picture | None:
    sentenced_on = made.sentenced_on
    if sentenced_on is None:
        return None
    return sentences.picture(
        made.in_force,
        sentenced_on=sentenced_on,
        today=local_day(request.now),
        by_hand=frozenset(made.overrides),
    )


def _lapsed(booking: sentences.Booking) -> list[str]:
    """Dates that were entered by hand before the last change, and are not since."""
    found = sentences.history(booking.pk, limit=2)
    is_lapsed = len(found) > 1 and not found[0].overrides
    return sorted(found[1].overrides) if is_lapsed else []


def _accounts(*several: sentences.Calculation | None) -> set[int]:
    found = {each for made in several if made for each in (made.made_by_id, made.approved_by_id)}
    return {each for each in found if each is not None}


def _may_change(request: access.Request, card: probation.Card) -> bool:
    return card.is_writable and not card.closed_at and not request.as_at_day
