"""Calendar feeds of an account, and what a calendar is told that reads one."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.organisation import queries as organisation
from throughcare.probation.models import CalendarFeed
from throughcare.probation.queries.diary import diary, key_of
from throughcare.probation.queries.hearings import hearings_of_posts
from throughcare.probation.queries.reference import Seat, seats, seats_under, units_under


@dataclass(frozen=True, kw_only=True)
class Feed:
    """A feed that goes on: of the diary of its account, or of the unit of a code."""

    reference: UUID
    account_id: int
    unit_code: str
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class Taken:
    """Time that is taken: by whose case and where, and no more than that."""

    key: str
    crn: str
    starts_at: datetime
    ends_at: datetime | None
    place: str


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """What a feed tells. `new_code` is what its old code leads on to, with `sentence`, from `since` until `until`."""

    name: str
    taken: tuple[Taken, ...]
    new_code: str = ""
    sentence: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class NoCalendar:
    """A feed that leads nowhere now; `sentence` says why."""

    sentence: str


def feeds(*, account_id: int) -> tuple[Feed, ...]:
    """The feeds of an account that go on, the newest first; one query."""
    found = CalendarFeed.objects.filter(account_id=account_id, revoked_at=None)
    return tuple(
        Feed(
            reference=each.reference,
            account_id=each.account_id,
            unit_code=each.unit_code,
            made_at=each.made_at,
        )
        for each in found.order_by("-made_at", "-id")
    )


def feeds_that_go_on() -> tuple[int, int]:
    """How many feeds of diaries of one's own go on, and how many of units; one query. For the engine."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE unit_code = ''), count(*) FILTER (WHERE unit_code <> '')"
            " FROM probation_calendarfeed WHERE revoked_at IS NULL"
        )
        own, of_units = cursor.fetchone()
    return own, of_units


def feed_of(token_digest: str) -> Feed | None:
    """The feed that a token opens; None where it was ended, or its account was. For whoever is not signed in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM probation_feed_of(%s)", [token_digest])
        row = cursor.fetchone()
    return Feed(**dict(zip(Feed.__dataclass_fields__, row, strict=True))) if row else None


def calendar_of(
    feed: Feed, *, now: datetime, starts_at: datetime, ends_at: datetime
) -> Calendar | NoCalendar:
    """What a feed tells of a period, with the rights of its account, which is pinned."""
    own = seats(account_id=feed.account_id, at=now)
    if not feed.unit_code:
        where = ", ".join(sorted({seat.holder for seat in own}))
        name = f"Own diary, {where}" if where else "Own diary"
        return Calendar(name=name, taken=_taken(own, starts_at=starts_at, ends_at=ends_at))
    found = organisation.routed(
        feed.unit_code,
        moment=organisation.pinned(),
        owner_of_item_id=own[0].owner_id if own else None,
    )
    if found.to is None:
        return NoCalendar(sentence=found.sentence)
    if not access.may(action=Action.READ_CASE, unit_id=found.to.unit_id):
        return NoCalendar(
            sentence=f"The maker of this feed may not read the diary of {found.to.code}."
        )
    under = seats_under(holder_ids=units_under(found.to.unit_id, at=now), at=now)
    taken = _taken(under, starts_at=starts_at, ends_at=ends_at)
    if not found.is_old:
        return Calendar(name=f"Diary of {found.to.code}", taken=taken)
    return Calendar(
        name=f"Diary of {found.to.code}, before {found.code}",
        taken=taken,
        new_code=found.to.code,
        sentence=found.sentence,
        since=found.ended_at,
        until=found.until,
    )


def _taken(of: tuple[Seat, ...], *, starts_at: datetime, ends_at: datetime) -> tuple[Taken, ...]:
    post_ids = [seat.post_id for seat in of]
    slots = diary(starts_at=starts_at, ends_at=ends_at, post_ids=post_ids)
    hearings = hearings_of_posts(starts_at=starts_at, ends_at=ends_at, post_ids=post_ids)
    return tuple(
        sorted(
            [
                *(
                    Taken(
                        key=f"{slot.crn}-{slot.key}",
                        crn=slot.crn,
                        starts_at=slot.starts_at,
                        ends_at=slot.ends_at,
                        place="" if slot.is_limited else slot.office or "",
                    )
                    for slot in slots
                ),
                *(
                    Taken(
                        key=f"{each.crn}-court-{key_of(each.starts_at)}",
                        crn=each.crn,
                        starts_at=each.starts_at,
                        ends_at=None,
                        place=each.court or "",
                    )
                    for each in hearings
                ),
            ],
            key=lambda taken: (taken.starts_at, taken.key),
        )
    )
