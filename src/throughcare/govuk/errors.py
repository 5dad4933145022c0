"""Pages that say what went wrong.

A refusal is drawn like any other page, with the frame of whoever is signed in. The page of a fault asks nobody anything,
and so does any that the frame cannot be asked for.

The root of the addresses names them: `handler404 = "throughcare.govuk.errors.not_found"` and so on;
the setting `CSRF_FAILURE_VIEW` names `form_expired`.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any, Final

from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines

from throughcare.govuk.frame import Frame
from throughcare.govuk.logs import current_reference
from throughcare.kernel.losses import Loss, loss_of


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django calls it so
    return page("govuk/errors/400.html", request=request, status=HTTPStatus.BAD_REQUEST)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django calls it so
    return page("govuk/errors/403.html", request=request, status=HTTPStatus.FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django calls it so
    return page("govuk/errors/404.html", request=request, status=HTTPStatus.NOT_FOUND)


def fault(request: HttpRequest) -> HttpResponse:
    """The page for what nobody foresaw, or for a database that is full or gone. Called while the exception is handled."""
    loss = _loss(sys.exception())
    if loss in _PAGES_OF_LOSSES:
        return plain_page(
            _PAGES_OF_LOSSES[loss], request=request, status=HTTPStatus.SERVICE_UNAVAILABLE
        )
    return plain_page(
        "govuk/errors/500.html", request=request, status=HTTPStatus.INTERNAL_SERVER_ERROR
    )


_PAGES_OF_LOSSES: Final = {
    Loss.FULL: "govuk/errors/database_full.html",
    Loss.LOST: "govuk/errors/database_lost.html",
}


def _loss(error: BaseException | None) -> Loss:
    if not isinstance(error, DatabaseError | InterfaceError):
        return Loss.FAULT
    code = getattr(error.__cause__, "sqlstate", None)
    if code is None and not isinstance(error, OperationalError | InterfaceError):
        return Loss.FAULT
    return loss_of(code=code, said=str(error))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  Django calls it so
    return page("govuk/errors/form_expired.html", request=request, status=HTTPStatus.FORBIDDEN)


def not_allowed(request: HttpRequest, *, allowed: str) -> HttpResponse:
    """The page for a method that an address does not take; `allowed` is as in the header."""
    response = page("govuk/errors/405.html", request=request, status=HTTPStatus.METHOD_NOT_ALLOWED)
    response.headers["Allow"] = allowed
    return response


def refused(request: HttpRequest, *, reasons: Sequence[str]) -> HttpResponse:
    """The page for a refusal that no form can show: every reason, and that nothing was changed."""
    return page(
        "govuk/errors/409.html", request=request, status=HTTPStatus.CONFLICT, reasons=reasons
    )


def too_many(request: HttpRequest, *, seconds: int) -> HttpResponse:
    """The page for whoever asks too often; `seconds` are how long to wait."""
    response = page("govuk/errors/429.html", request=request, status=HTTPStatus.TOO_MANY_REQUESTS)
    response.headers["Retry-After"] = str(seconds)
    return response


def page(
    template: str,
    *,
    request: HttpRequest,
    status: HTTPStatus,
    **values: Any,  # Any: what the template shows
) -> HttpResponse:
    """Draw a page as any other is drawn; plain where there is no database to say who is signed in."""
    try:
        return render(request, template, values | {"reference": current_reference()}, status=status)
    except DatabaseError:
        return plain_page(template, request=request, status=status, **values)


def plain_page(
    template: str,
    *,
    request: HttpRequest,
    status: HTTPStatus,
    **values: Any,  # Any: what the template shows
) -> HttpResponse:
    """Draw a page without any context processor, which might need what has just failed.

    The frame is the one that this request was already given, if any; without its form to sign out, whose token only a
    context processor can give.
    """
    context = values | {
        "frame": replace(getattr(request, "page_frame", Frame()), sign_out_url=""),
        "path": request.path,
        "messages": (),
        "reference": current_reference(),
    }
    # Without a request no context processor runs.
    return HttpResponse(engines["jinja2"].get_template(template).render(context), status=status)
