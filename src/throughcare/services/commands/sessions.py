"""Meetings of a supplier with a person: booked, given another time, and told of."""

from datetime import datetime
from typing import Final

from django.db import connection, transaction
from django.http import Http404

from throughcare.kernel.refusals import Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import commands as change_probation
from throughcare.services import queries, terms
from throughcare.services.choices import AskedBy, NotHeldFor, SessionKind
from throughcare.services.commands.holding import known_to_supplier, note
from throughcare.services.events import SessionTold
from throughcare.services.rules.sessions import (
    Told,
    outcome_of,
    reasons_against_telling,
    reasons_against_time,
)

# Of a clash no more is told than that there is one: what it is is of the case.
_SENTENCES: Final = {
    "not-here": "That cannot be done where the referral or the session stands now. Look at it again.",
    "case-closed": "The case is closed.",
    "order-ended": "The sentence or the requirement is not in force on that day.",
    "clash": "The person has another appointment then. Choose another time.",
    "days-used": "All days of this referral are used or booked.",
    "order-used": "All days that the court ordered are used or booked.",
}


@transaction.atomic
def book_session(
    *,
    account_id: int,
    reference: str,
    kind: SessionKind,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
) -> int:
    """Hold a time of a person for a first meeting or a session; its number. It is an appointment of the case as any other.

    Raises:
        Http404: there is no such referral that the account may know of.
        Refused: it cannot be held then, or not where the referral stands.
    """
    file, person = known_to_supplier(reference)
    reasons = reasons_against_time(starts_at=starts_at, ends_at=ends_at, now=now)
    if reasons:
        raise Refused(reasons)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number, problem FROM services_book(%s, %s, %s, %s, %s)",
            [file.referral.pk, kind.value, terms.contact_type(), starts_at, ends_at],
        )
        number, problem = cursor.fetchone()
    if problem:
        raise Refused.because(problem, _SENTENCES[problem])
    change_probation.tell_of_time_made(
        crn=person.crn, case_id=file.referral.case_id, starts_at=starts_at, now=now
    )
    note(
        file.referral,
        crn=person.crn,
        account_id=account_id,
        action="service-session.booked",
        now=now,
        session=number,
    )
    return int(number)


@transaction.atomic
def move_session(
    *,
    account_id: int,
    reference: str,
    number: int,
    starts_at: datetime,
    ends_at: datetime,
    asked_by: AskedBy,
    now: datetime,
) -> None:
    """Give a session another time: the old one stays in the log as rescheduled, and counts as no failure.

    Raises:
        Http404: there is no such session that the account may know of.
        Refused: it has an outcome, or the new time does not do.
    """
    file, person = known_to_supplier(reference)
    _require_session(file, number)
    reasons = reasons_against_time(starts_at=starts_at, ends_at=ends_at, now=now)
    if reasons:
        raise Refused(reasons)
    codes = terms.codes()
    came = codes.by_person if asked_by == AskedBy.PERSON else codes.by_service
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT was_at, number, problem FROM services_rebook(%s, %s::smallint, %s, %s, %s)",
            [file.referral.pk, number, came, starts_at, ends_at],
        )
        was_at, entry, problem = cursor.fetchone()
    if problem:
        raise Refused.because(problem, _SENTENCES[problem])
    change_probation.tell_of_time_moved(
        crn=person.crn, case_id=file.referral.case_id, was_at=was_at, starts_at=starts_at, now=now
    )
    change_probation.tell_of_time_closed(
        crn=person.crn,
        case_id=file.referral.case_id,
        number=entry,
        type_code=terms.contact_type(),
        outcome=came,
        counted=None,
        now=now,
    )
    note(
        file.referral,
        crn=person.crn,
        account_id=account_id,
        action="service-session.moved",
        now=now,
        session=number,
    )


@transaction.atomic
def tell_session(*, account_id: int, reference: str, number: int, told: Told, now: datetime) -> str:
    """Say what happened at a session; the outcome that is in the log. Where the officer wrote one already that one stays.

    Raises:
        Http404: there is no such session that the account may know of.
        Refused: it was told of, is ahead or was let go, or what is said contradicts itself; carries every reason.
    """
    file, person = known_to_supplier(reference)
    _require_session(file, number)
    reasons = reasons_against_telling(told)
    if reasons:
        raise Refused(reasons)
    came = outcome_of(told, codes=terms.codes())
    is_failure = came in {terms.codes().failed, terms.codes().absent}
    words = "\n".join(
        part for part in (told.feedback.strip(), told.concern.strip() if is_failure else "") if part
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM services_tell(%s, %s::smallint, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                *(file.referral.pk, number, came, told.attendance.value, told.is_held),
                told.not_held_for.value if told.not_held_for else "",
                *(told.feedback.strip(), told.concern.strip(), is_failure, words),
            ],
        )
        entry, outcome, counted, problem = cursor.fetchone()
    if problem:
        raise Refused.because(problem, _SENTENCES[problem])
    if entry is not None:
        change_probation.tell_of_time_closed(
            crn=person.crn,
            case_id=file.referral.case_id,
            number=entry,
            type_code=terms.contact_type(),
            outcome=outcome,
            counted=counted,
            now=now,
        )
    _tell(file, person, number=number, outcome=outcome, told=told, account_id=account_id, now=now)
    return str(outcome)


def _tell(
    file: queries.File,
    person: queries.Person,
    *,
    number: int,
    outcome: str,
    told: Told,
    account_id: int,
    now: datetime,
) -> None:
    outbox.publish(
        SessionTold(
            crn=person.crn,
            case_id=file.referral.case_id,
            reference=file.referral.reference,
            session=number,
            outcome=outcome,
            alerts_officer=told.is_notified or told.not_held_for == NotHeldFor.PERSON,
        ),
        now=now,
    )
    note(
        file.referral,
        crn=person.crn,
        account_id=account_id,
        action="service-session.told",
        now=now,
        session=number,
        outcome=outcome,
    )


def _require_session(file: queries.File, number: int) -> None:
    """Go on only with a session of the referral.

    Raises:
        Http404: it has no such session.
    """
    if number not in {each.number for each in file.meetings}:
        raise Http404
