"""Courses completed by e-learning: told by a message, and resolved once by somebody (rule 5)."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from django.db import connection, transaction

from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.unpaidwork import queries, terms
from throughcare.unpaidwork.choices import Group, Resolution
from throughcare.unpaidwork.commands.holding import hold_order, require_open
from throughcare.unpaidwork.commands.recording import finish
from throughcare.unpaidwork.commands.scheduling import hold_projects, sessions_with_room
from throughcare.unpaidwork.models import Appointment, Completion, Opening, Order, Project
from throughcare.unpaidwork.rules.credit import reasons_against_credit, reasons_against_education
from throughcare.unpaidwork.rules.days import Place, reasons_against_day, slot_on


@transaction.atomic
def receive_completion(
    *, reference: UUID, crn: str, course: str, minutes: int, completed_on: date, now: datetime
) -> bool:
    """Keep what a message told, to be done as the engine; False where it was told before.

    Raises:
        Refused: there is no case under the number, or the message says nothing that can be.
    """
    case_id = probation.open_case_under(crn)
    reasons = []
    if case_id is None:
        reasons.append(Reason("no-case", "There is no open case under this number."))
    if minutes < 1:
        reasons.append(Reason("no-minutes", "A course takes a minute at least."))
    if not course.strip():
        reasons.append(Reason("no-course", "The course has no name."))
    if completed_on > local_day(now):
        reasons.append(Reason("not-yet", "The day of completion is ahead."))
    if reasons or case_id is None:
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unpaidwork_keep_completion(%s, %s, %s, %s, %s, %s)",
            [reference, case_id, course.strip(), minutes, completed_on, now],
        )
        row: tuple[bool] = cursor.fetchone()
    return row[0]


@transaction.atomic
def credit_completion(
    *,
    account_id: int,
    case_id: int,
    sentence_number: int,
    reference: UUID,
    project_code: str,
    starts: time,
    now: datetime,
) -> Appointment:
    """Credit a course to an appointment at a project of education, on the day of completion from `starts` on.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it was resolved before, or the rules do not allow it; carries every reason.
    """
    order = hold_order(case_id=case_id, sentence_number=sentence_number, now=now)
    require_open(order)
    completion = _waiting(case_id, reference)
    project = Project.objects.filter(code=project_code).select_related("type").first()
    if project is None:
        raise Refused.because("no-project", "There is no project with this code.")
    reasons = _reasons_against(order, completion, project=project, now=now)
    if reasons:
        raise Refused(reasons)
    hold_projects([order.pk], also=[project.pk])
    made = _attended(order, completion, project, starts=starts, account_id=account_id, now=now)
    completion.appointment = made
    _resolve(completion, Resolution.CREDITED, reason="", account_id=account_id, now=now)
    finish(
        made,
        project=project,
        day=completion.completed_on,
        outcome=terms.agreed().attended,
        account_id=account_id,
        now=now,
    )
    change_probation.write_trail(
        order.case,
        account_id=account_id,
        action="completion.credited",
        now=now,
        altered=completion,
        completion=str(reference),
    )
    return made


def _attended(
    order: Order,
    completion: Completion,
    project: Project,
    *,
    starts: time,
    account_id: int,
    now: datetime,
) -> Appointment:
    """An appointment for a course, kept from a time of the day of completion on, for as long as the course is credited."""
    starts_at = datetime.combine(completion.completed_on, starts, tzinfo=HERE).astimezone(UTC)
    slot, _ = change_probation.record_past_appointment(
        account_id=account_id,
        case_id=order.case_id,
        type_code=terms.agreed().contact_type,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=completion.minutes),
        outcome_code=terms.agreed().attended,
        notes=f"E-learning: {completion.course}.",
        now=now,
    )
    return Appointment.objects.create(
        case_id=order.case_id,
        order=order,
        session_id=_session_id(project, day=completion.completed_on, now=now),
        slot=slot,
        offered_minutes=completion.minutes,
        credited_minutes=completion.minutes,
        recorded_at=now,
    )


@transaction.atomic
def hold_completion(
    *, account_id: int, case_id: int, reference: UUID, reason: str, now: datetime
) -> Completion:
    """Keep a course on record without crediting it.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it was resolved before, or no reason is given.
    """
    return _without_credit(
        case_id, reference, Resolution.HELD, reason=reason, account_id=account_id, now=now
    )


@transaction.atomic
def reject_completion(
    *, account_id: int, case_id: int, reference: UUID, reason: str, now: datetime
) -> Completion:
    """Say that a course is not to be credited.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: it was resolved before, or no reason is given.
    """
    return _without_credit(
        case_id, reference, Resolution.REJECTED, reason=reason, account_id=account_id, now=now
    )


def _without_credit(
    case_id: int,
    reference: UUID,
    state: Resolution,
    *,
    reason: str,
    account_id: int,
    now: datetime,
) -> Completion:
    case = change_probation.hold_case(case_id)
    completion = _waiting(case_id, reference)
    if not reason.strip():
        raise Refused.because("no-reason", "Enter why the course is not credited.")
    _resolve(completion, state, reason=reason.strip(), account_id=account_id, now=now)
    change_probation.write_trail(
        case,
        account_id=account_id,
        action=f"completion.{state}",
        now=now,
        altered=completion,
        completion=str(reference),
    )
    return completion


def _waiting(case_id: int, reference: UUID) -> Completion:
    found = Completion.objects.filter(
        case_id=case_id, reference=reference, state=Resolution.WAITING
    ).first()
    if found is None:
        raise Refused.because("resolved", "There is no such course, or it was resolved before.")
    return found


def _resolve(
    completion: Completion, state: Resolution, *, reason: str, account_id: int, now: datetime
) -> None:
    completion.state = state
    completion.reason = reason
    completion.resolved_by_id = account_id
    completion.resolved_at = now
    completion.save(
        update_fields=["state", "appointment", "reason", "resolved_by_id", "resolved_at"]
    )


def _reasons_against(
    order: Order, completion: Completion, *, project: Project, now: datetime
) -> list[Reason]:
    account = queries.account_of(order)
    reasons = reasons_against_day(
        day=completion.completed_on,
        weekdays={each.weekday for each in queries.openings([project.pk])},
        project_starts_on=project.starts_on,
        project_ends_on=project.ends_on,
        sentenced_on=order.sentenced_on,
    )
    if project.type.kind != Group.EDUCATION:
        reasons.append(Reason("not-education", "Select a project of education and training."))
    reasons += reasons_against_credit(
        minutes=completion.minutes,
        offered=completion.minutes,
        penalty=0,
        left=account.remaining,
    )
    reasons += reasons_against_education(
        minutes=completion.minutes,
        credited=queries.education_minutes(order.pk),
        required=account.required,
        terms=terms.in_force(local_day(now)),
    )
    return reasons


def _session_id(project: Project, *, day: date, now: datetime) -> int:
    opening = Opening.objects.get(project=project, weekday=day.isoweekday())
    place = Place(
        project_id=project.pk,
        weekday=opening.weekday,
        starts=opening.starts,
        ends=opening.ends,
        starts_on=day,
        ends_on=None,
    )
    found = sessions_with_room([slot_on(place, day)], now=now).get((project.pk, day))
    if found is None:
        raise Refused.because("full", "The project has no place left on that day.")
    return found.pk
