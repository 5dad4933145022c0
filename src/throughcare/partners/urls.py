"""Addresses of the interface for programs."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from throughcare.partners.api import api

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


_patterns, _app, _namespace = api.urls
_routes = [one for one in _patterns if isinstance(one, URLPattern)]
urlpatterns = [path(f"{BASE}/", (_for_programs(_routes), _app, _namespace))]
