"""Signing in by an OpenID Connect provider."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import commands, queries
from throughcare.access.commands import Outcome
from throughcare.access.queries.requests import address_of, origin_of
from throughcare.access.rules.provider import Provider
from throughcare.access.views.doors import for_nobody, inside
from throughcare.access.views.signing_in import LOCKED
from throughcare.clock import queries as clock

REFUSALS = {
    Outcome.UNKNOWN: (
        HTTPStatus.FORBIDDEN,
        "We know who you are, but no account here is linked to you. Ask your service desk to link one.",
    ),
    Outcome.WRONG: (
        HTTPStatus.FORBIDDEN,
        "What came back does not prove who you are. Try again. If it happens again, tell your service desk.",
    ),
    Outcome.TOO_LATE: (
        HTTPStatus.FORBIDDEN,
        "Too much time has passed, or you began in another window. Try again.",
    ),
    Outcome.LOCKED: (HTTPStatus.FORBIDDEN, LOCKED),
    Outcome.UNREACHABLE: (
        HTTPStatus.BAD_GATEWAY,
        "It did not answer as it should. Wait a minute and try again.",
    ),
}
ABANDONED = "You were not signed in there. Try again, or sign in another way."


@login_not_required
@for_nobody
@require_POST
def go(request: queries.Request) -> HttpResponse:
    return HttpResponseRedirect(
        commands.begin_with_provider(
            provider=_provider(),
            session=request.session,
            answer_at=_answer_at(request),
            next_page=inside(request, request.POST.get("next", "")),
            machine_now=clock.machine_now(),
        )
    )


@login_not_required
@for_nobody
@require_safe
def answer(request: queries.Request) -> HttpResponse:
    """Where the provider sends people back to."""
    provider = _provider()
    if "code" not in request.GET:
        return _refused(request, provider, status=HTTPStatus.FORBIDDEN, sentence=ABANDONED)
    outcome, next_page = commands.sign_in_with_provider(
        provider=provider,
        session=request.session,
        answer=commands.Answer(
            state=request.GET.get("state", ""),
            code=request.GET["code"],
            issuer=request.GET.get("iss", ""),
        ),
        answer_at=_answer_at(request),
        address=address_of(request),
        now=request.now,
        machine_now=clock.machine_now(),
    )
    if outcome is not Outcome.PROVED:
        status, sentence = REFUSALS[outcome]
        return _refused(request, provider, status=status, sentence=sentence)
    rotate_token(request)
    return HttpResponseRedirect(next_page)


def _refused(
    request: HttpRequest, provider: Provider, *, status: HTTPStatus, sentence: str
) -> HttpResponse:
    values = {"provider": provider.name, "sentence": sentence}
    return render(request, "access/provider_refused.html", values, status=status)


def _provider() -> Provider:
    if settings.PROVIDER is None:
        raise Http404("nobody signs in by a provider here")
    return settings.PROVIDER


def _answer_at(request: HttpRequest) -> str:
    return origin_of(request) + reverse("access:provider_answer")
