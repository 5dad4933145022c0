"""How I sign in: what there is, and changing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import commands, queries
from throughcare.access.forms import NewCodeKeyForm, NewPasswordForm, PasskeyForm
from throughcare.access.queries import who
from throughcare.access.views.doors import keep_sealed, kept_sealed, status_of, tell
from throughcare.access.views.setting_up import KEY, RECOVERY_CODES, code_key, shown_key
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused


@who()
@require_safe
def means(request: queries.Request) -> HttpResponse:
    return listed(request, form=PasskeyForm())


def listed(request: queries.Request, *, form: PasskeyForm) -> HttpResponse:
    """The page of all means, with what was wrong with a passkey that was to be added."""
    machine_now = clock.machine_now()
    return render(
        request,
        "access/means.html",
        {
            "means": queries.means_of(request.account.pk, machine_now=machine_now),
            "is_fresh": commands.is_fresh(request.session, machine_now=machine_now),
            "form": form,
            "has_errors": bool(form.errors),
        },
        status=status_of(form),
    )


@who()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: queries.Request) -> HttpResponse:
    form = NewPasswordForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.change_password(
                session=request.session,
                account=request.account,
                password=form.cleaned_data["password"],
                now=request.now,
                machine_now=clock.machine_now(),
            )
        except Refused as refused:
            tell(form, refused)
        else:
            return _changed(request, "Your password has been changed. Other sessions have ended.")
    return render(
        request,
        "access/password.html",
        {
            "form": form,
            "has_errors": bool(form.errors),
            "username": request.account.username,
        },
        status=status_of(form),
    )


@who()
@require_http_methods(["GET", "HEAD", "POST"])
def one_time_codes(request: queries.Request) -> HttpResponse:
    key = code_key(request)
    form = NewCodeKeyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            commands.change_code_key(
                session=request.session,
                account=request.account,
                key=key,
                code=form.cleaned_data["code"],
                now=request.now,
                machine_now=clock.machine_now(),
            )
        except Refused as refused:
            tell(form, refused)
        else:
            request.session.pop(KEY, None)
            return _changed(request, "Codes come from the new app now. Other sessions have ended.")
    return render(
        request,
        "access/one_time_codes.html",
        {
            "form": form,
            "has_errors": bool(form.errors),
            "key": shown_key(key, username=request.account.username),
        },
        status=status_of(form),
    )


@who()
@require_http_methods(["GET", "HEAD", "POST"])
def recovery_codes(request: queries.Request) -> HttpResponse:
    """Show new codes until they are said to be kept; a POST makes them."""
    if request.method == "POST":
        made = commands.renew_recovery_codes(
            session=request.session,
            account=request.account,
            now=request.now,
            machine_now=clock.machine_now(),
        )
        keep_sealed(request.session, RECOVERY_CODES, made)
        return redirect("access:recovery_codes")
    codes = kept_sealed(request.session, RECOVERY_CODES)
    if not codes:
        return redirect("access:means")
    return render(request, "access/recovery_codes.html", {"codes": codes})


@who()
@require_POST
def keep_recovery_codes(request: queries.Request) -> HttpResponse:
    """They are written down, and shown no more."""
    request.session.pop(RECOVERY_CODES, None)
    return redirect("/")


@who()
@require_POST
def sign_out_everywhere(request: queries.Request) -> HttpResponse:
    commands.sign_out_everywhere(
        session=request.session,
        account=request.account,
        now=request.now,
        machine_now=clock.machine_now(),
    )
    return redirect("access:sign_in")


def _changed(request: queries.Request, sentence: str) -> HttpResponse:
    rotate_token(request)
    messages.success(request, sentence)
    return redirect("access:means")
