"""What came of a session of a supplier, as the log has it (domain rules, 22)."""

from dataclasses import dataclass
from datetime import datetime

from throughcare.kernel.refusals import Reason
from throughcare.services.choices import Attendance, NotHeldFor


@dataclass(frozen=True, kw_only=True)
class Codes:
    """The outcomes of the log that this room writes."""

    complied: str
    failed: str
    absent: str
    sent_home: str
    by_service: str
    by_person: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a supplier says. `not_held_for` is empty where the session took place, or nobody came."""

    attendance: Attendance
    is_held: bool
    not_held_for: NotHeldFor | None = None
    feedback: str = ""
    concern: str = ""
    is_notified: bool = False


def outcome_of(told: Told, *, codes: Codes) -> str:
    """Happened and no concern to notify of: complied. A concern that the officer is notified of: failed to comply.

    Not attended: failed to attend. Let down by us: sent home for reasons of the service. Kept from taking place by how the person
    behaved: failed to comply.

    >>> codes = Codes(complied="ATTC", failed="AFTC", absent="AFTA", sent_home="ATSS", by_service="RSSR", by_person="RSOF")
    >>> outcome_of(Told(attendance=Attendance.LATE, is_held=True, concern="Late again"), codes=codes)
    'ATTC'
    >>> outcome_of(Told(attendance=Attendance.YES, is_held=True, concern="Threats", is_notified=True), codes=codes)
    'AFTC'
    """
    if told.attendance == Attendance.NO:
        return codes.absent
    if told.not_held_for == NotHeldFor.LOGISTICS:
        return codes.sent_home
    if told.not_held_for == NotHeldFor.PERSON or told.is_notified:
        return codes.failed
    return codes.complied


def reasons_against_telling(told: Told) -> list[Reason]:
    """What is missing of what a supplier says, or contradicts itself."""
    came = told.attendance != Attendance.NO
    reasons = []
    if told.is_held and not came:
        reasons.append(Reason("nobody-came", "A session does not take place when nobody comes."))
    if came and not told.is_held and told.not_held_for is None:
        reasons.append(Reason("no-why", "Say why the session did not take place."))
    if (told.is_held or not came) and told.not_held_for is not None:
        reasons.append(
            Reason(
                "why-of-nothing", "Say why it did not take place only if they came and it did not."
            )
        )
    if not told.feedback.strip():
        reasons.append(Reason("no-feedback", "Say what happened."))
    is_to_notify = told.is_notified or told.not_held_for == NotHeldFor.PERSON
    if is_to_notify and not told.concern.strip():
        reasons.append(Reason("no-concern", "Describe how the person behaved."))
    return reasons


def reasons_against_time(*, starts_at: datetime, ends_at: datetime, now: datetime) -> list[Reason]:
    """Why no session can be booked then, whatever else is booked."""
    if ends_at <= starts_at:
        return [Reason("ends-before-start", "The end must be after the start.")]
    if starts_at <= now:
        return [Reason("in-the-past", "A session must be in the future.")]
    return []
