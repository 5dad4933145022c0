"""Passkeys: what a browser is asked, and what it answers. They need its script, and nothing else here does."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from throughcare.access import commands, queries
from throughcare.access.commands import Outcome, Site
from throughcare.access.forms import PasskeyForm
from throughcare.access.queries import who
from throughcare.access.queries.requests import address_of, origin_of
from throughcare.access.views.doors import for_nobody, inside, tell
from throughcare.access.views.means import listed
from throughcare.access.views.signing_in import LOCKED, choices
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused

WRONG = "The passkey does not sign anybody in here. Try again, or sign in another way."
JSON = "application/json"


@login_not_required
@for_nobody
@require_POST
def ask(request: queries.Request) -> HttpResponse:
    options = commands.challenge_to_sign_in(
        session=request.session,
        site=Site(origin=origin_of(request)),
        machine_now=clock.machine_now(),
    )
    return HttpResponse(options, content_type=JSON)


@login_not_required
@for_nobody
@require_POST
def sign_in(request: queries.Request) -> HttpResponse:
    next_page = inside(request, request.POST.get("next", ""))
    outcome = commands.sign_in_with_passkey(
        session=request.session,
        site=Site(origin=origin_of(request)),
        credential=request.POST.get("credential", ""),
        address=address_of(request),
        now=request.now,
        machine_now=clock.machine_now(),
    )
    if outcome is not Outcome.PROVED:
        refusal = LOCKED if outcome is Outcome.LOCKED else WRONG
        return choices(request, next_page=next_page, refusals=[refusal])
    rotate_token(request)
    return HttpResponseRedirect(next_page)


@who()
@require_POST
def ask_to_add(request: queries.Request) -> HttpResponse:
    try:
        options = commands.challenge_to_add(
            session=request.session,
            account=request.account,
            site=Site(origin=origin_of(request)),
            machine_now=clock.machine_now(),
        )
    except Refused as refused:
        return JsonResponse({"detail": str(refused)}, status=409)
    return HttpResponse(options, content_type=JSON)


@who()
@require_POST
def add(request: queries.Request) -> HttpResponse:
    form = PasskeyForm(request.POST)
    if form.is_valid():
        try:
            commands.add_passkey(
                session=request.session,
                account=request.account,
                site=Site(origin=origin_of(request)),
                credential=form.cleaned_data["credential"],
                name=form.cleaned_data["name"],
                now=request.now,
                machine_now=clock.machine_now(),
            )
        except Refused as refused:
            tell(form, refused)
        else:
            messages.success(request, "The passkey has been added. You can sign in with it.")
            return redirect("access:means")
    return listed(request, form=form)


@who()
@require_POST
def remove(request: queries.Request, reference: UUID) -> HttpResponse:
    commands.remove_passkey(
        session=request.session,
        account=request.account,
        reference=reference,
        now=request.now,
        machine_now=clock.machine_now(),
    )
    messages.success(request, "The passkey has been removed.")
    return redirect("access:means")
