"""What every part of the interface does first and last: whose key it is, whose case, and how a refusal is answered."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from math import ceil
from typing import Annotated, Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Path, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import HttpBearer

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.audit import commands as audit
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Reason, Refused
from throughcare.partners import forms
from throughcare.probation import queries as probation

MOST: Final = 100
"""Of anything, in one answer."""

PROBLEM_TYPE: Final = "application/problem+json"

Crn = Annotated[str, Path(pattern=r"^[A-Z][0-9]{6}$")]
Limit = Annotated[int, Query(ge=1, le=MOST)]
PROBLEMS: Final = {
    frozenset({400, 401, 403, 404, 409, 422, 429}): forms.Problem,
}


class ByKey(HttpBearer):
    """Whose key it is was asked before the request began to be answered; here it is counted."""

    def authenticate(self, request: HttpRequest, token: str) -> object:  # noqa: ARG002  already proved
        account = request.visitor  # type: ignore[attr-defined]  # set by the middleware for every request
        if account is None:
            return None
        wait = change_access.count_visit(
            of=f"program {account.pk}",
            most=settings.API_REQUESTS,
            machine_now=clock.machine_now(),
        )
        if wait:
            raise TooOften(ceil(wait.total_seconds()))
        return account


class TooOften(Exception):  # noqa: N818  no fault of the program
    """It asked more often than it may in a quarter of an hour."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(seconds)


def problem(
    status: HTTPStatus, *, detail: str = "", reasons: Iterable[Reason] = ()
) -> HttpResponse:
    """A problem document."""
    said = forms.Problem(
        title=status.phrase,
        status=status,
        detail=detail,
        reasons=[{"code": each.code, "sentence": each.sentence} for each in reasons],
    )
    return HttpResponse(said.model_dump_json(), content_type=PROBLEM_TYPE, status=status)


def _no_key(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = problem(HTTPStatus.UNAUTHORIZED, detail="Send a key that is in use.")
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _too_often(_request: HttpRequest, error: TooOften) -> HttpResponse:
    answer = problem(HTTPStatus.TOO_MANY_REQUESTS, detail="Wait, and ask again.")
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


def _not_allowed(_request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(
        HTTPStatus.FORBIDDEN, detail=str(error) or "The program's account may not do this."
    )


def nothing_there() -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND)


def _not_found(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return nothing_there()


def _refused(_request: HttpRequest, error: Refused) -> HttpResponse:
    return problem(HTTPStatus.CONFLICT, detail=str(error), reasons=error.reasons)


def _no_json(_request: HttpRequest, error: HttpError) -> HttpResponse:
    """What was sent is no JSON at all."""
    return problem(HTTPStatus(error.status_code), detail="Send JSON.")


def _unreadable(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """What was sent is told by its place alone: its words may name a person."""
    reasons = [
        Reason(code=str(each["type"]), sentence=f"{'.'.join(map(str, each['loc']))}: {each['msg']}")
        for each in error.errors
    ]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, reasons=reasons)


def opened(request: access.Request, crn: str, *, part: str) -> probation.Card:
    """A case that the program may read in full; its reading, or that it was refused, is in the trail.

    Raises:
        Http404: there is no case under this number.
        PermissionDenied: the program may not read it.
    """
    card = probation.card_of(crn, at=request.now)
    if card is None:
        raise Http404
    audit.record(
        account_id=request.account.pk,
        action="case.read",
        subject_kind="case",
        subject_reference=crn,
        now=request.now,
        detail={
            "part": f"interface: {part}",
            "view": "refused" if card.is_refused else card.view or "none",
        },
    )
    if card.is_refused:
        raise PermissionDenied("This record is limited. Ask whoever answers for the case.")
    if not card.is_open:
        raise PermissionDenied("The account may not read this case in full.")
    return card


# Any: each answers one kind of failure, and is given no other.
ANSWERS: Final[tuple[tuple[type[Exception], Callable[[HttpRequest, Any], HttpResponse]], ...]] = (
    (AuthenticationError, _no_key),
    (TooOften, _too_often),
    (PermissionDenied, _not_allowed),
    (Http404, _not_found),
    (Refused, _refused),
    (ValidationError, _unreadable),
    (HttpError, _no_json),
)
"""How each kind of failure is answered; anything else is a fault."""
