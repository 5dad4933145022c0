"""The start of every request: who asks, when, and by which live changes, pinned for all of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, cast
from urllib.parse import quote

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from throughcare.access import commands
from throughcare.access.models import Account
from throughcare.access.queries import Request
from throughcare.access.rules.as_at import moment_of
from throughcare.clock import queries as clock
from throughcare.govuk.frame import is_within

SIGN_IN_PAGES = "/sign-in"
"""The page of this address and all below it: nobody acts there, and proofs are tried."""
INTERFACE = "/api"
"""Below this address programs ask by a key. No session counts there, so that no page can make a browser ask."""
BEARER = "Bearer "

Answer = Callable[[HttpRequest], HttpResponseBase]


class PinnedRequests:
    """Serves a request as its account, in one transaction with row-level security.

    A page is for people who are signed in unless its view is marked `login_not_required`.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = cast("Request", request)  # the attributes are set here, and nowhere else
        reading = clock.read()
        asked.now, asked.clock_is_moved = reading.now, reading.is_moved
        if is_within(request.path, area=INTERFACE):
            return self._ask_by_key(asked)
        account_id = commands.account_signed_in(asked.session, machine_now=clock.machine_now())
        if account_id is not None:
            with _pinned(asked, account_id=account_id):
                asked.visitor = _visitor(asked, account_id=account_id)
                if asked.visitor is not None:
                    asked.user = asked.visitor
                    return self.get_response(asked)
            commands.end(asked.session)
        with _pinned(asked, account_id=None):
            asked.visitor, asked.user = None, AnonymousUser()
            return self.get_response(asked)

    def _ask_by_key(self, request: Request) -> HttpResponseBase:
        token = request.headers.get("Authorization", "").removeprefix(BEARER)
        account_id = commands.account_of_key(token, machine_now=clock.machine_now())
        with _pinned(request, account_id=account_id):
            request.visitor = (
                None if account_id is None else Account.objects.filter(pk=account_id).first()
            )
            request.user = request.visitor or AnonymousUser()
            return self.get_response(request)

    def process_view(
        self,
        request: Request,
        view: Callable[..., HttpResponse],
        args: tuple[Any, ...],  # noqa: ARG002  Any: Django's own shape
        kwargs: dict[str, Any],  # noqa: ARG002  Any: Django's own shape
    ) -> HttpResponse | None:
        request.as_at_day = _day_asked_for(request)
        request.as_at = (
            request.now
            if request.as_at_day is None
            else moment_of(day=request.as_at_day, now=request.now)
        )
        if request.visitor is not None:
            request.account = request.visitor
            return None
        if not getattr(view, "login_required", True) or is_within(request.path, area=INTERFACE):
            return None
        back = f"?next={quote(request.get_full_path())}" if request.method == "GET" else ""
        return HttpResponseRedirect(reverse("access:sign_in") + back)


def _visitor(request: Request, *, account_id: int) -> Account | None:
    """The account of a session; None where it was closed, or signed out everywhere, since the session began."""
    account = Account.objects.filter(pk=account_id, is_active=True).first()
    if account is None or commands.is_signed_out(
        request.session, signed_out_at=account.signed_out_at
    ):
        return None
    return account


def _pinned(request: Request, *, account_id: int | None) -> AbstractContextManager[None]:
    if account_id is None and is_within(request.path, area=SIGN_IN_PAGES):
        return commands.signing_in(now=request.now)
    return commands.acting_as(account_id=account_id, now=request.now)


def _day_asked_for(request: HttpRequest) -> date | None:
    text = request.GET.get("as-at", "")
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError as unreadable:
        raise BadRequest("as-at is a day, such as 2014-05-31") from unreadable
