"""Referrals because risk has risen, as both sides read them."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from throughcare.allocation.choices import EscalationState
from throughcare.allocation.models import Escalation

_LISTED = """
SELECT e.id, k.crn, coalesce(concat_ws(', ', n.last, n.first), ''),
    coalesce(organisation_fact(e.from_unit_id, 'name', e.referred_at, tc_live()), ''),
    coalesce(organisation_fact(e.to_unit_id, 'name', e.referred_at, tc_live()), ''),
    k.may_answer, k.may_lead,
    coalesce(r.display_name, ''), coalesce(a.display_name, ''), coalesce(o.display_name, '')
FROM allocation_escalation e
CROSS JOIN LATERAL allocation_escalation_known(e.id) k
LEFT JOIN people_name n ON n.person_id = k.person_id AND n.kind = 'legal'
LEFT JOIN access_account r ON r.id = e.referred_by_id
LEFT JOIN access_account a ON a.id = e.answered_by_id
LEFT JOIN access_account o ON o.id = e.opinion_by_id
"""
_OPEN: Final = (
    f"WHERE e.state IN ('{EscalationState.REFERRED}', '{EscalationState.SECOND_OPINION}')"
)
_DONE: Final = "WHERE e.state NOT IN ('referred', 'second-opinion')"
_ONE: Final = "WHERE k.crn = %s AND e.number = %s"
_OF_CASE: Final = "WHERE e.case_id = %s ORDER BY e.number DESC LIMIT %s"
_COUNTED: Final = f"""
SELECT count(*), count(*) FILTER (WHERE k.may_answer)
FROM allocation_escalation e CROSS JOIN LATERAL allocation_escalation_known(e.id) k {_OPEN}
"""  # noqa: S608  made of constants alone
_PART: Final = "LIMIT %s OFFSET %s"


@dataclass(frozen=True, kw_only=True)
class Escalated:
    """A referral with what people call those whom it names. `may_answer` says that it waits for the viewer's side."""

    row: Escalation
    crn: str
    name: str
    from_name: str
    to_name: str
    may_answer: bool
    may_lead: bool
    referrer: str
    answerer: str
    adviser: str

    @property
    def number(self) -> int:
        return self.row.number

    @property
    def is_open(self) -> bool:
        return self.row.state in {EscalationState.REFERRED, EscalationState.SECOND_OPINION}

    @property
    def is_for_second(self) -> bool:
        return self.row.state == EscalationState.SECOND_OPINION

    def is_overdue(self, today: date) -> bool:
        return self.is_open and self.row.due_on < today

    @property
    def responsible(self) -> str:
        """Which body answers for the person by this referral: whoever referred, until it is accepted."""
        return self.to_name if self.row.state == EscalationState.ACCEPTED else self.from_name


def escalations_open(*, part: slice) -> tuple[Escalated, ...]:
    """A part of those that the viewer knows of and that wait: imminent ones first, then by when they are due. Two queries."""
    order = "ORDER BY NOT e.is_imminent, e.due_on, e.id"
    return _listed(f"{_OPEN} {order} {_PART}", [part.stop - part.start, part.start])


def escalations_done(*, limit: int) -> tuple[Escalated, ...]:
    """The latest that were answered or withdrawn and that the viewer knows of."""
    return _listed(f"{_DONE} ORDER BY e.referred_at DESC, e.id DESC LIMIT %s", [limit])


def escalations_of(case_id: int, *, limit: int) -> tuple[Escalated, ...]:
    """Those of a case, latest first."""
    return _listed(_OF_CASE, [case_id, limit])


def escalation(crn: str, *, number: int) -> Escalated | None:
    """One that the viewer knows of."""
    return next(iter(_listed(_ONE, [crn, number])), None)


def count_open() -> tuple[int, int]:
    """How many wait for an answer that the viewer knows of, and how many of them wait for the viewer's own side."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED)
        known, own = cursor.fetchone()
    return int(known), int(own)


def _listed(condition: str, values: list[Any]) -> tuple[Escalated, ...]:  # Any: kinds differ
    with connection.cursor() as cursor:
        cursor.execute(f"{_LISTED} {condition}", values)
        found = cursor.fetchall()
    rows = Escalation.objects.in_bulk([each[0] for each in found])
    names = list(Escalated.__dataclass_fields__)[1:]
    return tuple(
        Escalated(row=rows[key], **dict(zip(names, rest, strict=True))) for key, *rest in found
    )
