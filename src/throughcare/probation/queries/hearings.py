"""Hearings of a case, one of them, and those in the diaries of posts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from throughcare.probation.choices import HearingKind, HearingState
from throughcare.probation.models import Court, Hearing

_HEARINGS = """
    SELECT g.reference, g.court_id, q.name, g.kind, g.starts_at,
        CASE WHEN g.ended_at > %(at)s THEN 'listed' ELSE g.state END,
        CASE WHEN g.ended_at > %(at)s THEN '' ELSE g.result END,
        coalesce(b.reference, ''), coalesce(a.reference, '')
    FROM probation_hearing g
    JOIN probation_court q ON q.code = g.court_id
    LEFT JOIN probation_hearing b ON b.id = g.follows_id
    LEFT JOIN probation_hearing a ON a.follows_id = g.id AND a.recorded_at <= %(at)s
    WHERE g.case_id = %(case)s AND g.recorded_at <= %(at)s
"""


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A hearing as at a moment. `follows` and `followed_by` are the references of those before and after an adjournment."""

    reference: str
    court_code: str
    court: str
    kind: str
    starts_at: datetime
    state: str
    result: str
    follows: str
    followed_by: str

    @property
    def kind_label(self) -> str:
        return str(HearingKind(self.kind).label)

    @property
    def state_label(self) -> str:
        return str(HearingState(self.state).label)

    @property
    def is_listed(self) -> bool:
        return self.state == HearingState.LISTED


@dataclass(frozen=True, kw_only=True)
class ListedHearing:
    """A hearing in a diary. Of a case that the viewer may not open, only its CRN and its time are given."""

    reference: str | None
    crn: str
    is_limited: bool
    first: str | None
    last: str | None
    starts_at: datetime
    kind: str | None
    state: str | None
    court: str | None
    rosh: str | None

    @property
    def name(self) -> str:
        return ", ".join(part for part in (self.last, self.first) if part)

    @property
    def kind_label(self) -> str:
        return str(HearingKind(self.kind).label) if self.kind else ""


def courts() -> list[Court]:
    """Every court that may be chosen, by its name."""
    return list(Court.objects.order_by("name", "code"))


def hearings_in_all(case_id: int, *, at: datetime) -> int:
    return Hearing.objects.filter(case_id=case_id, recorded_at__lte=at).count()


def hearings(case_id: int, *, at: datetime, limit: int, offset: int = 0) -> tuple[Heard, ...]:
    """The hearings of a case as they stood at a moment: what is listed by time, then what is over, latest first; one query."""
    return _heard(
        "ORDER BY (g.ended_at IS NULL OR g.ended_at > %(at)s) DESC,"
        " CASE WHEN g.ended_at IS NULL OR g.ended_at > %(at)s THEN g.starts_at END, g.starts_at DESC, g.id"
        " LIMIT %(limit)s OFFSET %(offset)s",
        {"case": case_id, "at": at, "limit": limit, "offset": offset},
    )


def hearing(case_id: int, *, reference: str, at: datetime) -> Heard | None:
    """One hearing of a case; None where there is none that the viewer may know of. One query."""
    found = _heard(
        "AND g.reference = %(reference)s", {"case": case_id, "at": at, "reference": reference}
    )
    return found[0] if found else None


def hearings_of_posts(
    *, starts_at: datetime, ends_at: datetime, post_ids: Collection[int]
) -> tuple[ListedHearing, ...]:
    """Hearings, listed or held, of the cases that posts have, in a period, by time; one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM probation_hearings_of(%s::bigint[], %s, %s)",
            [list(post_ids), starts_at, ends_at],
        )
        return tuple(
            ListedHearing(**dict(zip(ListedHearing.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def _heard(condition: str, values: dict[str, int | str | datetime]) -> tuple[Heard, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_HEARINGS} {condition}", values)
        return tuple(
            Heard(**dict(zip(Heard.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
