"""Registrations with their reviews."""

from datetime import datetime

from django.db import transaction

from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.commands.holding import hold_case, local_day, write_trail
from throughcare.probation.events import FlagChanged
from throughcare.probation.models import Case, FlagType, Registration
from throughcare.probation.rules import months_later


@transaction.atomic
def register_flag(
    *, account_id: int, case_id: int, type_code: str, now: datetime, level: str = ""
) -> Registration:
    """Register a flag; its first review is set by its type.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: there is no such type, or it is registered already.
    """
    case = hold_case(case_id)
    kind = FlagType.objects.filter(code=type_code).first()
    reasons = []
    if kind is None:
        reasons.append(Reason("no-such-flag", "Select a flag."))
    elif Registration.objects.filter(case=case, type=kind, ended_on=None).exists():
        reasons.append(Reason("already-registered", f"{kind.description} is registered already."))
    if reasons or kind is None:
        raise Refused(reasons)
    today = local_day(now)
    made = Registration.objects.create(
        case=case,
        type=kind,
        level=level,
        starts_on=today,
        review_on=months_later(today, months=kind.review_months) if kind.review_months else None,
        recorded_at=now,
    )
    _tell(case, made, account_id=account_id, action="flag.registered", now=now)
    return made


@transaction.atomic
def review_flag(*, account_id: int, case_id: int, type_code: str, now: datetime) -> Registration:
    """Say that a flag was reviewed and stays; the next review is set.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the flag is not registered.
    """
    case = hold_case(case_id)
    flag = _active(case, type_code)
    months = flag.type.review_months
    flag.review_on = months_later(local_day(now), months=months) if months else None
    flag.save(update_fields=["review_on"])
    _tell(case, flag, account_id=account_id, action="flag.reviewed", now=now)
    return flag


@transaction.atomic
def end_flag(*, account_id: int, case_id: int, type_code: str, now: datetime) -> Registration:
    """End a flag.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the flag is not registered.
    """
    case = hold_case(case_id)
    flag = _active(case, type_code)
    flag.ended_on = local_day(now)
    flag.save(update_fields=["ended_on"])
    _tell(case, flag, account_id=account_id, action="flag.ended", now=now)
    return flag


def _active(case: Case, type_code: str) -> Registration:
    flag = (
        Registration.objects.filter(case=case, type_id=type_code, ended_on=None)
        .select_related("type")
        .first()
    )
    if flag is None:
        raise Refused.because("not-registered", "This flag is not registered.")
    return flag


def _tell(case: Case, flag: Registration, *, account_id: int, action: str, now: datetime) -> None:
    outbox.publish(FlagChanged(crn=case.person.crn, case_id=case.pk, type=flag.type_id), now=now)
    write_trail(
        case, account_id=account_id, action=action, now=now, altered=flag, type=flag.type_id
    )
