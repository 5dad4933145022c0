"""Flags of a case with what was done about each, and reviews that are late."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import F, OuterRef, Subquery

from throughcare.probation.choices import FlagLevelKind
from throughcare.probation.models import FlagLevel, FlagType, Registration, Sentence
from throughcare.probation.rules.registrations import (
    HISTORIC,
    LIFE_SENTENCES,
    Flag,
    Left,
    left_at_the_end,
)


@dataclass(frozen=True, kw_only=True)
class Done:
    """One thing that was done about a flag, and by whom where it was somebody."""

    step: str
    done_on: date
    due_on: date | None
    level: str
    category: str
    notes: str
    by: str | None


@dataclass(frozen=True, kw_only=True)
class LateReview:
    """A review of a flag that was due, of a case that the viewer may see."""

    crn: str
    first: str
    last: str
    type: str
    description: str
    due_on: date
    officer: str
    post_code: str

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)

    @property
    def key(self) -> str:
        """Names it among others that are late: where the next page goes on."""
        return f"{self.due_on.isoformat()}~{self.crn}~{self.type}"


def registrations(case_id: int, *, limit: int, type_code: str = "") -> list[Registration]:
    """The flags of a case, those that are active first and the latest first; one query."""
    found = Registration.objects.filter(case_id=case_id)
    if type_code:
        found = found.filter(type_id=type_code)
    return list(
        found.select_related("type", "trigger_offence").order_by(
            F("ended_on").desc(nulls_first=True), "-starts_on", "-id"
        )[:limit]
    )


_DONE = """
SELECT s.step, s.done_on, s.due_on, s.level, s.category, s.notes, u.display_name
FROM probation_registrationstep s
LEFT JOIN access_account u ON u.id = s.done_by_id
WHERE s.registration_id = %s ORDER BY s.done_on DESC, s.id DESC LIMIT %s
"""


def done_about(registration_id: int, *, limit: int) -> list[Done]:
    """What was done about a flag, latest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_DONE, [registration_id, limit])
        return [
            Done(**dict(zip(Done.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        ]


def flag_type(code: str) -> FlagType | None:
    return FlagType.objects.filter(code=code).first()


def flag_levels(codes: Collection[str]) -> dict[tuple[str, str, str], str]:
    """What the levels and categories of some types are called, by type, kind and code; one query."""
    found = FlagLevel.objects.filter(type_id__in=codes).order_by("type_id", "kind", "code")
    return {(each.type_id, each.kind, each.code): each.description for each in found}


def bears(flag: Registration, *, levels: dict[tuple[str, str, str], str]) -> str:
    """The category and the level of a flag in words; a code that no list has any more stands as it is."""
    found: Sequence[tuple[str, str]] = (
        (FlagLevelKind.CATEGORY.value, flag.category),
        (FlagLevelKind.LEVEL.value, flag.level),
    )
    return ", ".join(levels.get((flag.type_id, kind, code), code) for kind, code in found if code)


def in_words() -> dict[str, Subquery]:
    """What to annotate flags with, so that each has its category and level in words as well."""
    return {
        f"{kind.value}_words": Subquery(
            FlagLevel.objects.filter(
                type=OuterRef("type"), kind=kind, code=OuterRef(kind.value)
            ).values("description")[:1]
        )
        for kind in FlagLevelKind
    }


def left_without_supervision(case_id: int, *, flags: Collection[Registration]) -> list[Left]:
    """What would become of each active flag of a case if supervision ended; one query."""
    return left_at_the_end(
        active=[
            Flag(
                type=each.type_id,
                starts_on=each.starts_on,
                at_termination=each.type.at_termination,
                may_become_alert=each.type.may_become_alert,
            )
            for each in flags
        ],
        has_life_sentence=Sentence.objects.filter(
            case_id=case_id, type_id__in=LIFE_SENTENCES
        ).exists(),
    )


def late_reviews(
    *, holder_ids: Collection[int], on: date, limit: int, after: str = ""
) -> list[LateReview]:
    """Reviews of the flags of some units' cases that were due before a day, the longest due first; one query.

    `after` is the key of the last that was seen.
    """
    due_on, crn, type_code = [*after.split("~"), "", "", ""][:3]
    values: dict[str, Any] = {  # Any: kinds differ
        "holders": list(holder_ids),
        "on": on,
        "limit": limit,
        "historic": HISTORIC,
        "due": due_on or None,
        "crn": crn,
        "type": type_code,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_late_reviews(%(holders)s::bigint[], %(on)s::date, %(historic)s,"
            " %(due)s::date, %(crn)s, %(type)s, %(limit)s)",
            values,
        )
        return [
            LateReview(**dict(zip(LateReview.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        ]
