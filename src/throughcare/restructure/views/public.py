"""What the public is told of the gates of a plan: lights and counts, in English and in Welsh."""

from math import ceil

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_safe

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.clock import queries as clock
from throughcare.govuk import errors
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
    with translation.override(language):
        wait = change_access.count_visit(
            of=access.address_of(request),
            most=settings.PUBLIC_PAGES_LIMIT,
            machine_now=clock.machine_now(),
        )
        if wait is not None:
            return errors.too_many(request, seconds=ceil(wait.total_seconds()))
        told = queries.published(reference)
        if told is None:
            # Given and not raised, so that the visit stays counted.
            return errors.not_found(request, Http404())
        return render(
            request,
            "restructure/public_readiness.html",
            {"told": told, "reference": reference, "is_welsh": language == "cy"},
        )
