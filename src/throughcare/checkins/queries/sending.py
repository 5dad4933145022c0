"""Which links are to be sent, and what the message with one says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import formats, translation

from throughcare.checkins.rules import links as rules
from throughcare.kernel.days import HERE

LINK: Final = "checkin-link"
MISSED: Final = "checkin-missed"

_CASES: Final = (
    "select x.case_id from checkins_checkin x where x.state = 'due' order by x.id limit %s"
)
# Whoever has a case: of rows that begin together the one counts that everybody reads by.
_DUE: Final = """
select x.id, x.reference, x.case_id, c.person_id, p.crn, r.channel, x.links, coalesce((
    select a.holder_id from probation_caseassignment a
    where a.item_id = x.case_id and a.starts_at <= %(now)s and a.superseded_at is null
      and (a.change_id is null or a.change_id = any (tc_live()))
    order by a.starts_at desc, a.change_id desc nulls last, a.id desc limit 1), 0)
from checkins_checkin x
join checkins_registration r on r.id = x.registration_id
join probation_case c on c.id = x.case_id
join people_person p on p.id = c.person_id
where x.state = 'due' and x.case_id = any (%(cases)s)
order by x.id for no key update of x skip locked
"""


@dataclass(frozen=True, kw_only=True)
class Due:
    """A check-in whose link is to be sent; `unit_id` is who has the case, and `links` how many were made for it before."""

    checkin_id: int
    reference: UUID
    case_id: int
    person_id: int
    crn: str
    channel: str
    links: int
    unit_id: int


def due_checkins(*, limit: int, now: datetime) -> list[Due]:
    """Check-ins that are due and not sent, locked until commit, their cases first; three queries. For the engine."""
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [limit])
        cases = [case_id for (case_id,) in cursor.fetchall()]
        cursor.execute("SELECT checkins_hold_cases(%s)", [cases])
        cursor.execute(_DUE, {"cases": cases, "now": now})
        names = tuple(Due.__dataclass_fields__)
        return [Due(**dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def message_words(template: str, parameters: Mapping[str, str | int | None]) -> str:
    """What a message says, for whoever carries it: with a link, which is made here and kept nowhere, or that one was not answered.

    Raises:
        LookupError: it is no message of this room.
    """
    if template not in {LINK, MISSED}:
        raise LookupError(template)
    language = str(parameters["language"])
    last = datetime.fromisoformat(str(parameters["ends_at"])) - timedelta(minutes=1)
    if template == MISSED:
        return rules.words_of_missed(
            language=language, last_day=day_in_words(last, language=language)
        )
    return rules.words(
        language=language,
        address=address_of(
            UUID(str(parameters["checkin"])),
            link=int(parameters["link"] or 0),
            language=language,
        ),
        last_day=day_in_words(last, language=language),
    )


def address_of(reference: UUID, *, link: int, language: str) -> str:
    """Where the link of this number leads; without the name of the host where none is set."""
    token = rules.token_of(reference, link=link, secret_key=settings.SECRET_KEY)
    name = "checkins:start_cy" if language == "cy" else "checkins:start"
    return settings.PUBLIC_URL + reverse(name, kwargs={"token": token})


def day_in_words(day: date, *, language: str = "en") -> str:
    """A day, or the day of a moment here, as people say it: `4 June`."""
    if isinstance(day, datetime):
        day = day.astimezone(HERE).date()
    with translation.override("cy" if language == "cy" else "en-gb"):
        return str(formats.date_format(day, "j F"))
