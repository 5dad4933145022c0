"""What stands around every page: who is signed in, where they may go, what the data is.

`govuk` knows nothing of accounts, so a room above says it: the setting `PAGE_FRAME` names a
function `(HttpRequest) -> Frame`. It is called once for a request, and its answer kept as
`request.page_frame`; an error page uses what is kept there, or else `Frame()`, and asks nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string


@dataclass(frozen=True, kw_only=True)
class Link:
    text: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """`clock` is set only where the clock can be moved; `post_name` is as in "Officer, Leeds"."""

    account_name: str = ""
    post_name: str = ""
    account_url: str = ""
    home_url: str = "/"
    sign_in_url: str = ""
    sign_out_url: str = ""
    navigation: tuple[Link, ...] = ()
    footer: tuple[Link, ...] = ()
    environment: str = ""
    is_synthetic: bool = False
    clock: datetime | None = None
    clock_url: str = ""

    def navigation_items(
        self, path: str
    ) -> list[dict[str, Any]]:  # Any: a GOV.UK component's shape
        """The navigation for a page at `path`: the longest address that begins it is marked."""
        begun = [link.url for link in self.navigation if is_within(path, area=link.url)]
        here = max(begun, key=len, default=None)
        return [
            {
                "text": link.text,
                "href": link.url,
                "current": link.url == path,
                "active": link.url == here,
            }
            for link in self.navigation
        ]


def is_within(path: str, *, area: str) -> bool:
    """Whether a path is an area's page or one below it; everything is not within `/`.

    >>> is_within("/cases/X320741", area="/cases"), is_within("/people", area="/")
    (True, False)
    """
    return path == area or (area != "/" and path.startswith(area.rstrip("/") + "/"))


def frame_of(request: HttpRequest) -> Frame:
    """The frame of a request, which is kept on it for an error page that may follow."""
    kept = getattr(request, "page_frame", None)
    if isinstance(kept, Frame):
        return kept
    name = getattr(settings, "PAGE_FRAME", "")
    # cast: a dotted path in a setting has no type.
    ask = cast("Callable[[HttpRequest], Frame]", import_string(name)) if name else _nobody
    frame = ask(request)
    # A request has no such attribute of its own; the name is this room's.
    request.page_frame = frame  # type: ignore[attr-defined]
    return frame


def _nobody(request: HttpRequest) -> Frame:  # noqa: ARG001  one shape with the others
    return Frame()


def page_context(request: HttpRequest) -> Mapping[str, Any]:  # Any: what a template may be given
    """The context processor behind `govuk/layout.html`."""
    return {
        "frame": frame_of(request),
        "path": request.path,
        "messages": get_messages(request),
        # Django's own masks the token anew wherever it is written; once for each page is as safe.
        "csrf_input": SimpleLazyObject(lambda: csrf_input(request)),
    }
