"""The first sign-in of an account, by the link of an invitation."""

from http import HTTPStatus

import segno
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe
from pyotp import TOTP

from throughcare.access import commands, queries
from throughcare.access.forms import SetUpForm
from throughcare.access.rules.codes import spelt
from throughcare.access.views.doors import (
    for_nobody,
    keep_sealed,
    kept_sealed,
    status_of,
    tell,
)
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused

INVITATION, KEY, RECOVERY_CODES = "invitation", "code_key", "recovery_codes"


@login_not_required
@for_nobody
@require_safe
def open_invitation(request: queries.Request, token: str) -> HttpResponse:
    """Take the token out of the address, where others might see it."""
    request.session.flush()
    request.session[INVITATION] = commands.digest_of_invitation(token)
    return redirect("access:set_up")


@login_not_required
@for_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: queries.Request) -> HttpResponse:
    machine_now = clock.machine_now()
    invitation = request.session.get(INVITATION, "")
    account = commands.account_invited(invitation, machine_now=machine_now)
    if account is None:
        return render(request, "access/invitation_over.html", status=HTTPStatus.GONE)
    key = code_key(request)
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = commands.set_up(
                session=request.session,
                invitation=invitation,
                password=form.cleaned_data["password"],
                key=key,
                code=form.cleaned_data["code"],
                now=request.now,
                machine_now=machine_now,
            )
        except Refused as refused:
            tell(form, refused)
        else:
            rotate_token(request)
            keep_sealed(request.session, RECOVERY_CODES, made)
            return redirect("access:recovery_codes")
    return render(
        request,
        "access/set_up.html",
        {
            "account": account,
            "form": form,
            "has_errors": bool(form.errors),
            "key": shown_key(key, username=account.username),
        },
        status=status_of(form),
    )


def code_key(request: queries.Request) -> str:
    """The key that is offered to an app: the same until a code has shown that the app has it."""
    if not kept_sealed(request.session, KEY):
        keep_sealed(request.session, KEY, [commands.new_key()])
    return kept_sealed(request.session, KEY)[0]


def shown_key(key: str, *, username: str) -> dict[str, str]:
    """A key as a picture for an app's camera, and as letters for who types it."""
    address = TOTP(key).provisioning_uri(name=username, issuer_name="Throughcare")
    picture = segno.make(address, error="m").svg_inline(scale=5, border=4, omitsize=True)
    return {"letters": spelt(key).replace("-", " "), "picture": picture}
