"""Referring somebody to the programme that is ordered, saying where they stand, and reporting on it."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.http import Http404

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation
from throughcare.services import queries
from throughcare.services.events import ProgrammeStatusChanged
from throughcare.services.models import Attendance, ProgrammeReferral, ProgrammeStanding
from throughcare.services.rules import programmes as rules

FIRST, COMPLETE = "awaiting-assessment", "programme-complete"


@transaction.atomic
def refer_to_programme(
    *, account_id: int, case_id: int, requirement_id: int, now: datetime
) -> ProgrammeReferral:
    """Refer somebody to the programme that a live requirement orders.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the case is closed, or no such requirement waits for a referral; carries every reason.
    """
    case = change_probation.hold_case(case_id)
    ordered = {each.pk: each for each in queries.programmes_ordered(case_id)}
    requirement = ordered.get(requirement_id)
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if requirement is None:
        reasons.append(
            Reason("none-ordered", "No requirement of a programme waits for a referral.")
        )
    if reasons or requirement is None:
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'AP' || nextval('services_programme_reference')")
        (reference,) = cursor.fetchone()
    made = ProgrammeReferral.objects.create(
        case=case,
        reference=reference,
        sentence_id=requirement.sentence_id,
        requirement=requirement,
        state_id=FIRST,
        recorded_at=now,
    )
    _stand(made, FIRST, note="", account_id=account_id, now=now)
    _tell(made, case, FIRST, account_id=account_id, now=now)
    return made


@transaction.atomic
def change_programme_status(
    *, account_id: int, case_id: int, reference: str, status: str, note: str, now: datetime
) -> ProgrammeReferral:
    """Say where somebody stands now. Whoever needs no place in a group any more gives it up, with what is booked ahead.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such referral.
        Refused: the status does not follow, or lacks something; carries every reason.
    """
    case, found = hold_programme(case_id=case_id, reference=reference)
    referral = found.referral
    offered = rules.next_statuses(queries.follows(), here=referral.state_id, on=local_day(now))
    reasons = rules.reasons_against_status(
        status,
        offered=offered,
        note=note,
        has_group=referral.group_id is not None,
        sessions_untold=found.untold(now),
    )
    if reasons:
        raise Refused(reasons)
    to = next(each for each in offered if each.code == status)
    if not to.is_grouped and referral.group_id is not None:
        _leave_group(referral, account_id=account_id, now=now)
    referral.state_id = status
    referral.closed_at = now if to.is_closed else None
    referral.save(update_fields=["state", "group", "closed_at"])
    _stand(referral, status, note=note.strip(), account_id=account_id, now=now)
    _tell(referral, case, status, account_id=account_id, now=now)
    return referral


@transaction.atomic
def write_programme_report(
    *, account_id: int, case_id: int, reference: str, words: str, now: datetime
) -> ProgrammeReferral:
    """Write what is to be known after a programme, once it is complete; what was written before is replaced.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such referral.
        Refused: the programme is not complete, or nothing is said; carries every reason.
    """
    case, found = hold_programme(case_id=case_id, reference=reference)
    referral = found.referral
    reasons = []
    if referral.state_id != COMPLETE:
        reasons.append(Reason("not-complete", "The programme is not complete."))
    if not words.strip():
        reasons.append(Reason("no-words", "Write the report."))
    if reasons:
        raise Refused(reasons)
    referral.report = words.strip()
    referral.reported_by_id, referral.reported_at = account_id, now
    referral.save(update_fields=["report", "reported_by_id", "reported_at"])
    change_probation.write_trail(
        case,
        account_id=account_id,
        action="programme.reported",
        now=now,
        altered=referral,
        reference=reference,
    )
    return referral


def hold_programme(*, case_id: int, reference: str) -> tuple[probation.Case, queries.OnProgramme]:
    """A referral to a programme of a case that the account may write to, its case locked until commit.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such referral.
    """
    case = change_probation.hold_case(case_id)
    found = queries.on_programme(reference)
    if found is None or found.referral.case_id != case_id:
        raise Http404
    return case, found


def _leave_group(referral: ProgrammeReferral, *, account_id: int, now: datetime) -> None:
    slots = Attendance.objects.filter(referral=referral).order_by("id")
    change_probation.cancel_appointments(
        account_id=account_id,
        case_id=referral.case_id,
        appointment_ids=list(slots.values_list("slot_id", flat=True)),
        now=now,
    )
    referral.group = None


def _stand(
    referral: ProgrammeReferral, status: str, *, note: str, account_id: int, now: datetime
) -> None:
    last = ProgrammeStanding.objects.filter(referral=referral).aggregate(last=Max("number"))["last"]
    ProgrammeStanding.objects.create(
        case_id=referral.case_id,
        referral=referral,
        number=(last or 0) + 1,
        status_id=status,
        note=note,
        author_id=account_id,
        recorded_at=now,
    )


def _tell(
    referral: ProgrammeReferral,
    case: probation.Case,
    status: str,
    *,
    account_id: int,
    now: datetime,
) -> None:
    outbox.publish(
        ProgrammeStatusChanged(
            crn=case.person.crn, case_id=case.pk, reference=referral.reference, state=status
        ),
        now=now,
    )
    change_probation.write_trail(
        case,
        account_id=account_id,
        action=f"programme.{status}",
        now=now,
        altered=referral,
        reference=referral.reference,
    )
