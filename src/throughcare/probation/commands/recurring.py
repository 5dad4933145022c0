"""Appointments made together: one that recurs, or one of several people at one time. All are made, or none."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction

from throughcare.kernel.days import HERE
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import MOST_IN_A_SERIES
from throughcare.probation.commands.appointments import (
    book,
    offered_type,
    reasons_against_booking,
    reasons_against_time,
)
from throughcare.probation.commands.holding import hold_case
from throughcare.probation.commands.subjects import THE_PERSON, Subject
from throughcare.probation.models import Appointment, Case
from throughcare.probation.rules import recurring

MOST_IN_A_PARTY = 30


@transaction.atomic
def make_series(
    *,
    account_id: int,
    case_id: int,
    type_code: str,
    starts_at: datetime,
    ends_at: datetime,
    every: str,
    times: int,
    now: datetime,
    post_id: int | None = None,
    office_id: int | None = None,
    subject: Subject = THE_PERSON,
) -> tuple[Appointment, ...]:
    """Hold the same time of day for a person again and again, whatever the clocks do.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: one of them cannot be made; carries every reason, each with its day.
    """
    if not 1 < times <= MOST_IN_A_SERIES:
        raise Refused.because(
            "times", f"An appointment can recur up to {MOST_IN_A_SERIES} times, and at least twice."
        )
    case = hold_case(case_id)
    series, length = uuid4(), ends_at - starts_at
    made: list[Appointment] = []
    reasons: list[Reason] = []
    for start in _starts(starts_at, every=every, times=times):
        found = _made_or_refused(
            case,
            account_id=account_id,
            type_code=type_code,
            starts_at=start,
            length=length,
            post_id=post_id,
            office_id=office_id,
            subject=subject,
            series=series,
            now=now,
        )
        if isinstance(found, Appointment):
            made.append(found)
        else:
            reasons += [_said_of(_day(start), each) for each in found]
    if reasons:
        # What was made of it is unmade with the transaction.
        raise Refused(reasons)
    return tuple(made)


@transaction.atomic
def make_party(
    *,
    account_id: int,
    about: Mapping[int, Subject],
    type_code: str,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    post_id: int | None = None,
    office_id: int | None = None,
) -> UUID:
    """Hold one time for several people, each with what it is about for them, by case; gives what the group is known by.

    Raises:
        PermissionDenied: the account may not write to one of the cases.
        Http404: it may not know that there is one of them.
        Refused: one of them cannot be made; carries every reason, each with the number of its case.
    """
    if not 1 < len(about) <= MOST_IN_A_PARTY:
        raise Refused.because(
            "people", f"A group has at least two people, and up to {MOST_IN_A_PARTY}."
        )
    party, reasons = uuid4(), []
    # Locked in one order, so that two groups with the same people wait for each other and not both.
    for case_id in sorted(about):
        case = hold_case(case_id)
        found = _made_or_refused(
            case,
            account_id=account_id,
            type_code=type_code,
            starts_at=starts_at,
            length=ends_at - starts_at,
            post_id=post_id,
            office_id=office_id,
            subject=about[case_id],
            party=party,
            now=now,
        )
        if not isinstance(found, Appointment):
            reasons += [_said_of(case.person.crn, each) for each in found]
    if reasons:
        raise Refused(reasons)
    return party


def _made_or_refused(
    case: Case,
    *,
    account_id: int,
    type_code: str,
    starts_at: datetime,
    length: timedelta,
    post_id: int | None,
    office_id: int | None,
    subject: Subject,
    now: datetime,
    series: UUID | None = None,
    party: UUID | None = None,
) -> Appointment | Sequence[Reason]:
    ends_at = starts_at + length
    reasons = reasons_against_time(case, starts_at=starts_at, ends_at=ends_at, now=now)
    reasons += reasons_against_booking(
        case,
        offered_type(type_code),
        starts_at=starts_at,
        post_id=post_id,
        office_id=office_id,
        subject=subject,
    )
    if reasons:
        return reasons
    return book(
        case,
        account_id=account_id,
        type_code=type_code,
        starts_at=starts_at,
        ends_at=ends_at,
        post_id=post_id,
        office_id=office_id,
        subject=subject,
        series=series,
        party=party,
        now=now,
    )


def _starts(first: datetime, *, every: str, times: int) -> list[datetime]:
    here = first.astimezone(HERE)
    return [
        datetime.combine(day, here.time(), tzinfo=HERE)
        for day in recurring.days_of(first=here.date(), every=every, times=times)
    ]


def _said_of(what: str, reason: Reason) -> Reason:
    return Reason(reason.code, f"{what}: {reason.sentence}")


def _day(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y}"
