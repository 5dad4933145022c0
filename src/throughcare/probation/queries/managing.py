"""Who manages what of a case: the whole, each part of it, and who is the responsible officer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from throughcare.probation.models import HeldApart, ManagerReason, PrisonManager


@dataclass(frozen=True, kw_only=True)
class Component:
    """A part of a case that is in force, and with whom it is. `key` names it within the case; `apart_id` is set where it is held apart."""

    part: str
    key: str
    words: str
    sentence_id: int | None
    requirement_id: int | None
    condition_id: int | None
    supervision_id: int | None
    nsi_id: int | None
    recorded_at: datetime
    apart_id: int | None
    owner_id: int | None
    holder_id: int | None
    post_id: int | None
    since: datetime | None
    owner: str = ""
    holder: str = ""
    officer: str = ""
    is_mine: bool = False
    """Whether the viewer may write to it as its manager, which whoever has the case alone may not."""

    @property
    def is_apart(self) -> bool:
        return self.apart_id is not None

    @property
    def of(self) -> dict[str, int]:
        """The column that says which it is, and the row it names."""
        columns = ("sentence_id", "requirement_id", "condition_id", "supervision_id", "nsi_id")
        return {name: value for name in columns if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, kw_only=True)
class Managed:
    """One row of who managed something, from `starts_at` until `ended_at`, which is when the next began or it went with the case again."""

    words: str
    owner: str
    holder: str
    officer: str
    reason: str
    starts_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ResponsibleOfficer:
    """Who answers for somebody now: `in_prison` says whether it is the prison's manager. `name` is empty where nobody has the case yet."""

    name: str
    place: str
    since: datetime
    in_prison: bool


@dataclass(frozen=True, kw_only=True)
class Apart:
    """A part of a case as a line of the list of those who have it; `number` is its own in the case."""

    id: int
    crn: str
    name: str
    words: str
    key: str
    number: int
    case_owner: str
    officer: str
    since: datetime


_NAMED = """
SELECT c.part, c.key, c.words, c.sentence_id, c.requirement_id, c.condition_id, c.supervision_id, c.nsi_id, c.recorded_at,
    c.apart_id, c.owner_id, c.holder_id, c.post_id, c.since,
    coalesce(organisation_fact(c.owner_id, 'name', %(at)s, tc_live()), ''),
    coalesce(organisation_fact(c.holder_id, 'name', %(at)s, tc_live()), ''),
    coalesce((SELECT u.display_name FROM access_post q JOIN access_account u ON u.id = q.account_id WHERE q.id = c.post_id), ''),
    c.apart_id IS NOT NULL AND probation_may_write_apart(c.apart_id)
FROM probation_components(%(case)s, %(at)s, tc_live()) c
"""


def components(case_id: int, *, at: datetime) -> tuple[Component, ...]:
    """Every part of a case in force at a moment that the viewer may know of, with its manager; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"case": case_id, "at": at})
        return tuple(
            Component(**dict(zip(Component.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def component(case_id: int, *, key: str, at: datetime) -> Component | None:
    return next((each for each in components(case_id, at=at) if each.key == key), None)


_HISTORY = """
SELECT CASE WHEN a.item_id IS NULL THEN 'The person' ELSE probation_apart_words(a.item_id) END,
    coalesce(organisation_fact(a.owner_id, 'name', a.starts_at, tc_live()), ''),
    coalesce(organisation_fact(a.holder_id, 'name', a.starts_at, tc_live()), ''),
    coalesce((SELECT u.display_name FROM access_post q JOIN access_account u ON u.id = q.account_id WHERE q.id = a.post_id), ''),
    coalesce((SELECT r.description FROM probation_managerreason r WHERE r.code = a.reason_id), ''), a.starts_at, a.ended_at
FROM (
    SELECT NULL::bigint AS item_id, x.id, x.owner_id, x.holder_id, x.post_id, x.reason_id, x.starts_at, x.superseded_at, x.change_id,
        lead(x.starts_at) OVER (ORDER BY x.starts_at, x.change_id NULLS FIRST, x.id) AS ended_at
    FROM probation_caseassignment x
    WHERE x.item_id = %(case)s AND x.superseded_at IS NULL AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    UNION ALL
    SELECT x.item_id, x.id, x.owner_id, x.holder_id, x.post_id, x.reason_id, x.starts_at, x.superseded_at, x.change_id,
        coalesce(lead(x.starts_at) OVER (PARTITION BY x.item_id ORDER BY x.starts_at, x.change_id NULLS FIRST, x.id), h.ended_at)
    FROM probation_heldapartassignment x JOIN probation_heldapart h ON h.id = x.item_id
    WHERE h.case_id = %(case)s AND x.superseded_at IS NULL AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
) a
WHERE a.starts_at <= %(at)s
ORDER BY a.starts_at DESC, a.item_id NULLS FIRST, a.id DESC LIMIT %(limit)s
"""


def managers_of(case_id: int, *, at: datetime, limit: int) -> tuple[Managed, ...]:
    """Who has managed the case and each part held apart from it, latest first; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, {"case": case_id, "at": at, "limit": limit})
        return tuple(
            Managed(**dict(zip(Managed.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


_RESPONSIBLE = """
SELECT coalesce(p.name, o.display_name, ''), coalesce(p.place, organisation_fact(a.holder_id, 'name', %(at)s, tc_live()), ''),
    greatest(p.since, CASE WHEN p.since IS NULL THEN greatest(a.starts_at, b.ended_at) END), p.since IS NOT NULL
FROM (
    SELECT x.holder_id, x.post_id, x.starts_at FROM probation_caseassignment x
    WHERE x.item_id = %(case)s AND x.starts_at <= %(at)s AND x.superseded_at IS NULL
      AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) a
LEFT JOIN LATERAL (
    SELECT m.name, i.name AS place, m.starts_at AS since FROM probation_prisonmanager m
    JOIN probation_institution i ON i.code = m.institution_id
    WHERE m.case_id = %(case)s AND m.is_responsible AND m.starts_at <= %(at)s AND (m.ended_at IS NULL OR m.ended_at > %(at)s)
) p ON true
LEFT JOIN LATERAL (
    SELECT max(m.ended_at) AS ended_at FROM probation_prisonmanager m
    WHERE m.case_id = %(case)s AND m.is_responsible AND m.ended_at <= %(at)s
) b ON true
LEFT JOIN access_post q ON q.id = a.post_id
LEFT JOIN access_account o ON o.id = q.account_id
"""


def responsible_officer(case_id: int, *, at: datetime) -> ResponsibleOfficer | None:
    """The one person who answers for somebody at a moment; None for a case that no unit had by then. One query.

    It is the prison's manager where one is responsible then, or else whoever has the case.
    """
    with connection.cursor() as cursor:
        cursor.execute(_RESPONSIBLE, {"case": case_id, "at": at})
        row = cursor.fetchone()
    if row is None:
        return None
    return ResponsibleOfficer(name=row[0], place=row[1], since=row[2], in_prison=row[3])


def prison_manager(case_id: int, *, at: datetime) -> PrisonManager | None:
    """Who manages the sentence in prison at a moment; one query."""
    found = PrisonManager.objects.filter(case_id=case_id, starts_at__lte=at).select_related(
        "institution"
    )
    latest = found.order_by("-starts_at").first()
    is_over = latest is not None and latest.ended_at is not None and latest.ended_at <= at
    return None if is_over else latest


_LISTED = """
SELECT h.id, m.crn, coalesce(concat_ws(', ', n.last, n.first), ''), c.words, c.key, h.number,
    coalesce(organisation_fact(w.owner_id, 'name', %(at)s, tc_live()), ''),
    coalesce((SELECT u.display_name FROM access_post q JOIN access_account u ON u.id = q.account_id WHERE q.id = c.post_id), ''), c.since
FROM probation_heldapart h
JOIN probation_case k ON k.id = h.case_id
JOIN people_person m ON m.id = k.person_id
LEFT JOIN people_name n ON n.person_id = m.id AND n.kind = 'legal'
CROSS JOIN LATERAL (SELECT * FROM probation_components(h.case_id, %(at)s, tc_live()) x WHERE x.apart_id = h.id) c
CROSS JOIN LATERAL probation_held_by(h.case_id, %(at)s, tc_live()) w
WHERE h.id > %(after)s AND (h.ended_at IS NULL OR h.ended_at > %(at)s)
  AND h.id IN (SELECT x.item_id FROM probation_heldapartassignment x WHERE x.holder_id = ANY (%(holders)s))
  AND c.holder_id = ANY (%(holders)s)
ORDER BY h.id LIMIT %(limit)s
"""


def apart_with(
    *, holder_ids: Collection[int], at: datetime, limit: int, after: int = 0
) -> tuple[Apart, ...]:
    """Parts of cases that units have apart from the case, in the order they were parted; `after` is the last one seen. One query."""
    values: dict[str, Any] = {
        "holders": list(holder_ids),
        "at": at,
        "limit": limit,
        "after": after,
    }  # Any: kinds differ
    with connection.cursor() as cursor:
        cursor.execute(_LISTED, values)
        return tuple(
            Apart(**dict(zip(Apart.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def manager_reasons() -> tuple[ManagerReason, ...]:
    return tuple(ManagerReason.objects.filter(is_offered=True).order_by("description", "code"))


def open_apart(case_id: int) -> tuple[HeldApart, ...]:
    """What is held apart from a case now; one query."""
    return tuple(HeldApart.objects.filter(case_id=case_id, ended_at=None).order_by("number"))


def people_held(*, post_ids: Collection[int], at: datetime) -> list[int]:
    """The people whose open cases some posts have; one query, none without a post."""
    if not post_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.person_id FROM probation_held(%s::bigint[], '{}', '{}', %s, tc_live()) h"
            " JOIN probation_case c ON c.id = h.case_id AND c.closed_at IS NULL",
            [list(post_ids), at],
        )
        return [person_id for (person_id,) in cursor.fetchall()]
