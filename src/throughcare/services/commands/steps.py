"""Taking a referral from one step to the next, as the officer of the case or as its supplier."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Refused
from throughcare.kernel.ways import Way, ways_from
from throughcare.probation import commands as change_probation
from throughcare.services import queries
from throughcare.services.commands.holding import (
    hold_for_officer,
    known_to_supplier,
    tell,
)
from throughcare.services.models import ReferralCategory, Session
from throughcare.services.rules import referrals as rules


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is said with a step, where the step asks for it. `reason` is the key of one; `is_confirmed` that two suppliers are wanted."""

    note: str = ""
    worker: str = ""
    reason: str = ""
    is_confirmed: bool = False


@transaction.atomic
def take_step(
    *, account_id: int, case_id: int, reference: str, step: str, words: Words, now: datetime
) -> str:
    """Take the next step of a referral of a case, as whoever writes to the case; the title of where it stands then.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the case has no such referral.
        Refused: the step does not follow, is for the supplier, or lacks something; carries every reason.
    """
    file = hold_for_officer(case_id=case_id, reference=reference)
    way = _allowed(file, step, party="officer", words=words, now=now)
    if words.is_confirmed and way.to.code == "sent":
        _confirm(file, account_id=account_id, now=now)
    if way.to.is_end:
        _let_go(file, account_id=account_id, now=now)
    return _take(
        file, way, crn=file.referral.case.person.crn, words=words, account_id=account_id, now=now
    )


@transaction.atomic
def take_step_as_supplier(
    *, account_id: int, reference: str, step: str, words: Words, now: datetime
) -> str:
    """Take the next step of a referral to a supplier of the account's; the title of where it stands then.

    Raises:
        Http404: there is none that the account may know of.
        Refused: the step does not follow, is for the officer, or lacks something; carries every reason.
    """
    file, person = known_to_supplier(reference)
    way = _allowed(file, step, party="supplier", words=words, now=now)
    return _take(file, way, crn=person.crn, words=words, account_id=account_id, now=now)


def _allowed(file: queries.File, step: str, *, party: str, words: Words, now: datetime) -> Way:
    """The move that leads to a step; or every reason against it."""
    today = local_day(now)
    offered = ways_from(queries.ways(), here=file.referral.state_id, party=party, on=today)
    way = next((each for each in offered if each.to.code == step), None)
    if way is None:
        raise Refused.because("does-not-follow", _sentence_of_where(file, offered))
    reasons = rules.reasons_against(
        way,
        known=queries.known_of(file, on=today),
        said=rules.Said(
            note=words.note,
            worker=words.worker,
            reason=words.reason,
            is_confirmed=words.is_confirmed,
            reasons=[each.key for each in queries.end_reasons(way.ends_as)] if way.ends_as else (),
        ),
        today=today,
    )
    if reasons:
        raise Refused(reasons)
    return way


def _sentence_of_where(file: queries.File, offered: tuple[Way, ...]) -> str:
    stands = f"{file.referral.reference} stands at: {file.referral.state.title.lower()}."
    if not offered:
        return f"{stands} There is nothing for you to do now."
    return f"{stands} What can follow: {'; '.join(each.label.lower() for each in offered)}."


def _take(
    file: queries.File, way: Way, *, crn: str, words: Words, account_id: int, now: datetime
) -> str:
    """Have the database take the step, which asks again whether it may be."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT services_take_step(%s, %s, %s, %s, %s)",
            [
                *(file.referral.pk, way.code, words.note.strip()),
                words.worker.strip() if "worker" in way.needs else "",
                words.reason if way.ends_as else "",
            ],
        )
        (number,) = cursor.fetchone()
    if number is None:
        raise Refused.because(
            "overtaken", f"{file.referral.reference} went on meanwhile. Look at it again."
        )
    tell(
        file.referral,
        crn=crn,
        state=way.to.code,
        account_id=account_id,
        action=f"service-referral.{way.to.code}",
        now=now,
    )
    return way.to.title


def _confirm(file: queries.File, *, account_id: int, now: datetime) -> None:
    """Keep who confirmed that the person is to have two suppliers for the same."""
    names = {each.category for each in queries.others(file)}
    ReferralCategory.objects.filter(
        id__in=[each.pk for each in file.categories if each.category.name in names]
    ).update(confirmed_by_id=account_id, confirmed_at=now)


def _let_go(file: queries.File, *, account_id: int, now: datetime) -> None:
    """Cancel what is booked ahead."""
    waiting = Session.objects.filter(referral=file.referral, is_released=False, told_at=None)
    change_probation.cancel_appointments(
        account_id=account_id,
        case_id=file.referral.case_id,
        appointment_ids=list(waiting.order_by("number").values_list("slot_id", flat=True)),
        now=now,
    )
