"""Signing in and out."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from throughcare.access import commands, queries
from throughcare.clock import queries as clock


@login_not_required
@require_safe
def sign_in(request: queries.Request) -> HttpResponse:
    is_open = queries.is_open()
    kinds = queries.kinds_of_user() if is_open else []
    return render(
        request,
        "access/sign_in.html",
        {
            "is_open": is_open,
            "bodies": [
                (kind.label, list(users))
                for kind, users in groupby(kinds, key=lambda user: user.body_kind)
            ],
            "next": _inside(request, request.GET.get("next", "")),
        },
    )


@login_not_required
@require_POST
def demonstrate(request: queries.Request) -> HttpResponse:
    commands.sign_in_for_demonstration(
        session=request.session,
        username=request.POST.get("username", "").strip(),
        now=request.now,
        machine_now=clock.machine_now(),
    )
    rotate_token(request)
    return HttpResponseRedirect(_inside(request, request.POST.get("next", "")))


@login_not_required
@require_POST
def sign_out(request: queries.Request) -> HttpResponse:
    commands.end(request.session)
    return HttpResponseRedirect(reverse("access:sign_in"))


def _inside(request: HttpRequest, address: str) -> str:
    """Where to go on: an address of this installation, or else the home page."""
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else "/"
