"""One case in full: what was ordered, flagged and taken further, and its log. Row security decides what is found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Greatest

from throughcare.probation.models import (
    Document,
    Enforcement,
    Registration,
    Requirement,
    RequirementAmendment,
    RiskProfile,
    Sentence,
    SentenceAmendment,
    Transfer,
)
from throughcare.probation.queries.registrations import in_words
from throughcare.probation.rules.registrations import HISTORIC, headline


@dataclass(frozen=True, kw_only=True)
class Order:
    """A sentence and the duties in it; `changed_on` is when a court last ordered any of it otherwise."""

    sentence: Sentence
    requirements: tuple[Requirement, ...]
    changed_on: date | None


@dataclass(frozen=True, kw_only=True)
class Record:
    """What a case holds beside its log. A minimum view finds no documents and no transfer."""

    orders: tuple[Order, ...]
    risk: RiskProfile | None
    flags: tuple[Registration, ...]
    enforcements: tuple[Enforcement, ...]
    transfers: tuple[Transfer, ...]

    @property
    def headline(self) -> str:
        """The highest colour of its flags; empty where none has one."""
        return headline([flag.type.colour for flag in self.flags if flag.type_id != HISTORIC])


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which entries of a log; what is empty does not narrow. `outcome` is a code, or a category of outcomes.

    `sentence` is the number of one in its case; `counted_only` leaves what must be attended.
    """

    kind: str = ""
    group: str = ""
    outcome: str = ""
    sentence: int | None = None
    counted_only: bool = False
    has_outcome: bool = False
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
    type_code: str
    outcome_code: str | None
    sentence: int | None
    sentence_name: str | None
    requirement: str | None
    is_rar: bool | None
    is_alert: bool | None
    hours_credited: Decimal | None
    linked: int | None
    version: int
    author_id: int | None
    is_system: bool


@dataclass(frozen=True, kw_only=True)
class LaterNote:
    """What somebody added to the notes of an entry afterwards."""

    text: str
    author: str
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
    flags = tuple(
        Registration.objects.filter(
            Q(ended_on=None) | Q(ended_on__gt=day), case_id=case_id, starts_on__lte=day
        )
        .select_related("type")
        .annotate(**in_words())
        .order_by("review_on", "id")
    )
    requirements = list(
        Requirement.objects.filter(case_id=case_id, starts_on__lte=day)
        .select_related("type")
        .order_by("starts_on", "id")
    )
    sentences = (
        Sentence.objects.filter(
            Q(imposed_on__lte=day) | Q(imposed_on=None, referred_on__lte=day), case_id=case_id
        )
        .select_related("type", "offence")
        .annotate(changed_on=_changed_on(at))
        .order_by("-number")
    )
    return Record(
        orders=tuple(
            Order(
                sentence=sentence,
                requirements=tuple(r for r in requirements if r.sentence_id == sentence.pk),
                changed_on=sentence.changed_on,
            )
            for sentence in sentences
        ),
        risk=RiskProfile.objects.filter(case_id=case_id, starts_at__lte=at)
        .order_by("-starts_at", "-id")
        .first(),
        flags=flags,
        enforcements=tuple(
            Enforcement.objects.filter(case_id=case_id, opened_on__lte=day).order_by(
                "-opened_on", "-id"
            )
        ),
        transfers=tuple(
            Transfer.objects.filter(case_id=case_id, state="pending").order_by("number")
        ),
    )


def _changed_on(at: datetime) -> Greatest:
    """When a court last ordered a sentence or a requirement of it otherwise, as was recorded at a moment."""
    of_sentence = SentenceAmendment.objects.filter(sentence=OuterRef("pk"), recorded_at__lte=at)
    of_duties = RequirementAmendment.objects.filter(
        requirement__sentence=OuterRef("pk"), recorded_at__lte=at
    )
    return Greatest(
        *(
            Subquery(each.order_by("-amended_on", "-id").values("amended_on")[:1])
            for each in (of_sentence, of_duties)
        )
    )


_TIMELINE = """
SELECT t.number, y.description, y.kind, t.starts_at, t.ends_at, o.description, o.is_complied, o.is_enforceable,
    t.notes, t.is_sensitive, u.display_name, t.recorded_at, t.type_id, t.outcome_id, s.number, st.description, qt.description,
    t.is_rar, t.is_alert, t.hours_credited, l.number, t.version, t.author_id, y.is_system
FROM probation_contact t
JOIN probation_contacttype y ON y.code = t.type_id
LEFT JOIN probation_outcome o ON o.code = t.outcome_id
LEFT JOIN access_account u ON u.id = t.author_id
LEFT JOIN probation_sentence s ON s.id = t.sentence_id
LEFT JOIN probation_sentencetype st ON st.code = s.type_id
LEFT JOIN probation_requirement q ON q.id = t.requirement_id
LEFT JOIN probation_requirementtype qt ON qt.code = q.type_id
LEFT JOIN probation_contact l ON l.id = t.linked_id
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
    values: dict[str, Any] = {"case": case_id, "at": at, "limit": limit}  # Any: kinds differ
    conditions = _narrowed(filters or Filters(), values)
    if after is not None:
        conditions += " AND (t.starts_at, t.number) < (%(after)s, %(number)s)"
        values["after"], values["number"] = after
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_TIMELINE}{conditions} ORDER BY t.starts_at DESC, t.number DESC LIMIT %(limit)s",
            values,
        )
        return [_entry(row) for row in cursor.fetchall()]


def _narrowed(wanted: Filters, values: dict[str, Any]) -> str:  # Any: kinds differ
    """The conditions that filters ask for, whose values they are given."""
    escaped = wanted.text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    asked: list[tuple[str, object, str]] = [
        ("kind", wanted.kind, "y.kind = %(kind)s"),
        ("sentence", wanted.sentence, "s.number = %(sentence)s"),
        ("outcome", wanted.outcome, "%(outcome)s IN (t.outcome_id, o.category)"),
        ("since", wanted.since, "t.starts_at >= %(since)s"),
        ("until", wanted.until, "t.starts_at < %(until)s::date + 1"),
        ("counted", wanted.counted_only, "y.is_national_standard"),
        ("recorded", wanted.has_outcome, "t.outcome_id IS NOT NULL"),
        ("failures", wanted.failures_only, "o.is_complied IS FALSE"),
        (
            "text",
            f"%{escaped}%" if escaped else "",
            "(t.notes ILIKE %(text)s OR y.description ILIKE %(text)s)",
        ),
        (
            "group",
            wanted.group,
            "EXISTS (SELECT FROM probation_contacttypegroup g WHERE g.type_id = t.type_id AND g.group_id = %(group)s)",
        ),
    ]
    told = [(name, value, condition) for name, value, condition in asked if value]
    values.update({name: value for name, value, _ in told})
    return "".join(f" AND {condition}" for *_, condition in told)


def contact(case_id: int, *, number: int, at: datetime) -> Entry | None:
    """One entry of the log; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_TIMELINE} AND t.number = %(number)s", {"case": case_id, "at": at, "number": number}
        )
        row = cursor.fetchone()
    return None if row is None else _entry(row)


def in_custodial_sentence(case_ids: Collection[int]) -> frozenset[int]:
    """Those of some cases whose live sentence that ends last is of custody; one query."""
    last = (
        Sentence.objects.filter(case_id__in=case_ids, terminated_on=None)
        .order_by("case_id", F("ends_on").desc(nulls_first=True), "-number")
        .distinct("case_id")
        .values_list("case_id", "type__is_custodial")
    )
    return frozenset(case_id for case_id, is_custodial in last if is_custodial)


def later_notes(case_id: int, *, number: int) -> tuple[LaterNote, ...]:
    """What was added to the notes of an entry, first to last; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT n.text, coalesce(u.display_name, ''), n.recorded_at
            FROM probation_contactnote n
            JOIN probation_contact t ON t.id = n.contact_id
            LEFT JOIN access_account u ON u.id = n.author_id
            WHERE n.case_id = %s AND t.number = %s ORDER BY n.recorded_at, n.id
            """,
            [case_id, number],
        )
        return tuple(
            LaterNote(text=text, author=author, recorded_at=recorded_at)
            for text, author, recorded_at in cursor.fetchall()
        )


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
