"""What the middleware tells a door about the request that it serves."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from throughcare.access.choices import Action
from throughcare.access.models import Account
from throughcare.access.queries import permission


class Request(HttpRequest):
    """A request after `access.middleware`: who asks, when, and which day's facts they ask for.

    `account` is set on every page but those marked `login_not_required`, where `visitor` may be
    None. `as_at` is `now` unless `?as-at=2014-05-31` asks for the end of another day, which
    `as_at_day` then names. What may be seen is judged at `now`, always.
    """

    account: Account
    visitor: Account | None
    now: datetime
    clock_is_moved: bool
    as_at: datetime
    as_at_day: date | None
    actions: frozenset[Action]
    """What the account may do anywhere at all; set on the pages that name actions, where it is asked anyway."""
    standing: str
    """Which changes are live in the request, as one word; set with `actions`."""


Parts = ParamSpec("Parts")
Page = Callable[Concatenate[Request, Parts], HttpResponse]


def who(*actions: Action) -> Callable[[Page[Parts]], Page[Parts]]:
    """Say who may use a page: an account that may do one of some actions anywhere; none named, whoever is signed in."""

    def say(page: Page[Parts]) -> Page[Parts]:
        @wraps(page)
        def asked(request: Request, *args: Parts.args, **parts: Parts.kwargs) -> HttpResponse:
            if actions:
                request.actions, request.standing = permission.actions_and_standing()
                if not request.actions & set(actions):
                    raise PermissionDenied
            return page(request, *args, **parts)

        asked.who = actions  # type: ignore[attr-defined]  # a house test reads it
        return asked  # type: ignore[return-value]  # it only names its first argument differently

    return say


def address_of(request: HttpRequest) -> str:
    """The network address of whoever asks, as the outermost of our proxies saw it."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.PROXIES:
        return direct
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    return told[-settings.PROXIES] if len(told) >= settings.PROXIES else direct


def origin_of(request: HttpRequest) -> str:
    """Where browsers reach this installation, as `https://throughcare.example.gov.uk`."""
    return settings.PUBLIC_URL or f"{request.scheme}://{request.get_host()}"
