"""What the public is told of the gates of a plan: lights and counts, in English and in Welsh."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.restructure import queries


@login_not_required
@require_safe
def public_readiness(request: access.Request, reference: str) -> HttpResponse:
    """The gates as a director published them."""
    return _told(request, reference, language="en-gb")


@login_not_required
@require_safe
def public_readiness_cy(request: access.Request, reference: str) -> HttpResponse:
    """The same in Welsh."""
    return _told(request, reference, language="cy")


def _told(request: access.Request, reference: str, *, language: str) -> HttpResponse:
    told = queries.published(reference)
    if told is None:
        raise Http404
    with translation.override(language):
        return render(
            request,
            "restructure/public_readiness.html",
            {"told": told, "reference": reference, "is_welsh": language == "cy"},
        )
