"""A unit under its code: what it is, what came before it, and where an old code leads."""

from http import HTTPStatus
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.desk.doors import who
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.probation import queries as probation

LONGEST_CODE = 12


@who()
@require_safe
def unit(request: access.Request, code: str) -> HttpResponse:
    """The unit of a code; an old code leads on to what follows, of the person under `?crn=` where one is named.

    It leads on for this once: the same code leads elsewhere for another person, and a reversal gives it back.
    """
    code = code.upper()
    crn = request.GET.get("crn", "").strip().upper()[:LONGEST_CODE]
    found = routed(code, crn=crn)
    if not found.is_old and found.to is not None:
        return _current(request, found.to)
    if found.to is not None:
        address = reverse("desk:unit", kwargs={"code": found.to.code})
        return redirect(f"{address}?{urlencode({'from': code})}")
    is_open = found.standing is organisation.Standing.DIVIDED
    return render(
        request,
        "desk/old_code.html",
        {"found": found, "crn": crn, "asks": is_open, "page": "desk:unit"},
        status=HTTPStatus.OK if is_open else HTTPStatus.GONE,
    )


def routed(code: str, *, crn: str = "") -> organisation.Routed:
    """Where a code leads, for a person where one is named.

    Raises:
        Http404: nobody was given the code, or it was made in error.
    """
    try:
        return probation.route(code, crn=crn or None)
    except Refused as refused:
        raise Http404 from refused


def told_of(code: str) -> str:
    """What to say of a code somebody used: nothing of one in use, or of none."""
    if not code:
        return ""
    try:
        found = organisation.routed(code.upper()[:LONGEST_CODE], moment=organisation.pinned())
    except Refused as refused:
        return str(refused)
    return found.sentence


def _current(request: access.Request, asked: organisation.Named) -> HttpResponse:
    moment = organisation.pinned()
    may_see_board = access.may(action=Action.ALLOCATE, unit_id=asked.unit_id)
    return render(
        request,
        "desk/unit.html",
        {
            "unit": asked,
            "kind": _kind(asked),
            "told": came_by(request, asked),
            "may_see_board": may_see_board,
            "may_read_mail": access.may(action=Action.WRITE_CASE, unit_id=asked.unit_id),
            "above": organisation.chain_above(asked.unit_id, hierarchy="line", moment=moment),
            "before": organisation.predecessors(asked.unit_id, moment=moment),
            "codes": [
                entry
                for entry in organisation.history(asked.unit_id, moment=moment)
                if entry.subject == "code" and entry.starts_at <= request.now
            ],
            "board": probation.team_board(
                holder_ids=probation.units_under(asked.unit_id, at=request.now), at=request.now
            )
            if may_see_board
            else None,
            "may_search": Action.SEARCH in access.actions(),
        },
    )


def _kind(asked: organisation.Named) -> str:
    """What people call its kind."""
    named = organisation.kinds().get(asked.kind)
    return named.name if named else asked.kind


def came_by(request: access.Request, to: organisation.Named) -> str:
    """Which code somebody came by (`?from=`), and the one to use: only where it truly is an old one."""
    code = request.GET.get("from", "").upper()[:LONGEST_CODE]
    told = told_of(code) if code and code != to.code else ""
    return f"You came by an old code. {told} This is {to.code}." if told else ""
