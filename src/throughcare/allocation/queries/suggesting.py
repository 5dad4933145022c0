"""Which officers are suggested for cases that nobody has been given, with what speaks for each and against."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import connection
from django.db.models import Q

from throughcare.allocation.models import PostSkill
from throughcare.allocation.queries.workload import Load, loads, pointed
from throughcare.allocation.rules.suggesting import Officer, Suggestion, Wanted, suggestions
from throughcare.allocation.suggestions import Skill, suggesting
from throughcare.probation import queries as probation

_FLAGS = """
SELECT f.case_id, array_agg(DISTINCT f.type_id::text) FROM probation_registration f
WHERE f.case_id = ANY (%s) AND f.ended_on IS NULL GROUP BY f.case_id
"""
_KNEW = """
SELECT DISTINCT c.id, q.account_id
FROM probation_case c
JOIN probation_case k ON k.person_id = c.person_id
JOIN probation_caseassignment a ON a.item_id = k.id AND a.starts_at <= %s AND a.superseded_at IS NULL
    AND (a.change_id IS NULL OR a.change_id = ANY (tc_live()))
JOIN access_post q ON q.id = a.post_id
WHERE c.id = ANY (%s) AND q.account_id IS NOT NULL
"""
NONE: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Suggested:
    """An officer for a case: the seat, how full it is now and would be, and the suggestion."""

    seat: probation.Seat
    load: Load
    suggestion: Suggestion

    @property
    def percent_with(self) -> Decimal | None:
        return self.suggestion.officer.percent


def suggested(
    cards: Collection[probation.Card],
    *,
    seats: Collection[probation.Seat],
    asked: Mapping[int, frozenset[str]],
    at: datetime,
    on: date,
) -> dict[int, tuple[Suggested, ...]]:
    """By case, all of some officers, best first; `asked` are skills that were asked for about a person. Eight queries."""
    rules = suggesting(on=on)
    post_ids = [seat.post_id for seat in seats]
    load_of = loads(holder_ids=[], post_ids=post_ids, at=at, on=on)
    points = {each.card.case_id: each.points for each in pointed(cards, on=on)}
    skills = skills_of(post_ids, on=on)
    ids = [card.case_id for card in cards]
    flags, knew = _flags(ids), _knew(ids, at=at)
    found = {}
    for card in cards:
        officers = [
            Officer(
                post_id=seat.post_id,
                code=seat.code,
                grade=seat.grade,
                is_of_team=seat.holder_id == card.holder_id,
                knows_person=(card.case_id, seat.account_id) in knew,
                percent=load_of[seat.post_id].with_points(points[card.case_id]).percent,
                skills=skills.get(seat.post_id, NONE),
            )
            for seat in seats
        ]
        wanted = Wanted(
            rosh=card.rosh,
            skills=rules.of_flags(flags.get(card.case_id, NONE)),
            asked=asked.get(card.case_id, NONE),
        )
        seat_of = {seat.post_id: seat for seat in seats}
        found[card.case_id] = tuple(
            Suggested(
                seat=seat_of[each.officer.post_id],
                load=load_of[each.officer.post_id],
                suggestion=each,
            )
            for each in suggestions(officers, wanted=wanted, rules=rules)
        )
    return found


def skills_of(post_ids: Collection[int], *, on: date) -> dict[int, frozenset[str]]:
    """The skills of posts on a day; one query."""
    found: dict[int, frozenset[str]] = {}
    kept = PostSkill.objects.filter(post_id__in=list(post_ids), starts_on__lte=on).filter(
        Q(ends_on=None) | Q(ends_on__gt=on)
    )
    for post_id, skill in kept.values_list("post_id", "skill"):
        found[post_id] = found.get(post_id, NONE) | {skill}
    return found


def skills(*, on: date) -> tuple[Skill, ...]:
    """All skills that may be recorded."""
    return tuple(suggesting(on=on).skills.values())


def askable(*, on: date) -> tuple[Skill, ...]:
    """What may be asked for about a person."""
    return suggesting(on=on).askable


def _flags(case_ids: Collection[int]) -> dict[int, frozenset[str]]:
    with connection.cursor() as cursor:
        cursor.execute(_FLAGS, [list(case_ids)])
        return {case_id: frozenset(codes) for case_id, codes in cursor.fetchall()}


def _knew(case_ids: Collection[int], *, at: datetime) -> frozenset[tuple[int, int | None]]:
    with connection.cursor() as cursor:
        cursor.execute(_KNEW, [at, list(case_ids)])
        return frozenset((case_id, account_id) for case_id, account_id in cursor.fetchall())
