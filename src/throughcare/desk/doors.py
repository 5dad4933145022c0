"""What every page of the desk does first: who may ask, whose case it is, and the trail of having read it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from throughcare.access import queries as access
from throughcare.audit import commands as audit
from throughcare.people import queries as people
from throughcare.probation import queries as probation

who = access.who


def opened(request: access.Request, crn: str, *, part: str) -> probation.Card | HttpResponse:
    """The card of a case that the account may read in full, its reading written to the trail; or what it is shown instead.

    Raises:
        Http404: there is no case under this number.
    """
    return shown(request, found(request, crn), part=part)


def shown(
    request: access.Request, card: probation.Card, *, part: str
) -> probation.Card | HttpResponse:
    """As `opened`, of a card that was found before."""
    note_reading(request, card, part=part)
    if card.is_refused:
        return limited(request, card.crn)
    if not card.is_open:
        return redirect("desk:minimum_view", crn=card.crn)
    return card


def opened_to_write(
    request: access.Request, crn: str, *, part: str
) -> probation.Card | HttpResponse:
    """As `opened`, for what is sent and shows nothing of the case: only one that may not be read is written to the trail.

    Raises:
        Http404: there is no case under this number.
    """
    card = found(request, crn)
    return card if card.is_open else opened(request, crn, part=part)


def found(request: access.Request, crn: str) -> probation.Card:
    """The card under a number, whatever may be seen of it.

    Raises:
        Http404: there is no case under it.
    """
    card = probation.card_of(crn, at=request.as_at)
    if card is None:
        raise Http404
    return card


def limited(request: access.Request, crn: str) -> HttpResponse:
    """Says that the record exists, why it is closed in the words of whoever closed it, and no more."""
    return render(
        request,
        "desk/limited.html",
        {"crn": crn, "refusals": people.refusals(crn)},
        status=403,
    )


def note_reading(request: access.Request, card: probation.Card, *, part: str) -> None:
    audit.record(
        account_id=request.account.pk,
        action="case.read",
        subject_kind="case",
        subject_reference=card.crn,
        now=request.now,
        detail={"part": part, "view": "refused" if card.is_refused else card.view or "none"},
    )
