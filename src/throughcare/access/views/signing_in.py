"""Signing in and out."""

from http import HTTPStatus
from itertools import groupby
from urllib.parse import quote

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import commands, queries
from throughcare.access.commands import Outcome
from throughcare.access.forms import CodeForm, PasswordForm
from throughcare.access.queries.requests import address_of
from throughcare.access.views.doors import for_nobody, inside, status_of
from throughcare.clock import queries as clock

LOCKED = (
    "Too many wrong tries. Wait 15 minutes and try again, or sign in another way. "
    "If you did not try, tell your service desk."
)
WRONG_PASSWORD = "The user name or the password is wrong."  # noqa: S105  a sentence
WRONG_CODE = "The code is wrong, too old, or was used before."
TOO_LATE = "Too much time has passed. Enter your user name and password again."


@login_not_required
@for_nobody
@require_safe
def sign_in(request: queries.Request) -> HttpResponse:
    return choices(request, next_page=request.GET.get("next", ""))


@login_not_required
@for_nobody
@require_POST
def give_password(request: queries.Request) -> HttpResponse:
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return choices(request, next_page=request.POST.get("next", ""), form=form)
    outcome = commands.try_password(
        session=request.session,
        username=form.cleaned_data["username"],
        password=form.cleaned_data["password"],
        address=address_of(request),
        now=request.now,
        machine_now=clock.machine_now(),
    )
    if outcome is not Outcome.PROVED:
        form.add_error(None, LOCKED if outcome is Outcome.LOCKED else WRONG_PASSWORD)
        return choices(request, next_page=request.POST.get("next", ""), form=form)
    request.session["next"] = inside(request, request.POST.get("next", ""))
    rotate_token(request)
    return redirect("access:give_code")


@login_not_required
@for_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request: queries.Request) -> HttpResponse:
    machine_now = clock.machine_now()
    if commands.account_half_proved(request.session, machine_now=machine_now) is None:
        return redirect("access:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        next_page = request.session["next"]
        outcome = commands.try_code(
            session=request.session,
            code=form.cleaned_data["code"],
            address=address_of(request),
            now=request.now,
            machine_now=machine_now,
        )
        match outcome:
            case Outcome.PROVED:
                rotate_token(request)
                return HttpResponseRedirect(next_page)
            case Outcome.TOO_LATE:
                return choices(request, next_page=next_page, refusals=[TOO_LATE])
            case Outcome.LOCKED:
                form.add_error(None, LOCKED)
            case Outcome.WRONG:
                form.add_error("code", WRONG_CODE)
    return render(
        request,
        "access/code.html",
        {"form": form, "has_errors": bool(form.errors)},
        status=status_of(form),
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
    return HttpResponseRedirect(inside(request, request.POST.get("next", "")))


@login_not_required
@require_POST
def sign_out(request: queries.Request) -> HttpResponse:
    commands.end(request.session)
    back = inside(request, request.POST.get("next", ""))
    return redirect(reverse("access:sign_in") + (f"?next={quote(back)}" if back != "/" else ""))


def choices(
    request: queries.Request,
    *,
    next_page: str,
    form: forms.Form | None = None,
    refusals: list[str] | None = None,
) -> HttpResponse:
    """The page of all ways to sign in, with what was wrong with the one that was tried."""
    is_open = queries.is_open()
    kinds = queries.kinds_of_user() if is_open else []
    # Those who work with people first, and then those who work on the reform.
    kinds.sort(key=lambda user: not user.body_kind.is_provider)
    has_errors = bool(refusals or (form and form.errors))
    return render(
        request,
        "access/sign_in.html",
        {
            "is_open": is_open,
            "bodies": [
                (kind.name, list(users))
                for kind, users in groupby(kinds, key=lambda user: user.body_kind)
            ],
            "form": form or PasswordForm(),
            "refusals": refusals or [],
            "has_errors": has_errors,
            "next": inside(request, next_page),
            "provider": settings.PROVIDER.name if settings.PROVIDER else "",
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if has_errors else HTTPStatus.OK,
    )
