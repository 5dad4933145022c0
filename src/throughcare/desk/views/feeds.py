"""Diaries that other calendars read: making and ending an address, and what is read there."""

from datetime import datetime, time, timedelta
from hashlib import sha256
from http import HTTPStatus
from math import ceil
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.clock import queries as clock
from throughcare.desk.calendar_text import written
from throughcare.desk.doors import who
from throughcare.desk.forms import FeedForm
from throughcare.desk.seats import seats_now
from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

DAYS_BACK = 7
FRESH_SECONDS = 900
OWN = "own"


@who(Action.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def feeds(request: access.Request) -> HttpResponse:
    """The visitor's feeds, and making one: its address is shown this once."""
    form = FeedForm(
        request.POST if request.method == "POST" else None,
        units=_units(request),
        initial={"whose": OWN},
    )
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    whose = form.cleaned_data["whose"]
    try:
        made, token = change_probation.make_feed(
            account_id=request.account.pk,
            unit_code="" if whose == OWN else whose,
            now=request.now,
        )
    except Refused as refusal:
        return _page(request, form, refusals=[reason.sentence for reason in refusal.reasons])
    address = access.origin_of(request) + reverse("desk:calendar", kwargs={"token": token})
    return render(request, "desk/new_feed.html", {"feed": made, "address": address})


@who(Action.READ_CASE)
@require_POST
def end_feed(request: access.Request, reference: UUID) -> HttpResponse:
    change_probation.revoke_feed(
        account_id=request.account.pk, reference=reference, now=request.now
    )
    messages.success(request, "The feed is ended. Its address answers nobody any more.")
    return redirect("desk:feeds")


@login_not_required
@require_safe
def calendar(request: access.Request, token: str) -> HttpResponse:
    """A diary for whoever knows the token, read with the rights of the feed's account and written to its trail."""
    digest = sha256(token.encode()).hexdigest()
    feed = probation.feed_of(digest)
    wait = change_access.count_visit(
        of=f"calendar {digest}" if feed else f"no calendar {access.address_of(request)}",
        most=settings.FEED_READS,
        machine_now=clock.machine_now(),
    )
    if wait is not None:
        return _too_often(wait)
    if feed is None:
        return _said("There is no calendar here. It may have been ended.", HTTPStatus.NOT_FOUND)
    with change_access.acting_as(account_id=feed.account_id, now=request.now):
        return _read(request, feed)


def _read(request: access.Request, feed: probation.Feed) -> HttpResponse:
    today = datetime.combine(local_day(request.now), time(), tzinfo=HERE)
    found = probation.calendar_of(
        feed,
        now=request.now,
        starts_at=today - timedelta(days=DAYS_BACK),
        ends_at=today + timedelta(days=settings.FEED_DAYS),
    )
    if isinstance(found, probation.NoCalendar):
        return _said(f"{found.sentence} Make a new feed.", HTTPStatus.GONE)
    seconds = int(request.now.timestamp())
    body = written(
        found,
        revised_at=datetime.fromtimestamp(seconds - seconds % FRESH_SECONDS, tz=HERE),
    )
    etag = f'"{sha256(body).hexdigest()}"'
    answer = HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": f"private, max-age={FRESH_SECONDS}", "ETag": etag},
    )
    fresh = get_conditional_response(request, etag=etag, response=answer)
    if fresh is not None and fresh.status_code != HTTPStatus.OK:
        return fresh
    _note_reading(request, feed, found)
    return answer


def _note_reading(
    request: access.Request, feed: probation.Feed, calendar: probation.Calendar
) -> None:
    crns = sorted({taken.crn for taken in calendar.taken})
    if crns:
        audit.record_many(
            account_id=feed.account_id,
            action="feed.read",
            subject_kind="case",
            subject_references=crns,
            now=request.now,
            detail={"feed": str(feed.reference)},
        )


def _said(sentence: str, status: HTTPStatus) -> HttpResponse:
    answer = HttpResponse(f"{sentence}\n", content_type="text/plain; charset=utf-8", status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _too_often(wait: timedelta) -> HttpResponse:
    answer = _said(
        "Read too often. Try again in a quarter of an hour.", HTTPStatus.TOO_MANY_REQUESTS
    )
    answer.headers["Retry-After"] = str(ceil(wait.total_seconds()))
    return answer


def _units(request: access.Request) -> list[tuple[str, str]]:
    """The units whose diaries the visitor may choose: their own, and the teams under them where they allocate."""
    seats = seats_now(request)
    units = {seat.holder_id for seat in seats}
    if Action.ALLOCATE in request.actions:
        units |= {u for each in units for u in probation.units_under(each, at=request.now)}
    found = organisation.named(sorted(units), moment=organisation.pinned())
    return [
        (OWN, "Your own"),
        *(
            (each.code, f"{each.name} ({each.code})")
            for each in sorted(found, key=lambda unit: (unit.name, unit.code))
            if each.is_open and each.kind != "office"
        ),
    ]


def _page(
    request: access.Request, form: FeedForm, *, refusals: list[str] | None = None
) -> HttpResponse:
    has_errors = bool(refusals or form.errors)
    known = probation.feeds(account_id=request.account.pk)
    return render(
        request,
        "desk/feeds.html",
        {
            "feeds": known,
            "form": form,
            "refusals": refusals or [],
            "has_errors": has_errors,
        },
        status=422 if has_errors else 200,
    )
