"""The requirements of an order: adding one as the court ordered it, another order about it, and its end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import EndReason, SentenceFamily
from throughcare.probation.commands.amendments import (
    REQUIREMENT_CHANGED,
    Change,
    keep_requirement,
    reasons_against,
    tell_officer,
)
from throughcare.probation.commands.disposals import NOT_YET_KNOWN
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.commands.sentencing import (
    IN_THE_FUTURE,
    hold_sentence,
    reasons_against_change,
    settle_cautions,
)
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import RequirementAdded, RequirementAmended, RequirementEnded
from throughcare.probation.models import (
    Case,
    Requirement,
    RequirementSubType,
    RequirementType,
    Sentence,
)
from throughcare.probation.rules.endings import OF_REQUIREMENTS
from throughcare.probation.rules.limits import Duty, expected_end

WITH_REQUIREMENTS = (
    SentenceFamily.COMMUNITY,
    SentenceFamily.SUSPENDED,
    SentenceFamily.YOUTH,
    SentenceFamily.OTHER_COMMUNITY,
    SentenceFamily.DEFERRED,
)
NO_SUCH_SUB_TYPE = Reason("no-such-sub-type", "Select a kind of this requirement.")


@dataclass(frozen=True, kw_only=True)
class Ordering:
    """A requirement as the court ordered it. `length` is in the type's unit: hours are kept as minutes.

    Without an expected end that of its length is taken, where the type has one.
    """

    type_code: str
    starts_on: date
    sub_type_code: str | None = None
    length: int | None = None
    daily_hours: Decimal | None = None
    weekly_hours: Decimal | None = None
    expected_ends_on: date | None = None


@transaction.atomic
def add_requirement(
    *,
    account_id: int,
    case_id: int,
    number: int,
    ordering: Ordering,
    now: datetime,
    accepted: Collection[str] = (),
) -> Requirement:
    """Add a requirement to an order.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
        Warned: nothing forbids it, but there are warnings that nobody accepted.
    """
    case, sentence = hold_sentence(case_id, number=number)
    reasons = [*reasons_against_change(case, sentence), *_reasons_against(sentence, ordering)]
    if reasons:
        raise Refused(reasons)
    others = tuple(Requirement.objects.filter(sentence=sentence).order_by("number"))
    number_within = (others[-1].number if others else 0) + 1
    made = _made(sentence, ordering, number=number_within, now=now)
    settle_cautions(
        case,
        sentence,
        requirements=(*others, made),
        accepted=accepted,
        left_open=NOT_YET_KNOWN,
        account_id=account_id,
        now=now,
    )
    made.save(force_insert=True)
    outbox.publish(
        RequirementAdded(
            crn=case.person.crn,
            case_id=case.pk,
            number=number,
            requirement=made.number,
            type=made.type_id,
        ),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action="requirement.added",
        now=now,
        number=number,
        requirement=made.number,
    )
    return made


def _made(sentence: Sentence, ordering: Ordering, *, number: int, now: datetime) -> Requirement:
    """The requirement that a court ordered, not saved yet."""
    duty = Duty(
        number=number,
        code=ordering.type_code,
        starts_on=ordering.starts_on,
        length=ordering.length,
    )
    return Requirement(
        case_id=sentence.case_id,
        sentence=sentence,
        number=number,
        type_id=ordering.type_code,
        sub_type_id=ordering.sub_type_code,
        length=ordering.length,
        daily_hours=ordering.daily_hours,
        weekly_hours=ordering.weekly_hours,
        starts_on=ordering.starts_on,
        expected_ends_on=ordering.expected_ends_on or expected_end(duty),
        recorded_at=now,
    )


_AMENDED = (
    *("sub_type_id", "length", "daily_hours", "weekly_hours"),
    *("starts_on", "expected_ends_on"),
)


@transaction.atomic
def amend_requirement(
    *,
    account_id: int,
    case_id: int,
    number: int,
    requirement: int,
    ordering: Ordering,
    amended_on: date,
    reason: str,
    now: datetime,
    accepted: Collection[str] = (),
) -> Requirement:
    """Keep what a court ordered of a requirement instead, and until which day it was otherwise. Its type stays.

    Raises:
        Http404: there is no such requirement that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
        Warned: nothing forbids it, but there are warnings that nobody accepted.
    """
    case, sentence = hold_sentence(case_id, number=number)
    found = _found(sentence, requirement)
    change = Change(amended_on=amended_on, reason=reason, account_id=account_id)
    before = {name: getattr(found, name) for name in _AMENDED}
    made = _made(sentence, ordering, number=requirement, now=now)
    after = {name: getattr(made, name) for name in _AMENDED}
    reasons = [
        *reasons_against_change(case, sentence),
        *_reasons_against_change(found),
        *_reasons_against_amending(sentence, found, ordering),
        *reasons_against(change, after=_last_order(sentence, found), now=now),
    ]
    if after == before:
        reasons.append(Reason("nothing-changed", "Change what the court ordered otherwise."))
    if reasons:
        raise Refused(reasons)
    for name, value in after.items():
        setattr(found, name, value)
    others = Requirement.objects.filter(sentence=sentence).exclude(id=found.pk)
    settle_cautions(
        case,
        sentence,
        requirements=tuple(sorted((*others, found), key=lambda each: each.number)),
        accepted=accepted,
        left_open=NOT_YET_KNOWN,
        account_id=account_id,
        now=now,
    )
    keep_requirement(found, change, names=_AMENDED, now=now)
    found.save(update_fields=_AMENDED)
    _tell_of_amendment(case, found, change, now=now)
    return found


def _tell_of_amendment(case: Case, found: Requirement, change: Change, *, now: datetime) -> None:
    amended = RequirementAmended(
        crn=case.person.crn,
        case_id=case.pk,
        number=found.sentence.number,
        requirement=found.number,
    )
    outbox.publish(amended, now=now)
    tell_officer(
        case,
        REQUIREMENT_CHANGED,
        subject=Subject(sentence_id=found.sentence_id, requirement_id=found.pk),
        what=found.type.description,
        change=change,
        now=now,
    )
    write_trail(
        case,
        account_id=change.account_id,
        action="requirement.amended",
        now=now,
        altered=found,
    )


@transaction.atomic
def commence_requirement(
    *,
    account_id: int,
    case_id: int,
    number: int,
    requirement: int,
    commenced_on: date,
    now: datetime,
) -> Requirement:
    """Say on which day the work on a requirement really began.

    Raises:
        Http404: there is no such requirement that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence = hold_sentence(case_id, number=number)
    found = _found(sentence, requirement)
    reasons = [*reasons_against_change(case, sentence), *_reasons_against_change(found)]
    if commenced_on > local_day(now):
        reasons.append(Reason("commenced-in-future", f"The first day {IN_THE_FUTURE}"))
    if commenced_on < found.starts_on:
        said = "The work cannot have begun before the requirement."
        reasons.append(Reason("commenced-before", said))
    if reasons:
        raise Refused(reasons)
    found.commenced_on = commenced_on
    found.save(update_fields=("commenced_on",))
    write_trail(
        case,
        account_id=account_id,
        action="requirement.commenced",
        now=now,
        number=number,
        requirement=requirement,
    )
    return found


@transaction.atomic
def end_requirement(
    *,
    account_id: int,
    case_id: int,
    number: int,
    requirement: int,
    reason: EndReason,
    ended_on: date,
    now: datetime,
) -> Requirement:
    """End one requirement of an order that goes on.

    Raises:
        Http404: there is no such requirement that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case, sentence = hold_sentence(case_id, number=number)
    found = _found(sentence, requirement)
    reasons = [*reasons_against_change(case, sentence), *_reasons_against_change(found)]
    if reason.value not in OF_REQUIREMENTS:
        reasons.append(Reason("not-a-reason", "Select why the requirement ended."))
    if ended_on > local_day(now):
        reasons.append(Reason("ends-in-future", f"The last day {IN_THE_FUTURE}"))
    if ended_on < found.starts_on:
        said = "The end must not be before the requirement began."
        reasons.append(Reason("ends-before", said))
    if reasons:
        raise Refused(reasons)
    found.ended_on, found.ended_for = ended_on, reason
    found.save(update_fields=("ended_on", "ended_for"))
    outbox.publish(
        RequirementEnded(
            crn=case.person.crn,
            case_id=case.pk,
            number=number,
            requirement=requirement,
            ended_for=reason.value,
        ),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action="requirement.ended",
        now=now,
        number=number,
        requirement=requirement,
        reason=reason.value,
    )
    return found


def _found(sentence: Sentence, number: int) -> Requirement:
    found = Requirement.objects.filter(sentence=sentence, number=number).first()
    if found is None:
        raise Http404
    return found


def _reasons_against_change(found: Requirement) -> list[Reason]:
    if found.ended_on is None:
        return []
    return [Reason("requirement-ended", "This requirement has ended.")]


def _reasons_against(sentence: Sentence, ordering: Ordering) -> list[Reason]:
    reasons = []
    family = sentence.type.family if sentence.type else None
    if family not in WITH_REQUIREMENTS:
        said = "Only an order in the community has requirements."
        reasons.append(Reason("no-requirements", said))
    if not RequirementType.objects.filter(code=ordering.type_code, is_offered=True).exists():
        reasons.append(Reason("no-such-type", "Select a requirement."))
    if ordering.sub_type_code is not None and not _has_sub_type(ordering):
        reasons.append(NO_SUCH_SUB_TYPE)
    return [*reasons, *_reasons_against_facts(sentence, ordering)]


def _last_order(sentence: Sentence, found: Requirement) -> date | None:
    """The day of what a court ordered last about a requirement."""
    return found.amendments.aggregate(last=Max("amended_on"))["last"] or sentence.imposed_on


def _reasons_against_amending(
    sentence: Sentence, found: Requirement, ordering: Ordering
) -> list[Reason]:
    """What of another order cannot be. A kind that is offered no more may stay."""
    reasons = []
    if ordering.sub_type_code not in {None, found.sub_type_id} and not _has_sub_type(ordering):
        reasons.append(NO_SUCH_SUB_TYPE)
    if ordering.length is not None and ordering.length < found.done:
        said = "More than that is done already. Check the length against the court's order."
        reasons.append(Reason("less-than-done", said))
    return [*reasons, *_reasons_against_facts(sentence, ordering)]


def _has_sub_type(ordering: Ordering) -> bool:
    found = RequirementSubType.objects.filter(
        code=ordering.sub_type_code, type_id=ordering.type_code, is_offered=True
    )
    return bool(found.exists())


def _reasons_against_facts(sentence: Sentence, ordering: Ordering) -> list[Reason]:
    reasons = []
    if sentence.imposed_on is not None and ordering.starts_on < sentence.imposed_on:
        said = "The requirement must not begin before the sentence."
        reasons.append(Reason("starts-before", said))
    if ordering.length is not None and ordering.length < 1:
        reasons.append(Reason("no-length", "The length must be more than nothing."))
    return [*reasons, *_reasons_against_end(ordering)]


def _reasons_against_end(ordering: Ordering) -> list[Reason]:
    ends_on = ordering.expected_ends_on
    if ends_on is None or ends_on >= ordering.starts_on:
        return []
    return [Reason("ends-before", "The end must not be before the beginning.")]
