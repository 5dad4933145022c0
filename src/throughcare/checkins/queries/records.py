"""Registrations and check-ins as officers see them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from throughcare.checkins import terms
from throughcare.checkins.choices import Comparison, State
from throughcare.checkins.models import CheckIn, HelpAsked, Registration, Video
from throughcare.checkins.rules import reviewing as rules
from throughcare.kernel.days import HERE


@dataclass(frozen=True, kw_only=True)
class Line:
    """A check-in in a list. `is_locked`: too many said wrongly who they are; `since` is when it came to stand so."""

    number: int
    case_id: int
    due_on: date
    state: str
    state_words: str
    is_locked: bool
    comparison: str
    is_them: bool | None
    asks_for_help: bool
    wants_contact: bool
    wellbeing: str
    since: datetime
    expires_at: datetime | None

    @property
    def rank(self) -> tuple[int, datetime, int, int]:
        """What is looked at first has the least."""
        asked = rules.Waiting(
            state=self.state,
            comparison=self.comparison,
            asks_for_help=self.asks_for_help,
            wants_contact=self.wants_contact,
            wellbeing=self.wellbeing,
            since=self.since,
        )
        return (*rules.rank(asked), self.case_id, self.number)


@dataclass(frozen=True, kw_only=True)
class File:
    """One check-in with its answers. `video` is the one that counts; `is_seen_before`: the same bytes were sent for an earlier one."""

    checkin: CheckIn
    registration: Registration
    helps: tuple[HelpAsked, ...]
    video: Video | None
    is_seen_before: bool
    is_locked: bool
    entry: int | None


def tries_allowed(now: datetime) -> int:
    """How many wrong answers to who somebody is there may be."""
    return terms.in_force(now.astimezone(HERE).date()).tries


def crn_digits(now: datetime) -> int:
    """How many of the last digits of the CRN somebody is asked for."""
    return terms.in_force(now.astimezone(HERE).date()).crn_digits


def registration_of(case_id: int) -> Registration | None:
    """The registration that goes on, or else the last; one query."""
    return (
        Registration.objects.filter(case_id=case_id)
        .select_related("sentence")
        .order_by(
            Case(When(standing="stopped", then=1), default=0, output_field=models.IntegerField()),
            "-id",
        )
        .first()
    )


def count_of_case(case_id: int) -> int:
    return CheckIn.objects.filter(case_id=case_id).count()


def of_case(case_id: int, *, part: slice, now: datetime) -> list[Line]:
    """The check-ins of a case, the latest first; one query."""
    found = _with_help(CheckIn.objects.filter(case_id=case_id)).order_by("-number")[part]
    return [_line(each, tries=tries_allowed(now)) for each in found]


def waiting(case_ids: Collection[int], *, now: datetime) -> list[Line]:
    """What waits for an officer of some cases, what is to be looked at first at the top; one query."""
    tries = tries_allowed(now)
    waits = Q(state__in=(State.SUBMITTED, State.MISSED, State.UNSENT)) | Q(
        state=State.SENT, tries__gte=tries
    )
    found = _with_help(CheckIn.objects.filter(waits, case_id__in=list(case_ids)))
    return sorted((_line(each, tries=tries) for each in found), key=lambda line: line.rank)


def checkin_of(case_id: int, *, number: int, now: datetime) -> File | None:
    """One check-in of a case with all that was answered; four queries."""
    found = (
        CheckIn.objects.filter(case_id=case_id, number=number)
        .select_related("registration", "contact")
        .first()
    )
    if found is None:
        return None
    video = found.videos.order_by("-number").first()
    return File(
        checkin=found,
        registration=found.registration,
        helps=tuple(found.helps.order_by("id")),
        video=video,
        is_seen_before=video is not None
        and Video.objects.filter(case_id=case_id, digest=video.digest, id__lt=video.pk)
        .exclude(checkin=found)
        .exists(),
        is_locked=_is_locked(found, tries=tries_allowed(now)),
        entry=found.contact.number if found.contact else None,
    )


def video_of(case_id: int, *, number: int) -> Video | None:
    """The video of a check-in that counts, while its bytes are kept and once it was handed in; one query."""
    return (
        Video.objects.filter(
            checkin__case_id=case_id,
            checkin__number=number,
            checkin__submitted_at__isnull=False,
            gone_at=None,
        )
        .order_by("-number")
        .first()
    )


def _with_help(found: QuerySet[CheckIn]) -> QuerySet[CheckIn, Any]:  # Any: annotated
    helps = HelpAsked.objects.filter(checkin_id=OuterRef("pk"))
    return found.annotate(asks=Exists(helps))


def _is_locked(found: CheckIn, *, tries: int) -> bool:
    return found.state == State.SENT and found.tries >= tries


def _line(found: Any, *, tries: int) -> Line:  # Any: a check-in with an annotation
    locked = _is_locked(found, tries=tries)
    shows = found.state in {State.SUBMITTED, State.REVIEWED}
    return Line(
        number=found.number,
        case_id=found.case_id,
        due_on=found.due_on,
        state=found.state,
        state_words="Locked" if locked else found.get_state_display(),
        is_locked=locked,
        comparison=found.comparison or Comparison.NOT_COMPARED,
        is_them=found.is_them,
        asks_for_help=shows and found.asks,
        wants_contact=shows and bool(found.wants_contact),
        wellbeing=found.wellbeing if shows else "",
        since=found.submitted_at or found.expires_at or found.recorded_at,
        expires_at=found.expires_at,
    )
