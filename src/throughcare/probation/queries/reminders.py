"""Who is to be reminded of an appointment, which reminders no longer hold, and what one says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from throughcare.kernel.days import HERE
from throughcare.organisation import queries as organisation
from throughcare.organisation.choices import Fact
from throughcare.probation.models import Reminder
from throughcare.probation.rules import reminders as rules

REMINDER: Final = "appointment-reminder"
TAKEN_BACK: Final = "appointment-not-then"

Place = tuple[datetime, int]
"""Where a run stands: the start and the number of the last appointment."""


@dataclass(frozen=True, kw_only=True)
class Due:
    """An appointment that somebody may be reminded of; `unit_id` is its office, or else who has the case."""

    appointment_id: int
    case_id: int
    person_id: int
    crn: str
    starts_at: datetime
    unit_id: int

    @property
    def place(self) -> Place:
        return self.starts_at, self.appointment_id


@dataclass(frozen=True, kw_only=True)
class Untrue:
    """A reminder whose appointment was let go or is at another time."""

    reminder_id: int
    case_id: int
    person_id: int
    crn: str
    starts_at: datetime
    channel: str
    unit_id: int


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A reminder of an appointment as its page tells it, the newest first."""

    channel: str
    starts_at: datetime
    sent_at: datetime
    taken_back_at: datetime | None


# Whoever has a case: of rows that begin together the one counts that everybody reads by.
_UNIT: Final = """
coalesce(a.office_id, (
    select x.holder_id from probation_caseassignment x
    where x.item_id = a.case_id and x.starts_at <= %(now)s and x.superseded_at is null
      and (x.change_id is null or x.change_id = any (tc_live()))
    order by x.starts_at desc, x.change_id desc nulls last, x.id desc limit 1))
"""
_DUE: Final = """
select a.id, a.case_id, c.person_id, p.crn, a.starts_at, UNIT as unit_id
from probation_appointment a
join probation_case c on c.id = a.case_id and c.closed_at is null
join people_person p on p.id = c.person_id and p.died_on is null
where a.starts_at > %(now)s and a.starts_at <= %(until)s and a.outcome = '' and not a.is_cancelled
  and (a.starts_at, a.id) > (%(at)s, %(after)s)
  and not exists (select from probation_reminder r where r.appointment_id = a.id and r.taken_back_at is null)
order by a.starts_at, a.id limit %(limit)s
""".replace("UNIT", _UNIT)
_UNTRUE: Final = """
select r.id, r.case_id, c.person_id, p.crn, r.starts_at, r.channel,
       UNIT as unit_id
from probation_reminder r
join probation_appointment a on a.id = r.appointment_id
join probation_case c on c.id = r.case_id
join people_person p on p.id = c.person_id
where r.taken_back_at is null and r.starts_at > %(now)s and (a.is_cancelled or a.starts_at <> r.starts_at)
order by r.starts_at, r.id limit %(limit)s
for update of r skip locked
""".replace("UNIT", _UNIT)


def due_reminders(
    *, now: datetime, until: datetime, limit: int, after: Place | None
) -> tuple[Due, ...]:
    """Appointments up to a moment that nobody was reminded of, in order; one query. For the engine."""
    at, number = after or (now, 0)
    values: dict[str, datetime | int] = {
        "now": now,
        "until": until,
        "limit": limit,
        "at": at,
        "after": number,
    }
    with connection.cursor() as cursor:
        cursor.execute(_DUE, values)
        names = tuple(Due.__dataclass_fields__)
        return tuple(
            Due(**dict(zip(names, row, strict=True)))
            for row in cursor.fetchall()
            if row[-1] is not None
        )


def untrue_reminders(*, now: datetime, limit: int) -> tuple[Untrue, ...]:
    """Reminders that no longer hold, locked until commit; one query. For the engine."""
    with connection.cursor() as cursor:
        cursor.execute(_UNTRUE, {"now": now, "limit": limit})
        names = tuple(Untrue.__dataclass_fields__)
        return tuple(Untrue(**dict(zip(names, row, strict=True))) for row in cursor.fetchall())


def reminders_of(appointment_id: int) -> tuple[Sent, ...]:
    """What was sent ahead of an appointment, the newest first, as the viewer may see the case."""
    found = Reminder.objects.filter(appointment_id=appointment_id).order_by("-sent_at", "-id")
    return tuple(
        Sent(
            channel=each.get_channel_display(),
            starts_at=each.starts_at,
            sent_at=each.sent_at,
            taken_back_at=each.taken_back_at,
        )
        for each in found
    )


def reminder_words(template: str, parameters: Mapping[str, str | int | None]) -> str:
    """What a message says to the person: for whoever carries it, with the office as it is known now; two queries."""
    moment = organisation.pinned()
    found = organisation.units([int(parameters["unit_id"] or 0)], moment=moment)
    facts = found[0].facts if found else {}
    place = ", ".join(part for part in (facts.get(Fact.NAME), facts.get(Fact.ADDRESS)) if part)
    return rules.words(
        is_taken_back=template == TAKEN_BACK,
        language=str(parameters["language"]),
        starts_at=datetime.fromisoformat(str(parameters["starts_at"])).astimezone(HERE),
        place=place if parameters["is_there"] else "",
        telephone=facts.get(Fact.TELEPHONE, ""),
    )
