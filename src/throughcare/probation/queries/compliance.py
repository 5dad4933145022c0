"""How each sentence of a case is kept: what its log and diary say, and what was done about failures (domain rules, 14.4)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from throughcare.probation.choices import OutcomeCategory
from throughcare.probation.models import EnforcementAction, Outcome, Requirement
from throughcare.probation.rules import months_later
from throughcare.probation.rules.compliance import counted_from


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One sentence. `by_outcome` counts what had to be attended by the code of its outcome; `missing` has none and is over."""

    number: int
    type: str
    imposed_on: date
    ended_on: date | None
    limit: int | None
    failures: int
    breach_ended_on: date | None
    by_outcome: Mapping[str, int]
    by_category: Mapping[str, int]
    missing: int
    letters: int
    breaches_going_on: int
    breaches_before: int
    requirements: tuple[Requirement, ...]

    @property
    def counted_from(self) -> date:
        """The first day on which a failure counts."""
        return counted_from(imposed_on=self.imposed_on, breach_ended_on=self.breach_ended_on)

    @property
    def appointments(self) -> int:
        return sum(self.by_outcome.values())

    def of(self, category: str) -> int:
        return self.by_category.get(category, 0)


@dataclass(frozen=True, kw_only=True)
class ActedOn:
    """What was done about a failure; `number` is the entry of the log that it is."""

    number: int
    starts_at: datetime
    code: str
    what: str
    state: str
    taken_on: date
    respond_by: date | None
    response: str
    reference: str | None


_KEPT = """
SELECT s.id, s.number, y.description, s.imposed_on, s.terminated_on, y.failure_limit, coalesce(c.failures, 0), c.breach_ended_on,
    (SELECT count(*) FROM probation_appointment p
     WHERE p.case_id = s.case_id AND p.sentence_id = s.id AND p.outcome = '' AND NOT p.is_cancelled AND p.ends_at <= %(at)s),
    (SELECT count(*) FROM probation_failureaction f
     JOIN probation_contact t ON t.id = f.contact_id AND t.sentence_id = s.id
     JOIN probation_enforcementaction a ON a.code = f.action_id AND a.kind = 'letter'
     WHERE f.case_id = s.case_id AND f.taken_on > %(since)s AND f.taken_on <= %(day)s),
    (SELECT count(*) FROM probation_enforcement e
     WHERE e.case_id = s.case_id AND e.kind = 'breach' AND (e.sentence_id = s.id OR e.sentence_id IS NULL)
       AND e.state IN ('open', 'presented')),
    (SELECT count(*) FROM probation_enforcement e
     WHERE e.case_id = s.case_id AND e.kind = 'breach' AND (e.sentence_id = s.id OR e.sentence_id IS NULL)
       AND e.state = 'concluded')
FROM probation_sentence s
JOIN probation_sentencetype y ON y.code = s.type_id
LEFT JOIN probation_compliance c ON c.sentence_id = s.id
WHERE s.case_id = %(case)s AND s.imposed_on <= %(day)s
ORDER BY s.number DESC
"""
_COUNTS = """
SELECT t.sentence_id, t.outcome_id, o.category, count(*)
FROM probation_contact t
JOIN probation_contacttype y ON y.code = t.type_id AND y.is_national_standard
JOIN probation_outcome o ON o.code = t.outcome_id
WHERE t.case_id = %(case)s AND t.sentence_id IS NOT NULL AND t.starts_at <= %(at)s
GROUP BY 1, 2, 3
"""


def compliance(case_id: int, *, at: datetime) -> tuple[Kept, ...]:
    """How each sentence was kept up to a moment, the last imposed first; three queries."""
    day = at.date()
    values: dict[str, Any] = {
        "case": case_id,
        "at": at,
        "day": day,
        "since": months_later(day, months=-12),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, values)
        counts = cursor.fetchall()
        cursor.execute(_KEPT, values)
        rows = cursor.fetchall()
    duties = list(
        Requirement.objects.filter(case_id=case_id, starts_on__lte=day)
        .select_related("type")
        .order_by("starts_on", "id")
    )
    return tuple(_kept(row, counts=counts, duties=duties) for row in rows)


def _kept(
    row: tuple[Any, ...], *, counts: list[tuple[Any, ...]], duties: list[Requirement]
) -> Kept:  # Any: rows of the database
    sentence_id, number, type_, imposed_on, ended_on, limit, failures, breach_ended_on, *rest = row
    missing, letters, going_on, before = rest
    own = [(code, category, count) for of, code, category, count in counts if of == sentence_id]
    return Kept(
        number=number,
        type=type_,
        imposed_on=imposed_on,
        ended_on=ended_on,
        limit=limit,
        failures=failures,
        breach_ended_on=breach_ended_on,
        by_outcome={code: count for code, _, count in own},
        by_category={
            category.value: sum(count for _, of, count in own if of == category)
            for category in OutcomeCategory
        },
        missing=missing,
        letters=letters,
        breaches_going_on=going_on,
        breaches_before=before,
        requirements=tuple(each for each in duties if each.sentence_id == sentence_id),
    )


_DEEDS = """
SELECT t.number, t.starts_at, a.code, a.description, f.state, f.taken_on, f.respond_by, f.response, e.reference
FROM probation_failureaction f
JOIN probation_contact t ON t.id = f.contact_id
JOIN probation_enforcementaction a ON a.code = f.action_id
LEFT JOIN probation_enforcement e ON e.id = f.enforcement_id
LEFT JOIN probation_sentence s ON s.id = t.sentence_id
WHERE f.case_id = %(case)s
"""


def actions_on(case_id: int, *, number: int) -> tuple[ActedOn, ...]:
    """What was done about one entry of a log, first to last; one query."""
    return _deeds("AND t.number = %(number)s ORDER BY f.id", {"case": case_id, "number": number})


def letters_of(case_id: int, *, sentence: int, at: datetime) -> tuple[ActedOn, ...]:
    """The letters of the twelve months up to a moment about failures under a sentence, latest first; one query."""
    day = at.date()
    return _deeds(
        "AND a.kind = 'letter' AND s.number = %(sentence)s AND f.taken_on > %(since)s AND f.taken_on <= %(day)s"
        " ORDER BY f.taken_on DESC, f.id DESC LIMIT 100",
        {
            "case": case_id,
            "sentence": sentence,
            "day": day,
            "since": months_later(day, months=-12),
        },
    )


def _deeds(condition: str, values: dict[str, int | date]) -> tuple[ActedOn, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_DEEDS} {condition}", values)
        return tuple(
            ActedOn(**dict(zip(ActedOn.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )


def failing_outcomes() -> list[Outcome]:
    """The outcomes that are failures to be acted on, absence first."""
    return list(
        Outcome.objects.filter(is_offered=True, is_enforceable=True).order_by(
            "is_attended", "description", "code"
        )
    )


def enforcement_actions() -> list[EnforcementAction]:
    """What may be done about a failure, by code."""
    return list(EnforcementAction.objects.filter(is_offered=True).order_by("code"))
