"""One case in full: what was ordered, flagged and taken further, and its log. Row security decides what is found."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from throughcare.probation.models import (
    Document,
    Enforcement,
    Registration,
    Requirement,
    RiskProfile,
    Sentence,
    Transfer,
)


@dataclass(frozen=True, kw_only=True)
class Order:
    """A sentence and the duties in it."""

    sentence: Sentence
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a case holds beside its log. A minimum view finds no documents and no transfer."""

    orders: tuple[Order, ...]
    risk: RiskProfile | None
    flags: tuple[Registration, ...]
    enforcements: tuple[Enforcement, ...]
    transfer: Transfer | None


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which entries of a log; what is empty does not narrow."""

    kind: str = ""
    failures_only: bool = False
    text: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One contact of the log. `slot` is the start of the appointment that it came from."""

    number: int
    type: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None
    outcome: str | None
    is_complied: bool | None
    is_enforceable: bool | None
    notes: str
    is_sensitive: bool
    author: str | None
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Where what is in a paper is kept: the latest under `digest`, all versions, where there are any, under `reference`."""

    number: int
    title: str
    digest: str
    reference: UUID | None


def record(case_id: int, *, at: datetime) -> Record:
    """What stood in a case at a moment; six queries."""
    day = at.date()
    requirements = list(
        Requirement.objects.filter(case_id=case_id, starts_on__lte=day)
        .select_related("type")
        .order_by("starts_on", "id")
    )
    sentences = (
        Sentence.objects.filter(case_id=case_id, imposed_on__lte=day)
        .select_related("type", "offence")
        .order_by("-number")
    )
    return Record(
        orders=tuple(
            Order(
                sentence=sentence,
                requirements=tuple(r for r in requirements if r.sentence_id == sentence.pk),
            )
            for sentence in sentences
        ),
        risk=RiskProfile.objects.filter(case_id=case_id, starts_at__lte=at)
        .order_by("-starts_at", "-id")
        .first(),
        flags=tuple(
            Registration.objects.filter(
                Q(ended_on=None) | Q(ended_on__gt=day), case_id=case_id, starts_on__lte=day
            )
            .select_related("type")
            .order_by("review_on", "id")
        ),
        enforcements=tuple(
            Enforcement.objects.filter(case_id=case_id, opened_on__lte=day).order_by(
                "-opened_on", "-id"
            )
        ),
        transfer=Transfer.objects.filter(case_id=case_id, state="pending")
        .select_related("from_unit", "to_unit")
        .first(),
    )


_TIMELINE = """
SELECT t.number, y.description, y.kind, t.starts_at, t.ends_at, o.description, o.is_complied, o.is_enforceable,
    t.notes, t.is_sensitive, u.display_name, t.recorded_at
FROM probation_contact t
JOIN probation_contacttype y ON y.code = t.type_id
LEFT JOIN probation_outcome o ON o.code = t.outcome_id
LEFT JOIN access_account u ON u.id = t.author_id
WHERE t.case_id = %(case)s AND t.starts_at <= %(at)s
"""


def timeline(
    case_id: int,
    *,
    at: datetime,
    limit: int,
    filters: Filters | None = None,
    after: tuple[datetime, int] | None = None,
) -> list[Entry]:
    """The log up to a moment, latest first. `after` is the start and number of the last entry seen; one query."""
    wanted = filters or Filters()
    values: dict[str, Any] = {"case": case_id, "at": at, "limit": limit}  # Any: kinds differ
    conditions = ""
    if wanted.kind:
        conditions += " AND y.kind = %(kind)s"
        values["kind"] = wanted.kind
    if wanted.failures_only:
        conditions += " AND o.is_complied IS FALSE"
    if wanted.text:
        conditions += " AND (t.notes ILIKE %(text)s OR y.description ILIKE %(text)s)"
        escaped = wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        values["text"] = f"%{escaped}%"
    if wanted.since:
        conditions += " AND t.starts_at >= %(since)s"
        values["since"] = wanted.since
    if wanted.until:
        conditions += " AND t.starts_at < %(until)s::date + 1"
        values["until"] = wanted.until
    if after is not None:
        conditions += " AND (t.starts_at, t.number) < (%(after)s, %(number)s)"
        values["after"], values["number"] = after
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_TIMELINE}{conditions} ORDER BY t.starts_at DESC, t.number DESC LIMIT %(limit)s",
            values,
        )
        return [_entry(row) for row in cursor.fetchall()]


def contact(case_id: int, *, number: int, at: datetime) -> Entry | None:
    """One entry of the log; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_TIMELINE} AND t.number = %(number)s", {"case": case_id, "at": at, "number": number}
        )
        row = cursor.fetchone()
    return None if row is None else _entry(row)


def enforcement(case_id: int, *, reference: str) -> Enforcement | None:
    """One breach, recall or warning of a case; one query."""
    return (
        Enforcement.objects.filter(case_id=case_id, reference=reference)
        .select_related("sentence__type", "court_outcome")
        .first()
    )


def documents_in_all(case_id: int) -> int:
    return Document.objects.filter(case_id=case_id).count()


def documents(case_id: int, *, part: slice) -> list[Document]:
    """Some of the papers that a case has, latest first; one query."""
    return list(Document.objects.filter(case_id=case_id).order_by("-recorded_at", "-number")[part])


def document(case_id: int, *, number: int) -> Paper | None:
    """One paper of a case; one query."""
    found = (
        Document.objects.filter(case_id=case_id, number=number)
        .values("number", "title", "digest", "reference")
        .first()
    )
    return None if found is None else Paper(**found)


def _entry(row: tuple[Any, ...]) -> Entry:  # Any: a row of the database
    return Entry(**dict(zip(Entry.__dataclass_fields__, row, strict=True)))
