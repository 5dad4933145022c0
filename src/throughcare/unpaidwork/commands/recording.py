"""What came of a session, for everybody who was booked on it at once."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.unpaidwork import queries, terms
from throughcare.unpaidwork.commands.apart import hold_apart, record_apart
from throughcare.unpaidwork.commands.entries import EntriesRefused, Entry, reasons_against
from throughcare.unpaidwork.commands.holding import hold_order
from throughcare.unpaidwork.commands.scheduling import hold_projects, plan_ahead
from throughcare.unpaidwork.events import AppointmentCredited, FailureRecorded, SessionRecorded
from throughcare.unpaidwork.models import Appointment, Project, Session
from throughcare.unpaidwork.rules.credit import credit

REFERRED_TO_OFFICER: Final = "ROM"
"""What is done about a failure by somebody other than the officer (probation domain rules, 14.2 and 21.7)."""


@transaction.atomic
def record_session(
    *,
    account_id: int,
    project_code: str,
    day: date,
    entries: Collection[Entry],
    now: datetime,
) -> int:
    """Write what came of a session: outcome and minutes of each person, all or none; how many were written.

    Whoever has the unpaid work of somebody, and not the case, records it as well: the log and the count of minutes, and nothing else.

    What has an outcome already keeps it, and may be given other minutes. The sessions ahead of each are planned anew.

    Raises:
        PermissionDenied: the account may not keep the project, or not write to one of the cases.
        Refused: there is no such session, or nothing to write.
        EntriesRefused: the rules do not allow what was written of somebody; carries every reason for each.
    """
    session = _session(project_code, day=day)
    found = {
        each.pk: each
        for each in Appointment.objects.filter(
            id__in=[entry.appointment_id for entry in entries], session=session, is_released=False
        ).select_related("order__sentence", "slot")
    }
    written = sorted(
        (entry for entry in entries if entry.appointment_id in found),
        key=lambda entry: found[entry.appointment_id].case_id,
    )
    if not written:
        raise Refused.because("nothing-recorded", "Record what happened for at least one person.")
    orders = {(each.case_id, each.order_id) for each in map(found.get, _ids(written)) if each}
    apart = queries.apart_of([order_id for _, order_id in orders])
    for case_id, order_id in sorted(orders):
        if order_id in apart:
            hold_apart(order_id)
        else:
            change_probation.hold_case(case_id)
    hold_projects([each.order_id for each in found.values()], also=[session.project_id])
    refused: dict[int, tuple[Reason, ...]] = {}
    for entry in written:
        appointment = found[entry.appointment_id]
        record = record_apart if appointment.order_id in apart else _record
        try:
            record(entry, appointment, session=session, account_id=account_id, now=now)
        except Refused as refusal:
            refused[entry.appointment_id] = refusal.reasons
    if refused:
        raise EntriesRefused(refused)
    outbox.publish(SessionRecorded(project=project_code, held_on=day, people=len(written)), now=now)
    return len(written)


def _ids(entries: Collection[Entry]) -> list[int]:
    return [entry.appointment_id for entry in entries]


def _session(project_code: str, *, day: date) -> Session:
    session = (
        Session.objects.filter(project__code=project_code, day=day)
        .select_related("project__type")
        .first()
    )
    if session is None:
        raise Refused.because("no-session", "There is no session on that day.")
    if not queries.may_keep(session.project):
        raise PermissionDenied("the account may not record sessions of this project")
    return session


def _record(
    entry: Entry, appointment: Appointment, *, session: Session, account_id: int, now: datetime
) -> None:
    hold_order(
        case_id=appointment.case_id,
        sentence_number=appointment.order.sentence.number,
        now=now,
    )
    held = (
        Appointment.objects.select_for_update(no_key=True, of=("self",))
        .select_related("slot")
        .get(id=appointment.pk)
    )
    outcome = next((each for each in probation.outcomes() if each.code == entry.outcome_code), None)
    if outcome is None:
        raise Refused.because("no-such-outcome", "Select what happened.")
    is_attended = outcome.is_attended is True
    minutes = credit(
        offered=held.offered_minutes, penalty=entry.penalty_minutes, is_attended=is_attended
    )
    reasons = reasons_against(
        entry, held, minutes=minutes, is_attended=is_attended, project=session.project, now=now
    )
    if reasons:
        raise Refused(reasons)
    if not held.slot.outcome:
        _record_outcome(
            entry, held, is_failure=outcome.is_enforceable, account_id=account_id, now=now
        )
    held.credited_minutes = minutes
    held.penalty_minutes = entry.penalty_minutes
    held.wore_hi_vis = entry.wore_hi_vis
    held.work_quality = entry.work_quality or ""
    held.behaviour = entry.behaviour or ""
    held.save(
        update_fields=[
            *("credited_minutes", "penalty_minutes", "wore_hi_vis", "work_quality", "behaviour")
        ]
    )
    finish(
        held,
        project=session.project,
        day=session.day,
        outcome=entry.outcome_code,
        account_id=account_id,
        now=now,
    )


def _record_outcome(
    entry: Entry, held: Appointment, *, is_failure: bool, account_id: int, now: datetime
) -> None:
    """Write what happened into the log. Whoever keeps the register does not enforce: a failure is referred to the officer."""
    result = change_probation.record_outcome(
        account_id=account_id,
        appointment_id=held.slot_id,
        outcome_code=entry.outcome_code,
        notes=entry.notes,
        action_code=REFERRED_TO_OFFICER if is_failure else "",
        now=now,
    )
    if is_failure:
        outbox.publish(
            FailureRecorded(
                crn=result.contact.case.person.crn,
                case_id=held.case_id,
                number=result.contact.number,
                outcome=entry.outcome_code,
            ),
            now=now,
        )


def finish(
    appointment: Appointment,
    *,
    project: Project,
    day: date,
    outcome: str,
    account_id: int,
    now: datetime,
) -> None:
    """Count what was credited in the requirement, plan ahead anew, announce it and write who did it."""
    order = hold_order(
        case_id=appointment.case_id,
        sentence_number=appointment.order.sentence.number,
        now=now,
    )
    change_probation.count_done(
        case_id=order.case_id,
        sentence_id=order.sentence_id,
        type_code=terms.agreed().requirement_type,
        done=order.credited_minutes,
    )
    plan_ahead(order, account_id=account_id, now=now)
    outbox.publish(
        AppointmentCredited(
            crn=order.case.person.crn,
            case_id=order.case_id,
            project=project.code,
            held_on=day,
            outcome=outcome,
        ),
        now=now,
    )
    change_probation.write_trail(
        order.case,
        account_id=account_id,
        action="unpaid-work.recorded",
        now=now,
        altered=order,
        project=project.code,
        minutes=appointment.credited_minutes,
    )
