"""What somebody has to do: one queue, by risk and time left."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.db import connection

from throughcare.probation.choices import KeyDateType, LicenceState
from throughcare.probation.queries.diary import key_of
from throughcare.probation.rules.licences import NOT_APPROVED

RELEASES = (KeyDateType.EXPECTED_RELEASE, KeyDateType.CONDITIONAL_RELEASE)
MOST_DOCUMENTS = 50
LAST_OF_A_LOG = 5
"""How many entries of each log are looked at for what others did."""


class Kind(StrEnum):
    TODAY = "today"
    OVERDUE = "overdue"
    REVIEW = "review"
    ENFORCEMENT = "enforcement"
    HEARING = "hearing"
    CUSTODY = "custody"
    LICENCE = "licence"
    KEY_DATE = "key-date"
    DOCUMENT = "document"
    ALERT = "alert"
    ANSWER = "answer"
    NOBODY_AHEAD = "no-appointment"


@dataclass(frozen=True, kw_only=True)
class Task:
    """Something to do about a case. `due_at` is when it is or was due; `key` names what it is about.

    That is an appointment, flag, breach, hearing, entry of the log, sentence or document.
    """

    kind: Kind
    crn: str
    first: str
    last: str
    rosh: str | None
    due_at: datetime
    what: str
    key: str
    is_over: bool

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)

    @property
    def risk_order(self) -> int:
        return {"very high": 0, "high": 1, "medium": 2, None: 3, "low": 4}[self.rosh]


@dataclass(frozen=True, kw_only=True)
class Deed:
    """What somebody else wrote into the log of a case."""

    crn: str
    name: str
    number: int
    what: str
    outcome: str | None
    author: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class ReportDue:
    """A report that a court asked for, as the body that writes it sees it, whoever has the case."""

    id: int
    reference: str
    court: str
    state: str
    case_id: int
    crn: str
    name: str
    asked_on: date
    due_on: date
    ended_on: date | None


def tasks(
    *,
    post_ids: Collection[int],
    now: datetime,
    today: datetime,
    tomorrow: datetime,
    since: datetime,
    soon: date,
    release_soon: date,
) -> tuple[Task, ...]:
    """The queue of some posts: appointments without an outcome, reviews and hearings until `soon`, enforcement, nobody ahead.

    With what prisons reported in doubt, days that come up in sentences, those of a release until `release_soon`, and documents
    that were begun and are not final.
    `today` and `tomorrow` are the midnights about `now` where the officer is. Ranked by risk, and then by
    what was due first; four queries.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_tasks(%s::bigint[], %s, %s, %s, %s, %s)",
            [list(post_ids), now, today, tomorrow, since, soon],
        )
        found = [
            Task(
                kind=Kind(kind),
                crn=crn,
                first=first,
                last=last,
                rosh=rosh,
                due_at=due_at,
                what=what,
                key=key_of(starts_at) if starts_at else reference,
                is_over=is_over,
            )
            for kind, crn, first, last, rosh, due_at, what, starts_at, reference, is_over in cursor
        ]
        cursor.execute("SELECT * FROM probation_doubts_of(%s::bigint[], %s)", [list(post_ids), now])
        found += [
            Task(
                kind=Kind.CUSTODY,
                crn=crn,
                first=first,
                last=last,
                rosh=rosh,
                due_at=happened_at,
                what=why,
                key="",
                is_over=True,
            )
            for crn, first, last, rosh, happened_at, why in cursor
        ]
    found += _dates_ahead(
        post_ids=post_ids, now=now, today=today, until_release=release_soon, until=soon
    )
    found += _documents_in_progress(post_ids=post_ids, now=now)
    return tuple(
        sorted(found, key=lambda task: (task.risk_order, task.due_at, task.crn, task.what))
    )


def _dates_ahead(
    *,
    post_ids: Collection[int],
    now: datetime,
    today: datetime,
    until_release: date,
    until: date,
) -> list[Task]:
    """Days that come up in sentences: licences that are to be made before a release, and all others; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_dates_ahead(%s::bigint[], %s, %s, %s, %s)",
            [list(post_ids), now, today.date(), until_release, until],
        )
        rows = cursor.fetchall()
    found = []
    for crn, first, last, rosh, kind, day, number, licence, has_licence in rows:
        is_release = kind in RELEASES
        is_wanting = is_release and has_licence and (not licence or licence in NOT_APPROVED)
        label = KeyDateType(kind).label
        found.append(
            Task(
                kind=Kind.LICENCE if is_wanting else Kind.KEY_DATE,
                crn=crn,
                first=first,
                last=last,
                rosh=rosh,
                due_at=datetime.combine(day, time(), tzinfo=today.tzinfo),
                what=f"{label}, licence {_standing(licence)}" if is_wanting else label,
                key=str(number),
                is_over=False,
            )
        )
    return found


def _documents_in_progress(*, post_ids: Collection[int], now: datetime) -> list[Task]:
    """Letters and reports that were begun and are not final; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_documents_in_progress(%s::bigint[], %s, %s)",
            [list(post_ids), now, MOST_DOCUMENTS],
        )
        return [
            Task(
                kind=Kind.DOCUMENT,
                crn=crn,
                first=first,
                last=last,
                rosh=rosh,
                due_at=begun_at,
                what=title,
                key=str(number),
                is_over=False,
            )
            for crn, first, last, rosh, title, number, begun_at in cursor
        ]


def _standing(licence: str) -> str:
    return (
        LicenceState(licence).label.lower() if licence else LicenceState.NOT_STARTED.label.lower()
    )


def done_by_others(
    *, post_ids: Collection[int], since: datetime, at: datetime, limit: int
) -> tuple[Deed, ...]:
    """What others wrote of late into the logs of the cases of some posts, latest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_deeds_of_others(%s::bigint[], %s, %s, %s, %s)",
            [list(post_ids), at, since, LAST_OF_A_LOG, limit],
        )
        return tuple(
            Deed(**dict(zip(Deed.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


_REPORTS = """
    SELECT r.id, r.reference, r.court, r.state, r.case_id, r.crn, concat_ws(', ', n.last, n.first), r.asked_on, r.due_on,
        r.ended_on
    FROM probation_reports_with(%s) r
    LEFT JOIN people_name n ON n.person_id = r.person_id AND n.kind = 'legal'
"""


def court_reports(*, owner_ids: Collection[int]) -> tuple[ReportDue, ...]:
    """Reports that courts asked some providers for and that are not delivered, the first due first; one query."""
    return _reports(
        "WHERE r.owner_id = ANY (%s) ORDER BY r.due_on, r.reference LIMIT 100",
        [None, list(owner_ids)],
    )


def court_report(reference: str) -> ReportDue | None:
    """One report; None where the viewer writes for no body that has it."""
    return next(iter(_reports("", [reference])), None)


def _reports(condition: str, values: list[str | list[int] | None]) -> tuple[ReportDue, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_REPORTS} {condition}", values)
        return tuple(
            ReportDue(**dict(zip(ReportDue.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
