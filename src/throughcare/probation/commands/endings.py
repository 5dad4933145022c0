"""The end of a sentence with all that hangs from it, the end taken back, and the ends that come by themselves."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from throughcare.audit import commands as audit
from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import queries
from throughcare.probation.choices import CustodyStatus, EndReason, LicenceState
from throughcare.probation.commands.counts import count_activity
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.commands.sentencing import IN_THE_FUTURE, hold_sentence
from throughcare.probation.events import (
    AppointmentCancelled,
    RequirementEnded,
    RequirementResumed,
    SentenceEnded,
    SentenceResumed,
)
from throughcare.probation.limits import SENTENCING_ACT_2026
from throughcare.probation.models import (
    Appointment,
    Case,
    Custody,
    Licence,
    LicenceCondition,
    Requirement,
    Sentence,
    SupervisionRequirement,
)
from throughcare.probation.rules import custody as custody_rules
from throughcare.probation.rules.completion import reasons_against_completion
from throughcare.probation.rules.endings import REASONS

AT_ONCE: Final = 200
"""How many sentences end by themselves in one transaction."""


@transaction.atomic
def terminate_sentence(
    *,
    account_id: int,
    case_id: int,
    number: int,
    reason: EndReason,
    ended_on: date,
    now: datetime,
) -> Sentence:
    """End a sentence, and with it its requirements, conditions and custody; appointments ahead go, where no other is live.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence = hold_sentence(case_id, number=number)
    reasons = _reasons_against_ending(sentence, reason, ended_on, today=local_day(now))
    if reason == EndReason.COMPLETED_EARLY:
        reasons += _reasons_against_completing(case, sentence, today=local_day(now))
    if reasons:
        raise Refused(reasons)
    end_sentence(
        case, sentence, reason=reason, ended_on=ended_on, status=CustodyStatus.ENDED, now=now
    )
    write_trail(
        case,
        account_id=account_id,
        action="sentence.ended",
        now=now,
        altered=sentence,
        reason=reason.value,
    )
    return sentence


@transaction.atomic
def resume_sentence(*, account_id: int, case_id: int, number: int, now: datetime) -> Sentence:
    """Take back the end of a sentence, and of the requirements that ended with it. Custody and appointments are not brought back.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: it has not ended, or had a custody, which is not opened again.
    """
    case, sentence = hold_sentence(case_id, number=number)
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if sentence.terminated_on is None:
        reasons.append(Reason("is-live", "This sentence has not ended."))
    if Custody.objects.filter(sentence=sentence).exists():
        said = "Custody that is over cannot be opened again: record the sentence anew."
        reasons.append(Reason("had-custody", said))
    if reasons:
        raise Refused(reasons)
    with_it = Requirement.objects.filter(
        sentence=sentence, ended_on=sentence.terminated_on, ended_for=sentence.ended_for
    )
    resumed = list(with_it.order_by("number").values_list("number", flat=True))
    with_it.update(ended_on=None, ended_for="")
    sentence.terminated_on, sentence.ended_for = None, ""
    sentence.save(update_fields=("terminated_on", "ended_for"))
    event = SentenceResumed(crn=case.person.crn, case_id=case.pk, number=number)
    outbox.publish(event, now=now)
    for each in resumed:
        again = RequirementResumed(
            crn=case.person.crn, case_id=case.pk, number=number, requirement=each
        )
        outbox.publish(again, now=now)
    write_trail(case, account_id=account_id, action="sentence.resumed", now=now, altered=sentence)
    return sentence


@transaction.atomic
def end_due_sentences(*, now: datetime) -> int:
    """End sentences that end by themselves and whose last day is past; for the engine, some at a time. Gives how many.

    One whose person is in prison by its record is left to somebody: its status may not end so.
    """
    today = local_day(now)
    due = list(
        Sentence.objects.filter(
            terminated_on=None, ends_on__lt=today, type__ends_itself=True, case__closed_at=None
        )
        .exclude(custody__status__in=custody_rules.IN_PRISON)
        .select_for_update(no_key=True, skip_locked=True, of=("self",))
        .select_related("case__person", "type")
        .order_by("ends_on", "id")[:AT_ONCE]
    )
    for sentence in due:
        end_sentence(
            sentence.case,
            sentence,
            reason=EndReason.AUTOMATIC,
            ended_on=sentence.ends_on or today,
            status=CustodyStatus.ENDED_ITSELF,
            now=now,
        )
    note_ended(due, action="sentence.ended-itself", now=now)
    return len(due)


def note_ended(sentences: list[Sentence], *, action: str, now: datetime) -> None:
    """Write in the trail that the house itself ended sentences."""
    if sentences:
        audit.record_many(
            account_id=None,
            action=action,
            subject_kind="case",
            subject_references=sorted({each.case.person.crn for each in sentences}),
            now=now,
        )


def end_sentence(
    case: Case,
    sentence: Sentence,
    *,
    reason: EndReason,
    ended_on: date,
    status: CustodyStatus,
    now: datetime,
) -> None:
    """End a sentence that is held, whoever has it ended, with what hangs from it and what was ahead."""
    sentence.terminated_on, sentence.ended_for = ended_on, reason
    sentence.save(update_fields=("terminated_on", "ended_for"))
    _end_requirements(case, sentence, reason=reason, ended_on=ended_on, now=now)
    for table in (LicenceCondition, SupervisionRequirement):
        # A condition that would begin later never did: its only day is the first.
        table.objects.filter(sentence=sentence, ended_on=None, starts_on__gt=ended_on).update(
            ended_on=F("starts_on"), ended_for=reason
        )
        table.objects.filter(sentence=sentence, ended_on=None).update(
            ended_on=ended_on, ended_for=reason
        )
    Licence.objects.filter(sentence=sentence).exclude(
        state__in=(LicenceState.INACTIVE, LicenceState.RECALLED, LicenceState.TIMED_OUT)
    ).update(state=LicenceState.INACTIVE, state_at=now)
    Custody.objects.filter(sentence=sentence).exclude(status__in=custody_rules.OVER).update(
        status=status, status_on=ended_on
    )
    cancel_ahead(case, sentence, now=now)
    ended = SentenceEnded(
        crn=case.person.crn, case_id=case.pk, number=sentence.number, ended_for=reason.value
    )
    outbox.publish(ended, now=now)


def cancel_ahead(case: Case, sentence: Sentence, *, now: datetime) -> None:
    """Let appointments ahead go that have no outcome: those of a sentence and, where no other event is live, all."""
    if Sentence.objects.filter(case=case, terminated_on=None).exists():
        _cancel(case, Q(sentence=sentence), now=now)
    else:
        cancel_appointments(case, now=now)


def cancel_appointments(case: Case, *, now: datetime) -> None:
    """Let every appointment ahead go that has no outcome."""
    _cancel(case, Q(), now=now)


def _cancel(case: Case, which: Q, *, now: datetime) -> None:
    ahead = Appointment.objects.filter(
        which, case=case, starts_at__gt=now, outcome="", is_cancelled=False
    )
    let_go = list(ahead.order_by("starts_at").values_list("starts_at", "requirement_id"))
    ahead.update(is_cancelled=True)
    for requirement_id in sorted({each for _, each in let_go if each is not None}):
        count_activity(case, requirement_id=requirement_id)
    for starts_at, _ in let_go:
        event = AppointmentCancelled(crn=case.person.crn, case_id=case.pk, starts_at=starts_at)
        outbox.publish(event, now=now)


def _end_requirements(
    case: Case, sentence: Sentence, *, reason: EndReason, ended_on: date, now: datetime
) -> None:
    for requirement in Requirement.objects.filter(sentence=sentence, ended_on=None):
        requirement.ended_on = max(ended_on, requirement.starts_on)
        requirement.ended_for = reason
        requirement.save(update_fields=("ended_on", "ended_for"))
        ended = RequirementEnded(
            crn=case.person.crn,
            case_id=case.pk,
            number=sentence.number,
            requirement=requirement.number,
            ended_for=reason.value,
        )
        outbox.publish(ended, now=now)


def _reasons_against_ending(
    sentence: Sentence, reason: EndReason, ended_on: date, *, today: date
) -> list[Reason]:
    reasons = []
    if sentence.terminated_on is not None:
        reasons.append(Reason("is-ended", "This sentence has ended already."))
    family = sentence.type.family if sentence.type else ""
    if reason.value not in REASONS[family]:
        reasons.append(Reason("not-a-reason", "Select a reason that applies to this sentence."))
    if ended_on > today:
        reasons.append(Reason("ends-in-future", f"The last day {IN_THE_FUTURE}"))
    begun = sentence.imposed_on or sentence.referred_on
    if begun is not None and ended_on < begun:
        reasons.append(Reason("ends-before", "The end must not be before the sentence."))
    return reasons


def _reasons_against_completing(case: Case, sentence: Sentence, *, today: date) -> list[Reason]:
    whole = queries.sentence(case.pk, number=sentence.number)
    if whole is None:
        return []
    commenced_on = queries.commenced_on(SENTENCING_ACT_2026)
    return list(
        reasons_against_completion(
            queries.completion_of(whole), commenced_on=commenced_on, today=today
        )
    )
