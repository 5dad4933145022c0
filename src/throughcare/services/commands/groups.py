"""Groups that do a programme together: their places, their sessions, and the register of each."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Max
from django.http import Http404

from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation import commands as change_probation
from throughcare.services import queries, terms
from throughcare.services.commands.programmes import hold_programme
from throughcare.services.models import (
    Attendance,
    GroupSession,
    ProgrammeGroup,
    ProgrammeReferral,
)
from throughcare.services.rules import programmes as rules
from throughcare.services.rules.sessions import reasons_against_time

MOST_PLACES = 20
WAITS_FOR_A_GROUP = "awaiting-allocation"


@dataclass(frozen=True, kw_only=True)
class Line:
    """What the register of a session says of somebody."""

    referral_id: int
    outcome_code: str
    notes: str = ""


class RegisterRefused(Refused):
    """Some of what was written in a register is refused; `of` has the reasons by referral. Nothing is written."""

    def __init__(self, of: Mapping[int, tuple[Reason, ...]]) -> None:
        self.of = dict(of)
        super().__init__(reason for reasons in of.values() for reason in reasons)


@transaction.atomic
def add_group(
    *,
    account_id: int,
    unit_id: int,
    office_id: int,
    name: str,
    programme: str,
    places: int,
    starts_on: date,
    now: datetime,
) -> ProgrammeGroup:
    """Begin a group of a unit, at an office.

    Raises:
        PermissionDenied: the account may not write to cases in the unit.
        Refused: the rules do not allow it; carries every reason.
    """
    access.require(action=Action.WRITE_CASE, unit_id=unit_id)
    reasons = []
    if programme not in {code for code, _ in queries.programmes()}:
        reasons.append(Reason("no-programme", "Select a programme."))
    if not 1 <= places <= MOST_PLACES:
        reasons.append(
            Reason("places", f"The number of places must be between 1 and {MOST_PLACES}.")
        )
    if not name.strip():
        reasons.append(Reason("no-name", "Enter a name for the group."))
    if reasons:
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'APG' || nextval('services_programme_reference')")
        (code,) = cursor.fetchone()
    made = ProgrammeGroup.objects.create(
        code=code,
        name=name.strip(),
        programme_id=programme,
        unit_id=unit_id,
        office_id=office_id,
        places=places,
        starts_on=starts_on,
        recorded_at=now,
    )
    _note(made, account_id=account_id, action="programme-group.added", now=now)
    return made


@transaction.atomic
def place_in_group(
    *, account_id: int, case_id: int, reference: str, group_code: str, now: datetime
) -> ProgrammeReferral:
    """Give somebody who waits for one a place in a group, and in every session of it that is ahead.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such referral.
        Refused: there is no such group, it has no place, or a session of it clashes; carries every reason.
    """
    _, found = hold_programme(case_id=case_id, reference=reference)
    group = _held(group_code)
    referral = found.referral
    wanted = referral.requirement.sub_type
    reasons = rules.reasons_against_place(
        is_of_programme=wanted is None or wanted.description == group.programme.description,
        taken=queries.places_taken(group.pk),
        places=group.places,
        is_over=group.ends_on is not None and group.ends_on <= local_day(now),
        may_have_group=referral.state_id == WAITS_FOR_A_GROUP and referral.group_id is None,
    )
    if reasons:
        raise Refused(reasons)
    referral.group = group
    referral.save(update_fields=["group"])
    ahead = GroupSession.objects.filter(group=group, starts_at__gt=now)
    for session in ahead.order_by("starts_at", "id"):
        _book(session, group, referral, account_id=account_id, now=now)
    change_probation.write_trail(
        referral.case,
        account_id=account_id,
        action="programme.placed",
        now=now,
        altered=referral,
        reference=reference,
        group=group.code,
    )
    return referral


@transaction.atomic
def arrange_group_session(
    *,
    account_id: int,
    group_code: str,
    starts_at: datetime,
    ends_at: datetime,
    facilitator_post_id: int,
    second_post_id: int | None,
    now: datetime,
) -> GroupSession:
    """Hold a time for everybody in a group: all of them or nobody.

    Raises:
        PermissionDenied: the account may not keep the group, or not write to one of the cases.
        Http404: there is no such group.
        Refused: the time does not do, two of them are one facilitator, or somebody has another appointment then; names each by CRN.
    """
    group = _held(group_code)
    if not queries.may_keep_group(group):
        raise PermissionDenied("the account may not arrange sessions of this group")
    reasons = reasons_against_time(starts_at=starts_at, ends_at=ends_at, now=now)
    if facilitator_post_id == second_post_id:
        reasons.append(Reason("one-facilitator", "Select two different facilitators, or one."))
    if reasons:
        raise Refused(reasons)
    last = GroupSession.objects.filter(group=group).aggregate(last=Max("number"))["last"]
    made = GroupSession.objects.create(
        group=group,
        number=(last or 0) + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        facilitator_post_id=facilitator_post_id,
        second_post_id=second_post_id,
        recorded_at=now,
    )
    clashes: list[Reason] = []
    for member in sorted(queries.members(group.pk), key=lambda each: each.case_id):
        if member.referral_id is None:
            clashes.append(Reason("limited", f"{member.crn} is not open to you. Ask your manager."))
            continue
        referral = ProgrammeReferral.objects.get(id=member.referral_id)
        try:
            _book(made, group, referral, account_id=account_id, now=now)
        except Refused as refusal:
            clashes += [
                Reason(each.code, f"{member.crn}: {each.sentence}") for each in refusal.reasons
            ]
    if clashes:
        raise Refused(clashes)
    _note(group, account_id=account_id, action="programme-session.arranged", now=now)
    return made


@transaction.atomic
def record_register(
    *, account_id: int, group_code: str, number: int, lines: Collection[Line], now: datetime
) -> int:
    """Write who was at a session, all or none, as outcomes of the log; how many were written. What is written stays.

    Raises:
        PermissionDenied: the account may not keep the group, or not write to one of the cases.
        Http404: there is no such session.
        Refused: nothing is to be written.
        RegisterRefused: something written of somebody is refused; carries every reason for each.
    """
    group = _held(group_code)
    if not queries.may_keep_group(group):
        raise PermissionDenied("the account may not record sessions of this group")
    session = GroupSession.objects.filter(group=group, number=number).first()
    if session is None:
        raise Http404
    found = {
        each.referral_id: each
        for each in Attendance.objects.filter(session=session, slot__outcome="").select_related(
            "referral__requirement"
        )
    }
    written = sorted(
        (line for line in lines if line.referral_id in found),
        key=lambda line: found[line.referral_id].case_id,
    )
    if not written:
        raise Refused.because("nothing-recorded", "Record what happened for at least one person.")
    refused: dict[int, tuple[Reason, ...]] = {}
    for line in written:
        try:
            _record(line, found[line.referral_id], account_id=account_id, now=now)
        except Refused as refusal:
            refused[line.referral_id] = refusal.reasons
    if refused:
        raise RegisterRefused(refused)
    _note(group, account_id=account_id, action="programme-session.recorded", now=now)
    return len(written)


def _held(code: str) -> ProgrammeGroup:
    """A group, held until commit, so that nobody takes its last place beside this.

    Raises:
        Http404: there is none.
    """
    found = queries.group(code)
    if found is None:
        raise Http404
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"group {code}"])
    return found


def _book(
    session: GroupSession,
    group: ProgrammeGroup,
    referral: ProgrammeReferral,
    *,
    account_id: int,
    now: datetime,
) -> None:
    slot = change_probation.make_appointment(
        account_id=account_id,
        case_id=referral.case_id,
        type_code=terms.programme_session(),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        post_id=session.facilitator_post_id,
        office_id=group.office_id,
        subject=change_probation.Subject(
            sentence_id=referral.sentence_id, requirement_id=referral.requirement_id
        ),
        now=now,
    )
    Attendance.objects.create(
        case_id=referral.case_id, referral=referral, session=session, slot=slot
    )


def _record(line: Line, attendance: Attendance, *, account_id: int, now: datetime) -> None:
    if line.outcome_code not in terms.programme_outcomes():
        raise Refused.because("no-such-outcome", "Select what happened.")
    change_probation.record_outcome(
        account_id=account_id,
        appointment_id=attendance.slot_id,
        outcome_code=line.outcome_code,
        notes=line.notes,
        now=now,
    )
    referral = attendance.referral
    done = Attendance.objects.filter(
        referral__sentence_id=referral.sentence_id,
        referral__requirement__type_id=referral.requirement.type_id,
        slot__outcome=terms.programme_outcomes()[0],
    ).count()
    change_probation.count_done(
        case_id=referral.case_id,
        sentence_id=referral.sentence_id,
        type_code=referral.requirement.type_id,
        done=done,
    )


def _note(group: ProgrammeGroup, *, account_id: int, action: str, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="programme-group",
        subject_reference=group.code,
        now=now,
        detail={},
    )
