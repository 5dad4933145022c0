"""Referrals: those that wait for the viewer's units, those that the viewer sent, and one of them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

_LISTED = """
    SELECT r.reference, m.crn, concat_ws(', ', n.last, n.first), r.addressed_to,
        coalesce(organisation_code(r.routed_to_id, r.sent_at, tc_live(), 'infinity'), ''), r.reason, r.state, r.sent_at,
        r.due_on, r.answer, coalesce(u.display_name, ''), count(*) OVER ()
    FROM probation_referral r
    JOIN LATERAL probation_crn_of(r.case_id) m ON true
    LEFT JOIN people_name n ON n.person_id = m.person_id AND n.kind = 'legal'
    LEFT JOIN access_account u ON u.id = r.sent_by_id
"""


@dataclass(frozen=True, kw_only=True)
class Referred:
    """A referral as its receiver or its sender reads it. `routed_to` is the code of where it went."""

    reference: str
    crn: str
    name: str
    addressed_to: str
    routed_to: str
    reason: str
    state: str
    sent_at: datetime
    due_on: date
    answer: str
    sender: str
    total: int

    @property
    def was_sent_on(self) -> bool:
        return self.routed_to != self.addressed_to

    @property
    def is_waiting(self) -> bool:
        return self.state == "waiting"


def waiting_referrals(*, limit: int, offset: int) -> tuple[Referred, ...]:
    """What waits for an answer about the cases that the viewer may read in full, the first due first; one query."""
    return _listed(
        "WHERE r.state = 'waiting' AND probation_view_of(r.case_id) = 'full'"
        " ORDER BY r.due_on, r.id LIMIT %s OFFSET %s",
        [limit, offset],
    )


def sent_referrals(*, account_id: int, limit: int, offset: int) -> tuple[Referred, ...]:
    """What an account sent, the latest first; one query."""
    return _listed(
        "WHERE r.sent_by_id = %s ORDER BY r.id DESC LIMIT %s OFFSET %s",
        [account_id, limit, offset],
    )


def referral(reference: str) -> Referred | None:
    """One referral; None where there is none that the viewer may know of."""
    found = _listed("WHERE r.reference = %s", [reference])
    return found[0] if found else None


def _listed(condition: str, values: list[int | str]) -> tuple[Referred, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"{_LISTED} {condition}", values)
        return tuple(
            Referred(**dict(zip(Referred.__dataclass_fields__, row, strict=True)))
            for row in cursor.fetchall()
        )
