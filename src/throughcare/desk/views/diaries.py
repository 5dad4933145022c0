"""Diaries: of the officer, of another post, of an office; a day or a week."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.desk.doors import who
from throughcare.desk.seats import seats_now
from throughcare.desk.views.lists import is_unit, seats_of
from throughcare.kernel.days import HERE, local_day
from throughcare.probation import queries as probation

WORKING_DAYS = 5


@dataclass(frozen=True, kw_only=True)
class Span:
    """The days that are shown: one, or a week from its Monday."""

    first: date
    days: int

    @property
    def word(self) -> str:
        return "day" if self.days == 1 else "week"

    @property
    def starts_at(self) -> datetime:
        return _midnight(self.first)

    @property
    def ends_at(self) -> datetime:
        return _midnight(self.first + timedelta(days=self.days))

    @property
    def before(self) -> date:
        return self.first - timedelta(days=self.days)

    @property
    def after(self) -> date:
        return self.first + timedelta(days=self.days)


@who(Action.READ_CASE)
@require_safe
def diary(request: access.Request, post: str = "") -> HttpResponse:
    """The diary of a post, or else of the visitor's own."""
    if post and is_unit(request, post):
        return redirect("desk:unit", code=post)
    seats = seats_of(request, post)
    span = _span(request)
    posts = [seat.post_id for seat in seats]
    slots = probation.diary(starts_at=span.starts_at, ends_at=span.ends_at, post_ids=posts)
    hearings = probation.hearings_of_posts(
        starts_at=span.starts_at, ends_at=span.ends_at, post_ids=posts
    )
    title = f"Diary of {seats[0].officer or seats[0].code}" if post else "Your diary"
    owner_id = seats[0].owner_id if seats and not post else None
    return _page(request, span, slots, hearings, title=title, is_own=not post, owner_id=owner_id)


@who(Action.READ_CASE)
@require_safe
def office_diary(request: access.Request, code: str) -> HttpResponse:
    """The diary of an office of the visitor's provider: who is expected there, whoever sees them."""
    found = next(
        (
            office
            for owner_id in sorted({seat.owner_id for seat in seats_now(request)})
            for office in probation.offices(owner_id=owner_id, at=request.now)
            if office.code == code
        ),
        None,
    )
    if found is None:
        raise Http404
    span = _span(request)
    slots = probation.diary(starts_at=span.starts_at, ends_at=span.ends_at, office_id=found.unit_id)
    return _page(request, span, slots, (), title=f"Diary of {found.name}")


def _page(
    request: access.Request,
    span: Span,
    slots: tuple[probation.Slot, ...],
    hearings: tuple[probation.ListedHearing, ...],
    *,
    title: str,
    is_own: bool = False,
    owner_id: int | None = None,
) -> HttpResponse:
    opened = sorted(
        {slot.crn for slot in slots if not slot.is_limited}
        | {each.crn for each in hearings if not each.is_limited}
    )
    if opened:
        audit.record_many(
            account_id=request.account.pk,
            action="diary.read",
            subject_kind="case",
            subject_references=opened,
            now=request.now,
        )
    days = [span.first + timedelta(days=number) for number in range(span.days)]
    by_day = {
        day: (
            [slot for slot in slots if local_day(slot.starts_at) == day],
            [each for each in hearings if local_day(each.starts_at) == day],
        )
        for day in days
    }
    return render(
        request,
        "desk/diary.html",
        {
            "title": title,
            "span": span,
            "offices": probation.offices(owner_id=owner_id, at=request.now) if owner_id else (),
            "by_day": {
                day: listed
                for day, listed in by_day.items()
                if any(listed) or day.weekday() < WORKING_DAYS or span.days == 1
            },
            "today": local_day(request.now),
            "now": request.now,
            "is_own": is_own,
            "may_book": Action.WRITE_CASE in request.actions,
        },
    )


def _span(request: access.Request) -> Span:
    day = _day(request.GET.get("day", ""))
    if day is not None:
        return Span(first=day, days=1)
    asked = _day(request.GET.get("week", "")) or local_day(request.now)
    return Span(first=asked - timedelta(days=asked.weekday()), days=7)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HERE)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
