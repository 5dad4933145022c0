"""Hearings: listing one, and what came of it."""

from datetime import datetime

from django.db import connection, transaction
from django.http import Http404

from throughcare.kernel.days import HERE, local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import HearingKind, HearingState
from throughcare.probation.commands.holding import hold_case, write_trail
from throughcare.probation.events import HearingChanged, HearingListed
from throughcare.probation.models import Case, Court, Hearing


@transaction.atomic
def list_hearing(
    *,
    account_id: int,
    case_id: int,
    court_code: str,
    kind: HearingKind,
    starts_at: datetime,
    now: datetime,
) -> Hearing:
    """Record that a court has listed a hearing about a case.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: it may not know that there is such a case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    reasons = _reasons_against_listing(case, court_code, starts_at=starts_at, now=now)
    if reasons:
        raise Refused(reasons)
    return _list(
        case, court_code=court_code, kind=kind, starts_at=starts_at, account_id=account_id, now=now
    )


@transaction.atomic
def record_hearing(*, account_id: int, reference: str, result: str, now: datetime) -> Hearing:
    """Write what a court decided at a hearing.

    Raises:
        Http404: there is no such hearing that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the hearing is over already or has not begun, or no result is given; carries every reason.
    """
    case, hearing = _held(reference)
    reasons = _reasons_against_ending(hearing, result, wanted="Enter the result of the hearing.")
    if hearing.starts_at > now:
        reasons.append(Reason("not-yet", "This hearing has not begun: adjourn or vacate it."))
    if reasons:
        raise Refused(reasons)
    return _end(case, hearing, HearingState.HELD, result=result, account_id=account_id, now=now)


@transaction.atomic
def adjourn_hearing(
    *,
    account_id: int,
    reference: str,
    reason: str,
    court_code: str,
    starts_at: datetime,
    now: datetime,
) -> Hearing:
    """Put a hearing off, before it or when it was called on, and give the one that is listed instead.

    Raises:
        Http404: there is no such hearing that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the hearing is over already, no reason is given, or the new time does not do; carries every reason.
    """
    case, hearing = _held(reference)
    reasons = _reasons_against_ending(hearing, reason, wanted="Say why the hearing is adjourned.")
    reasons += _reasons_against_listing(case, court_code, starts_at=starts_at, now=now)
    if starts_at <= hearing.starts_at:
        reasons.append(Reason("not-later", "The new hearing must be after the one it follows."))
    if reasons:
        raise Refused(reasons)
    _end(case, hearing, HearingState.ADJOURNED, result=reason, account_id=account_id, now=now)
    return _list(
        case,
        court_code=court_code,
        kind=HearingKind(hearing.kind),
        starts_at=starts_at,
        account_id=account_id,
        now=now,
        follows=hearing,
    )


@transaction.atomic
def vacate_hearing(*, account_id: int, reference: str, reason: str, now: datetime) -> Hearing:
    """Take a hearing off the list, with none in its place.

    Raises:
        Http404: there is no such hearing that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the hearing is over already, or no reason is given; carries every reason.
    """
    case, hearing = _held(reference)
    reasons = _reasons_against_ending(hearing, reason, wanted="Say why the hearing is vacated.")
    if reasons:
        raise Refused(reasons)
    return _end(case, hearing, HearingState.VACATED, result=reason, account_id=account_id, now=now)


def _held(reference: str) -> tuple[Case, Hearing]:
    found = Hearing.objects.filter(reference=reference).first()
    if found is None:
        raise Http404
    case = hold_case(found.case_id)
    found.refresh_from_db()
    return case, found


def _list(
    case: Case,
    *,
    court_code: str,
    kind: HearingKind,
    starts_at: datetime,
    account_id: int,
    now: datetime,
    follows: Hearing | None = None,
) -> Hearing:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'H' || nextval('probation_hearing_reference')")
        (reference,) = cursor.fetchone()
    made = Hearing.objects.create(
        case=case,
        reference=reference,
        court_id=court_code,
        kind=kind,
        starts_at=starts_at,
        follows=follows,
        recorded_at=now,
    )
    outbox.publish(
        HearingListed(
            crn=case.person.crn,
            case_id=case.pk,
            reference=reference,
            court_code=court_code,
            starts_at=starts_at,
        ),
        now=now,
    )
    write_trail(case, account_id=account_id, action="hearing.listed", now=now, reference=reference)
    return made


def _end(
    case: Case,
    hearing: Hearing,
    state: HearingState,
    *,
    result: str,
    account_id: int,
    now: datetime,
) -> Hearing:
    Hearing.objects.filter(id=hearing.pk).update(state=state, result=result.strip(), ended_at=now)
    hearing.state = state
    outbox.publish(
        HearingChanged(
            crn=case.person.crn, case_id=case.pk, reference=hearing.reference, state=state.value
        ),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action=f"hearing.{state.value}",
        now=now,
        altered=hearing,
        reference=hearing.reference,
    )
    return hearing


def _reasons_against_ending(hearing: Hearing, result: str, *, wanted: str) -> list[Reason]:
    reasons = []
    if hearing.state != HearingState.LISTED:
        said = hearing.get_state_display().lower()
        reasons.append(Reason("is-over", f"This hearing is {said} already."))
    if not result.strip():
        reasons.append(Reason("no-result", wanted))
    return reasons


def _reasons_against_listing(
    case: Case, court_code: str, *, starts_at: datetime, now: datetime
) -> list[Reason]:
    reasons = []
    if not Court.objects.filter(code=court_code).exists():
        reasons.append(Reason("no-such-court", "Select a court."))
    if local_day(starts_at) < local_day(now):
        reasons.append(Reason("in-the-past", "A hearing is listed for today or a day to come."))
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if Hearing.objects.filter(case=case, state=HearingState.LISTED, starts_at=starts_at).exists():
        at = starts_at.astimezone(HERE)
        said = f"A hearing is listed for {at.day} {at:%B %Y} at {at:%H:%M} already."
        reasons.append(Reason("listed-already", said))
    return reasons
