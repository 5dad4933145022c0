"""What an entry or appointment may be of and about, when it could be, and who is in a group."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Case, Value, When

from throughcare.kernel.days import HERE
from throughcare.probation.models import Appointment, Requirement, Sentence
from throughcare.probation.queries.diary import diary
from throughcare.probation.rules import free_times
from throughcare.probation.rules.free_times import Busy

_LOOKED_AT = timedelta(days=10)
"""The days of the rule and the weekends between them."""

LAST_OF_A_LOG = 10
"""How many entries of each log are looked at for what is written."""
MOST_WRITTEN = 6


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something of a case that a contact may be about. `key` names it in a form: the number of a sentence, and what of it."""

    key: str
    words: str
    sentence_id: int
    requirement_id: int | None


def subjects(case_id: int) -> tuple[Subject, ...]:
    """The sentences of a case that are in force, the last imposed first, each with its requirements; two queries."""
    sentences = (
        Sentence.objects.filter(case_id=case_id, terminated_on=None)
        .select_related("type")
        .order_by("-number")
    )
    duties = list(
        Requirement.objects.filter(case_id=case_id, ended_on=None)
        .select_related("type")
        .order_by("starts_on", "id")
    )
    return tuple(
        each for sentence in sentences for each in (_whole(sentence), *_parts(sentence, duties))
    )


def _whole(sentence: Sentence) -> Subject:
    return Subject(
        key=str(sentence.number),
        words=f"{sentence.words}, sentence {sentence.number}",
        sentence_id=sentence.pk,
        requirement_id=None,
    )


def _parts(sentence: Sentence, duties: Sequence[Requirement]) -> list[Subject]:
    own = [duty for duty in duties if duty.sentence_id == sentence.pk]
    return [
        Subject(
            key=f"{sentence.number}.{place}.{duty.type_id}",
            words=f"{duty.type.description}, sentence {sentence.number}",
            sentence_id=sentence.pk,
            requirement_id=duty.pk,
        )
        for place, duty in enumerate(own, start=1)
    ]


def nearest_free(
    case_id: int,
    *,
    post_id: int | None,
    starts_at: datetime,
    length: timedelta,
    now: datetime,
) -> list[datetime]:
    """Free times of a person and of whoever sees them, near one that was asked for; two queries."""
    until = starts_at + _LOOKED_AT
    since = starts_at - timedelta(days=1)
    busy = _taken(case_id, post_id=post_id, since=since, until=until)
    return free_times.nearest_free(
        starts_at=starts_at, length=length, busy=busy, now=now, here=HERE
    )


def types_written(*, post_ids: Collection[int], at: datetime) -> list[tuple[str, str]]:
    """What is written into the logs of the cases of some posts, appointments apart, the commonest first: codes and words; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_types_written(%s::bigint[], %s, %s, %s)",
            [list(post_ids), at, LAST_OF_A_LOG, MOST_WRITTEN],
        )
        return [(code, words) for code, words in cursor.fetchall()]


def last_slot(case_id: int, *, post_id: int | None) -> Appointment | None:
    """The latest appointment of a case that was not let go, one with a post before one with anybody else; one query."""
    is_with_them = Case(When(post_id=post_id or 0, then=Value(1)), default=Value(0))
    return (
        Appointment.objects.filter(case_id=case_id, is_cancelled=False, party=None)
        .order_by(is_with_them.desc(), "-starts_at", "-id")
        .first()
    )


def times_like(
    slot: Appointment, *, post_id: int | None, days: Collection[int], now: datetime
) -> list[datetime]:
    """Free times of the person and of a post at the hour of an appointment, so many days on; two queries."""
    like = (slot.starts_at, slot.ends_at)
    until = max(slot.starts_at, now) + timedelta(days=max(days)) + _LOOKED_AT
    busy = _taken(slot.case_id, post_id=post_id, since=now, until=until)
    return free_times.at_the_same_hour(like=like, days=days, busy=busy, now=now, here=HERE)


def _taken(case_id: int, *, post_id: int | None, since: datetime, until: datetime) -> list[Busy]:
    """When a person, and whoever sees them, is taken."""
    own = Appointment.objects.filter(
        case_id=case_id, is_cancelled=False, starts_at__lt=until, ends_at__gt=since
    )
    busy: list[Busy] = list(own.values_list("starts_at", "ends_at"))
    if post_id is not None:
        slots = diary(starts_at=since, ends_at=until, post_ids=[post_id])
        busy += [(slot.starts_at, slot.ends_at) for slot in slots]
    return busy


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody in a group, as far as the viewer may know them; `name` is empty where they may not."""

    crn: str
    name: str
    starts_at: datetime
    ends_at: datetime
    what: str
    outcome: str
    contact_number: int | None
    is_cancelled: bool


def party(reference: UUID) -> tuple[Member, ...]:
    """Who is in a group, by name; those alone whose case the viewer may open. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT m.crn, concat_ws(', ', n.last, n.first), p.starts_at, p.ends_at, y.description, p.outcome, t.number,
                p.is_cancelled
            FROM probation_appointment p
            JOIN probation_case c ON c.id = p.case_id
            JOIN people_person m ON m.id = c.person_id
            JOIN probation_contacttype y ON y.code = p.type_id
            LEFT JOIN people_name n ON n.person_id = m.id AND n.kind = 'legal'
            LEFT JOIN probation_contact t ON t.id = p.contact_id
            WHERE p.party = %s AND probation_view_of(p.case_id) = 'full'
            ORDER BY n.last, n.first, m.crn
            """,
            [reference],
        )
        return tuple(
            Member(**dict(zip(Member.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
