"""Moving the clock of a demonstration."""

from datetime import UTC, datetime

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

MOMENTS = (
    ("The eve of the reform", datetime(2014, 5, 31, 8, tzinfo=UTC)),
    ("The first minute of the reform", datetime(2014, 5, 31, 23, 0, 5, tzinfo=UTC)),
    ("The first Monday after it", datetime(2014, 6, 2, 8, tzinfo=UTC)),
    ("The trusts cease in law", datetime(2014, 10, 31, 9, tzinfo=UTC)),
    ("The companies are sold", datetime(2015, 2, 1, 0, 0, 5, tzinfo=UTC)),
)


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
        {"form": form, "has_errors": bool(form.errors), "moments": MOMENTS, "now": request.now},
        status=422 if form.errors else 200,
    )
