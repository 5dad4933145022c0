"""What every answer carries: a request's number, and the rules that a browser holds a page to."""

import logging
import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase

from throughcare.govuk import errors
from throughcare.govuk.logs import number_request
from throughcare.kernel.refusals import Refused

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "media-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "manifest-src": "'self'",
}
FORBIDDEN_DEVICES = (
    "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), "
    "gyroscope=(), microphone=(), payment=(), usb=()"
)


def content_security_policy() -> str:
    """Everything from here, nothing inline. `FORM_ACTIONS` adds where forms may lead besides."""
    elsewhere = " ".join(getattr(settings, "FORM_ACTIONS", ()))
    policy = POLICY | {"form-action": f"{POLICY['form-action']} {elsewhere}".strip()}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def page_rules(get_response: Answer) -> Answer:
    """Set the headers that hold for pages and files alike, and number the request.

    The number is shown on error pages, stands in every log line, and is never taken from outside.
    """
    policy = content_security_policy()

    def answer(request: HttpRequest) -> HttpResponseBase:
        reference = uuid.uuid4().hex[:12]
        number_request(reference)
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", FORBIDDEN_DEVICES)
        response.headers["Request-Id"] = reference
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page:
            # A page holds somebody's record: no shared cache may keep it, nor the browser.
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return answer


class RefusalPages:
    """Turns what a view left unanswered into a page: a refusal (409), a wrong method (405)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return errors.not_allowed(request, allowed=response.headers["Allow"])
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return errors.refused(request, reasons=[r.sentence for r in exception.reasons])
        return None
