"""Asking somebody to check in from a day on, for now no more, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from throughcare.checkins import queries, terms
from throughcare.checkins.choices import Channel, Frequency, NotSentBecause, Standing, State
from throughcare.checkins.commands.holding import (
    checkin_of,
    hold_registration,
    note,
    registration_of,
)
from throughcare.checkins.events import RegistrationChanged
from throughcare.checkins.models import CheckIn, Registration
from throughcare.checkins.rules.registering import Wanted, reasons_to_refuse
from throughcare.checkins.rules.rhythm import due_from
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.people import queries as people
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation

LONGEST_REASON: Final = 300


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What an officer chose. `sentence` is a number within the case, or None; `photograph` the key of one of the person's."""

    frequency: Frequency
    channel: Channel
    photograph: UUID | None
    sentence: int | None


@transaction.atomic
def register(
    *,
    account_id: int,
    case_id: int,
    chosen: Chosen,
    first_due_on: date,
    is_agreed: bool,
    now: datetime,
) -> Registration:
    """Ask the person of a case to check in from a day on.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it, or they cannot be reached so; carries every reason.
    """
    case = change_probation.hold_case(case_id)
    sentence = _sentence_id(case_id, chosen.sentence)
    wanted = Wanted(
        is_closed=case.closed_at is not None,
        goes_on=Registration.objects.filter(case_id=case_id).exclude(standing="stopped").exists(),
        is_agreed=is_agreed,
        has_photograph=_has_photograph(case.person_id, chosen.photograph),
        has_birth_date=case.person.born_on is not None,
        has_sentence=None if chosen.sentence is None else sentence is not None,
        first_due_on=first_due_on,
    )
    reasons: list[Reason] = [*reasons_to_refuse(wanted, today=local_day(now))]
    reasons += _reasons_of_channel(case.person_id, chosen.channel, now=now)
    if reasons or chosen.photograph is None:
        raise Refused(reasons)
    made = Registration.objects.create(
        case_id=case_id,
        sentence_id=sentence,
        frequency=chosen.frequency,
        channel=chosen.channel,
        photograph=chosen.photograph,
        first_due_on=first_due_on,
        next_due_on=first_due_on,
        standing=Standing.ACTIVE,
        agreed_at=now,
        registered_by_id=account_id,
        recorded_at=now,
        changed_at=now,
        changed_by_id=account_id,
    )
    _tell(made, crn=case.person.crn, account_id=account_id, action="checkin.registered", now=now)
    return made


@transaction.atomic
def change_registration(
    *, account_id: int, case_id: int, chosen: Chosen, now: datetime
) -> Registration:
    """Choose another rhythm, channel, photograph or sentence. The days go on from the first one.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the person is not registered.
        Refused: the photograph or sentence is none of theirs, or they cannot be reached so; carries every reason.
    """
    found = hold_registration(case_id)
    person = found.case.person
    sentence = _sentence_id(case_id, chosen.sentence)
    reasons: list[Reason] = []
    if not _has_photograph(person.pk, chosen.photograph):
        reasons.append(Reason("no-photograph", "Choose one of the photographs on the record."))
    if chosen.sentence is not None and sentence is None:
        reasons.append(Reason("no-sentence", "Choose a sentence that is in force."))
    reasons += _reasons_of_channel(person.pk, chosen.channel, now=now)
    if reasons or chosen.photograph is None:
        raise Refused(reasons)
    if found.frequency != chosen.frequency:
        found.next_due_on = _next(found, frequency=chosen.frequency, today=local_day(now))
    found.frequency, found.channel = chosen.frequency, chosen.channel
    found.photograph, found.sentence_id = chosen.photograph, sentence
    found.changed_at, found.changed_by_id = now, account_id
    found.save(
        update_fields=[
            *("frequency", "channel", "photograph", "sentence", "next_due_on"),
            *("changed_at", "changed_by_id"),
        ]
    )
    _tell(found, crn=person.crn, account_id=account_id, action="checkin.changed", now=now)
    return found


@transaction.atomic
def pause(*, account_id: int, case_id: int, reason: str, now: datetime) -> None:
    """Ask for no check-in until it is resumed; what is out is withdrawn, and not missed.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the person is not registered.
        Refused: it is paused already, or no reason is given.
    """
    found = hold_registration(case_id)
    _require_standing(found, Standing.ACTIVE, "It is paused already.")
    _end(found, Standing.PAUSED, reason=reason, account_id=account_id, now=now)


@transaction.atomic
def resume(*, account_id: int, case_id: int, now: datetime) -> None:
    """Go on with the rhythm from today.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the person is not registered.
        Refused: it is not paused.
    """
    found = hold_registration(case_id)
    _require_standing(found, Standing.PAUSED, "It is not paused.")
    found.standing, found.reason = Standing.ACTIVE, ""
    found.next_due_on = _next(found, frequency=found.frequency, today=local_day(now))
    found.changed_at, found.changed_by_id = now, account_id
    found.save(update_fields=["standing", "reason", "next_due_on", "changed_at", "changed_by_id"])
    crn = found.case.person.crn
    _tell(found, crn=crn, account_id=account_id, action="checkin.resumed", now=now)


@transaction.atomic
def stop(*, account_id: int, case_id: int, reason: str, now: datetime) -> None:
    """Ask for no check-in any more; what is out is withdrawn, and not missed.

    Raises:
        PermissionDenied: the account may not write to the case.
        Http404: the person is not registered.
        Refused: no reason is given.
    """
    found = hold_registration(case_id)
    _end(found, Standing.STOPPED, reason=reason, account_id=account_id, now=now)


def _end(
    found: Registration, standing: Standing, *, reason: str, account_id: int, now: datetime
) -> None:
    words = reason.strip()
    if not words or len(words) > LONGEST_REASON:
        raise Refused.because("no-reason", "Say why, in 300 characters or fewer.")
    out = CheckIn.objects.filter(registration=found, state__in=(State.DUE, State.SENT))
    withdrawn = [checkin_of(number) for number in out.values_list("number", flat=True)]
    out.update(state=State.WITHDRAWN, token_digest=None, proof_digest="")
    found.standing, found.reason = standing, words
    found.changed_at, found.changed_by_id = now, account_id
    found.save(update_fields=["standing", "reason", "changed_at", "changed_by_id"])
    crn = found.case.person.crn
    _tell(
        found,
        crn=crn,
        account_id=account_id,
        action=f"checkin.{standing.value}",
        now=now,
        withdrawn=withdrawn,
    )


def _require_standing(found: Registration, standing: Standing, sentence: str) -> None:
    if found.standing != standing:
        raise Refused.because("not-here", sentence)


def _next(found: Registration, *, frequency: str, today: date) -> date:
    every = terms.in_force(today).frequencies[frequency]
    return due_from(today, first_due_on=found.first_due_on, every=every)


def _has_photograph(person_id: int, key: UUID | None) -> bool:
    paper = people.paper(person_id, key=key) if key is not None else None
    return paper is not None and paper.kind == "photograph"


def _sentence_id(case_id: int, number: int | None) -> int | None:
    if number is None or number not in {each for each, _ in probation.live_sentences(case_id)}:
        return None
    whole = probation.sentence(case_id, number=number)
    return None if whole is None else int(whole.sentence.pk)


def _reasons_of_channel(person_id: int, channel: str, *, now: datetime) -> Sequence[Reason]:
    code = queries.reason_not_to_send(
        person_id,
        channel=channel,
        on=local_day(now),
        asks_limited=settings.REMIND_LIMITED,
    )
    return [Reason(code, NotSentBecause(code).label)] if code else []


def _tell(
    found: Registration,
    *,
    crn: str,
    account_id: int,
    action: str,
    now: datetime,
    withdrawn: Sequence[str] = (),
) -> None:
    outbox.publish(
        RegistrationChanged(crn=crn, case_id=found.case_id, state=Standing(found.standing).value),
        now=now,
    )
    note(
        crn=crn,
        account_id=account_id,
        action=action,
        now=now,
        altered=[registration_of(found.pk), *withdrawn],
        registration=found.pk,
    )
