"""What is written about one person in a register, and why it may not be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.unpaidwork import queries, terms
from throughcare.unpaidwork.choices import Grade, Group
from throughcare.unpaidwork.models import Appointment, Project
from throughcare.unpaidwork.rules.credit import reasons_against_credit, reasons_against_education
from throughcare.unpaidwork.rules.recording import reasons_against_entry


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What was written about one person. `penalty_minutes` is time of the session that was not worked."""

    appointment_id: int
    outcome_code: str
    penalty_minutes: int = 0
    wore_hi_vis: bool | None = None
    work_quality: Grade | None = None
    behaviour: Grade | None = None
    notes: str = ""


class EntriesRefused(Refused):
    """Some of what was written about a session is refused; `of` has the reasons by appointment. Nothing is written."""

    def __init__(self, of: Mapping[int, tuple[Reason, ...]]) -> None:
        self.of = dict(of)
        super().__init__(reason for reasons in of.values() for reason in reasons)


def reasons_against(
    entry: Entry,
    held: Appointment,
    *,
    minutes: int,
    is_attended: bool,
    project: Project,
    now: datetime,
) -> list[Reason]:
    reasons = reasons_against_entry(
        is_attended=is_attended,
        penalty=entry.penalty_minutes,
        notes=entry.notes,
        has_hi_vis=entry.wore_hi_vis is not None,
        has_grades=bool(entry.work_quality or entry.behaviour),
    )
    if held.slot.outcome and held.slot.outcome != entry.outcome_code:
        reasons.append(
            Reason(
                "has-outcome",
                "The outcome is in the log already: the minutes can be changed, and what happened only there.",
            )
        )
    if not held.slot.outcome and is_attended and held.slot.starts_at > now:
        reasons.append(
            Reason(
                "not-yet",
                "The session has not started: only an acceptable absence can be recorded.",
            )
        )
    account = queries.account_of(held.order, without=held.pk)
    reasons += reasons_against_credit(
        minutes=minutes,
        offered=held.offered_minutes,
        penalty=entry.penalty_minutes,
        left=account.remaining,
    )
    if project.type.kind == Group.EDUCATION and minutes:
        reasons += reasons_against_education(
            minutes=minutes,
            credited=queries.education_minutes(held.order_id, without=held.pk),
            required=account.required,
            terms=terms.in_force(local_day(now)),
        )
    return reasons
