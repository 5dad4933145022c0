"""Moving the clock of a demonstration."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from throughcare.access import queries as access
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.desk.doors import who
from throughcare.desk.forms import ClockForm
from throughcare.restructure import queries as restructure


@who()
@require_http_methods(["GET", "HEAD", "POST"])
def move_clock(request: access.Request) -> HttpResponse:
    """Set the moment that it is for everybody in this demonstration."""
    if not (settings.DEMONSTRATION and access.is_open()):
        raise Http404
    form = ClockForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        moment: datetime = form.cleaned_data["moment"]
        change_clock.set_moment(moment=moment, now_real=clock.machine_now())
        messages.success(request, "The clock was moved.")
        return redirect("desk:clock")
    return render(
        request,
        "desk/clock.html",
        {
            "form": form,
            "has_errors": bool(form.errors),
            "moments": restructure.moments_planned(settings.PLANS),
            "now": request.now,
        },
        status=422 if form.errors else 200,
    )
