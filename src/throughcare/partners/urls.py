"""Addresses of the interface for programs."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from throughcare.partners.api import api, nothing_there

BASE = "api/v1"


def _for_programs(patterns: list[URLPattern]) -> list[URLPattern]:
    """Each route says who may use it: whoever has a key, which the interface itself asks for. What describes it is for everybody."""
    for one in patterns:
        door: Callable[..., Any] = one.callback  # Any: what Django calls
        if one.name == "openapi-json":
            door.login_required = False  # type: ignore[attr-defined]  # a house test reads it
        else:
            door.who = ()  # type: ignore[attr-defined]  # a house test reads it
    return patterns


@login_not_required
def nothing(_request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001  nothing stands under it
    return nothing_there()


_patterns, _app, _namespace = api.urls
_routes = [one for one in _patterns if isinstance(one, URLPattern)]
urlpatterns = [
    path(f"{BASE}/", (_for_programs(_routes), _app, _namespace)),
    path(f"{BASE}/<path:rest>", nothing),
]
