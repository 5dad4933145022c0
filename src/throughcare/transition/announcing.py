"""Tells open screens that the organisation changed: by a script where there is one, and on the next page where there is none.

A page says by which live changes it was made. The script asks every minute or so whether they are still the same. It is
answered in front of sessions and transactions, by what each process keeps for some seconds: whatever the number of screens,
the database is asked once in `KEPT` seconds by each process.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.govuk.jinja import moment
from throughcare.organisation import queries as organisation

ADDRESS: Final = "/organisation-state"
KEPT: Final = 10

Answer = Callable[[HttpRequest], HttpResponseBase]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """By which changes a page is made, and what to say where its reader's page before was made by others."""

    state: str
    said: str
    address: str = ADDRESS


def answer_open_screens(get_response: Answer) -> Answer:
    """Middleware, to stand before sessions: what is live is nobody's secret, and is told to whoever asks."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        if request.path != ADDRESS:
            return get_response(request)
        if request.method not in {"GET", "HEAD"}:
            return HttpResponseNotAllowed(["GET", "HEAD"])
        told = cache.get(ADDRESS)
        if told is None:
            with change_access.acting_as(account_id=None, now=clock.now()):
                told = {"state": organisation.standing(), "said": _said()}
            cache.set(ADDRESS, told, KEPT)
        return JsonResponse(told, headers={"Cache-Control": f"public, max-age={KEPT}"})

    return answer


def page_context(request: HttpRequest) -> Mapping[str, Any]:  # Any: what a template may be given
    """A context processor. `standing()` is asked by the frame of a whole page alone: a part of one announces nothing."""
    return {"standing": partial(_standing, request)}


def _standing(request: HttpRequest) -> Standing | None:
    """None where nobody is signed in. What it says, it says once in a session."""
    if getattr(request, "visitor", None) is None:
        return None
    known: str | None = getattr(request, "standing", None)
    state = organisation.standing() if known is None else known
    is_new = change_access.note_standing(request.session, standing=state)
    return Standing(state=state, said=_said() if is_new else "")


def _said() -> str:
    at = organisation.last_switched_at()
    return f"The organisation changed: {moment(at)}." if at else ""
