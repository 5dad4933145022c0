"""What may be asked of victims: by the victim liaison officers of the body that has the contact, and nobody else."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from throughcare.probation import queries as probation
from throughcare.victims import rules, terms
from throughcare.victims.models import (
    ConditionRequest,
    LogEntry,
    Notice,
    Representation,
    Task,
    Victim,
    Wish,
)

__all__ = [
    "ConditionRequest",
    "Contact",
    "File",
    "LogEntry",
    "Notice",
    "Representation",
    "Task",
    "Victim",
    "Wish",
    "contacts",
    "count_contacts",
    "eligibilities",
    "entries",
    "file_of",
]


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A contact as a line of the list."""

    reference: str
    crn: str
    name: str
    opened_at: datetime
    closed_at: datetime | None
    wish: str
    waiting: int


@dataclass(frozen=True, kw_only=True)
class File:
    """A victim with all but the log."""

    victim: Victim
    crn: str
    case_id: int
    closed_at: datetime | None
    wishes: tuple[Wish, ...]
    requests: tuple[ConditionRequest, ...]
    representations: tuple[Representation, ...]
    notices: tuple[Notice, ...]
    tasks: tuple[Task, ...]


_LISTED = """
select v.reference, f.crn, v.first || ' ' || v.last as name, f.opened_at, f.closed_at, coalesce(w.wish, '') as wish, t.waiting
from victims_victim v
join victims_facts() f on f.contact_id = v.contact_id
left join victims_wish w on w.victim_id = v.id and w.superseded_at is null
cross join lateral (select count(*) as waiting from victims_task t where t.victim_id = v.id and t.done_at is null) t
order by f.closed_at is not null, t.waiting > 0 desc, v.reference
limit %s offset %s
"""


def contacts(*, part: slice) -> tuple[Contact, ...]:
    """The contacts of the viewer's body, those with something to do first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, [part.stop - part.start, part.start])
        names = tuple(Contact.__dataclass_fields__)
        return tuple(Contact(**dict(zip(names, row, strict=True))) for row in cursor.fetchall())


def count_contacts() -> int:
    return Victim.objects.count()


def file_of(reference: str) -> File | None:
    """A victim's file, or None where there is none that the viewer may know of."""
    victim = Victim.objects.filter(reference=reference).first()
    if victim is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "select crn, case_id, closed_at from victims_facts() where contact_id = %s",
            [victim.contact_id],
        )
        crn, case_id, closed_at = cursor.fetchone()
    return File(
        victim=victim,
        crn=crn,
        case_id=case_id,
        closed_at=closed_at,
        wishes=tuple(Wish.objects.filter(victim=victim).order_by("-said_on", "-id")),
        requests=tuple(ConditionRequest.objects.filter(victim=victim).order_by("-number")),
        representations=tuple(Representation.objects.filter(victim=victim).order_by("-number")),
        notices=tuple(Notice.objects.filter(victim=victim).order_by("-number")),
        tasks=tuple(
            Task.objects.filter(victim=victim).order_by("done_at", "-arose_at", "-id")[:50]
        ),
    )


def entries(victim_id: int) -> QuerySet[LogEntry]:
    """The log of a victim, the newest first."""
    return LogEntry.objects.filter(victim_id=victim_id).order_by("-number")


def eligibilities(case_id: int) -> tuple[tuple[int, rules.Eligibility], ...]:
    """By sentence of a case that the viewer may open: whether contact must be offered, and why."""
    return tuple(
        (each.number, rules.eligibility(passed, schemes=terms.schemes()))
        for each in probation.Sentence.objects.filter(case_id=case_id, imposed_on__isnull=False)
        .select_related("type", "offence")
        .order_by("number")
        if (passed := _passed(each)) is not None
    )


def _passed(sentence: probation.Sentence) -> rules.Passed | None:
    if sentence.imposed_on is None or sentence.type is None:
        return None
    months = sentence.length
    if months is not None and sentence.length_unit == "years":
        months *= 12
    if months is not None and sentence.length_unit in {"days", "weeks"}:
        # Whole months only: a sentence of less than a month more makes no difference to a floor of months.
        months = int(months * {"days": 1, "weeks": 7}[sentence.length_unit] * 12 // 365)
    return rules.Passed(
        imposed_on=sentence.imposed_on,
        is_custodial=sentence.type.is_custodial,
        months=months,
        is_listed=bool(sentence.offence.is_violent_or_sexual),
    )
