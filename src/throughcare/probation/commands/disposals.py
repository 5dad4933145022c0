"""The sentence of an event: recording it as the court ordered it, and changing its length or end."""

from collections.abc import Collection
from copy import copy
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation.choices import LengthUnit, SentenceFamily
from throughcare.probation.commands.amendments import (
    ENDS,
    OF_SENTENCE,
    SENTENCE_CHANGED,
    Change,
    keep_sentence,
    reasons_against,
    tell_officer,
)
from throughcare.probation.commands.custody_keeping import begin_custody
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.commands.sentencing import (
    IN_THE_FUTURE,
    hold_sentence,
    reasons_against_change,
    settle_cautions,
)
from throughcare.probation.commands.subjects import Subject
from throughcare.probation.events import SentenceAmended, SentenceRecorded
from throughcare.probation.models import Case, Court, Requirement, Sentence, SentenceType
from throughcare.probation.rules.lengths import Length, Span, Term, spans

NOT_YET_KNOWN = ("community-punishment",)
"""What is warned of once the requirements are there, and not before."""
WITHOUT_LENGTH = (SentenceFamily.INDETERMINATE, SentenceFamily.NOT_SUPERVISED)


@dataclass(frozen=True, kw_only=True)
class Disposal:
    """A sentence as the court ordered it. `length` decides the end, unless a day was given with it: `ends_on`.

    Of a suspended sentence the length is that of supervision, and `second_length` the term of custody that is suspended.
    `follows` is the number of the sentence that it runs on from; without it, it runs from its own day.
    """

    type_code: str
    court_code: str
    imposed_on: date
    length: int | None = None
    length_unit: LengthUnit | None = None
    second_length: int | None = None
    second_unit: LengthUnit | None = None
    ends_on: date | None = None
    follows: int | None = None


@transaction.atomic
def sentence_event(
    *,
    account_id: int,
    case_id: int,
    number: int,
    disposal: Disposal,
    now: datetime,
    accepted: Collection[str] = (),
) -> Sentence:
    """Record the sentence of an event; a custodial one begins with somebody in custody.

    `accepted` are the codes of warnings that were seen and kept.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
        Warned: nothing forbids it, but there are warnings that nobody accepted.
    """
    case, sentence = hold_sentence(case_id, number=number)
    kind, court, before = _checked(case, sentence, disposal, today=local_day(now))
    _fill(sentence, kind=kind, court=court, disposal=disposal, before=before)
    _work_out_end(case, sentence)
    settle_cautions(
        case,
        sentence,
        requirements=(),
        accepted=accepted,
        left_open=NOT_YET_KNOWN,
        account_id=account_id,
        now=now,
    )
    sentence.save(update_fields=_FILLED)
    if kind.is_custodial:
        begin_custody(case, sentence, now=now)
    outbox.publish(
        SentenceRecorded(crn=case.person.crn, case_id=case.pk, number=number, type=kind.code),
        now=now,
    )
    write_trail(
        case,
        account_id=account_id,
        action="sentence.recorded",
        now=now,
        altered=sentence,
        type=kind.code,
    )
    return sentence


def _checked(
    case: Case, sentence: Sentence, disposal: Disposal, *, today: date
) -> tuple[SentenceType, Court, Sentence | None]:
    """The type, the court and the sentence before it that a disposal names.

    Raises:
        Refused: the rules do not allow it; carries every reason.
    """
    kind = SentenceType.objects.filter(code=disposal.type_code, is_offered=True).first()
    court = Court.objects.filter(code=disposal.court_code).first()
    before = _followed(case, disposal.follows)
    reasons = reasons_against_change(case, sentence)
    if sentence.type_id is not None:
        reasons.append(Reason("is-sentenced", "The sentence of this event is recorded already."))
    if court is None:
        reasons.append(Reason("no-such-court", "Select a court."))
    reasons += _reasons_against_type(kind, disposal)
    reasons += _reasons_against_days(sentence, disposal, today=today)
    if disposal.follows is not None and (before is None or before.pk == sentence.pk):
        said = "Select another sentence of this person that it runs on from."
        reasons.append(Reason("no-such-sentence", said))
    if kind is None or court is None or reasons:
        raise Refused(reasons)
    return kind, court, before


@transaction.atomic
def amend_sentence(
    *,
    account_id: int,
    case_id: int,
    number: int,
    length: int | None,
    length_unit: LengthUnit | None,
    ends_on: date | None,
    is_under_review: bool,
    amended_on: date,
    reason: str,
    now: datetime,
    accepted: Collection[str] = (),
) -> Sentence:
    """Change the length of a sentence or the end that was entered; what runs on from it moves along, and what each was stays.

    Raises:
        Http404: there is no such event that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the rules do not allow it; carries every reason.
        Warned: nothing forbids it, but there are warnings that nobody accepted.
    """
    case, sentence = hold_sentence(case_id, number=number)
    before = copy(sentence)
    change = Change(amended_on=amended_on, reason=reason, account_id=account_id)
    sentence.length, sentence.length_unit = length, length_unit or ""
    sentence.entered_ends_on = ends_on
    sentence.is_under_review = is_under_review
    reasons = reasons_against_change(case, before)
    reasons += _reasons_against_amending(before, sentence)
    reasons += _reasons_against_length(sentence.type, length, length_unit, ends_on)
    reasons += reasons_against(change, after=_last_order(before), now=now)
    if reasons:
        raise Refused(reasons)
    _work_out_end(case, sentence)
    settle_cautions(
        case,
        sentence,
        requirements=tuple(Requirement.objects.filter(sentence=sentence)),
        accepted=accepted,
        left_open=NOT_YET_KNOWN,
        account_id=account_id,
        now=now,
    )
    keep_sentence(sentence, before, change, now=now)
    sentence.save(update_fields=_AMENDED)
    for moved in [number, *_move_along(case, number, change, now=now)]:
        event = SentenceAmended(crn=case.person.crn, case_id=case.pk, number=moved)
        outbox.publish(event, now=now)
    tell_officer(
        case,
        SENTENCE_CHANGED,
        subject=Subject(sentence_id=sentence.pk),
        what=f"Sentence {number}",
        change=change,
        now=now,
    )
    write_trail(case, account_id=account_id, action="sentence.amended", now=now, altered=sentence)
    return sentence


def _reasons_against_amending(before: Sentence, after: Sentence) -> list[Reason]:
    if before.type is None or before.imposed_on is None:
        return [Reason("not-sentenced", "There is no sentence to change yet.")]
    if after.entered_ends_on is not None and after.entered_ends_on < before.imposed_on:
        return [Reason("ends-before", "The end must not be before the sentence.")]
    if all(getattr(before, name) == getattr(after, name) for name in OF_SENTENCE):
        return [Reason("nothing-changed", "Change what the court ordered otherwise.")]
    return []


def _last_order(sentence: Sentence) -> date | None:
    """The day of what a court ordered last about a sentence."""
    own = sentence.amendments.filter(moved_with=None)
    return own.aggregate(last=Max("amended_on"))["last"] or sentence.imposed_on


_AMENDED = ("length", "length_unit", "is_under_review", *ENDS)
_FILLED = (
    *("type", "court", "imposed_on", "second_length", "second_unit", "follows", "is_deferred"),
    *_AMENDED,
)


def _followed(case: Case, number: int | None) -> Sentence | None:
    if number is None:
        return None
    return Sentence.objects.filter(case=case, number=number, type__isnull=False).first()


def _fill(
    sentence: Sentence,
    *,
    kind: SentenceType,
    court: Court,
    disposal: Disposal,
    before: Sentence | None,
) -> None:
    sentence.type = kind
    sentence.court = court.name
    sentence.imposed_on = disposal.imposed_on
    sentence.length, sentence.length_unit = disposal.length, disposal.length_unit or ""
    sentence.second_length, sentence.second_unit = (
        disposal.second_length,
        disposal.second_unit or "",
    )
    sentence.entered_ends_on = disposal.ends_on
    sentence.follows = before
    sentence.is_deferred = kind.family == SentenceFamily.DEFERRED


def _work_out_end(case: Case, sentence: Sentence) -> None:
    """Work out when a sentence ends that is not saved yet."""
    span = _spans(case, instead=sentence)[sentence.number]
    sentence.notional_ends_on = span.ends_on
    sentence.ends_on = sentence.entered_ends_on or span.ends_on


def _move_along(case: Case, with_: int, change: Change, *, now: datetime) -> list[int]:
    """Work out anew when the sentences of a case end that run on from others; gives those that changed."""
    moved = []
    by_number = _spans(case, instead=None)
    for each in Sentence.objects.filter(case=case, follows__isnull=False, terminated_on=None):
        ends_on = by_number[each.number].ends_on
        if ends_on == each.notional_ends_on:
            continue
        before = copy(each)
        each.notional_ends_on = ends_on
        each.ends_on = each.entered_ends_on or ends_on
        keep_sentence(each, before, change, with_=with_, now=now)
        each.save(update_fields=("notional_ends_on", "ends_on"))
        moved.append(each.number)
    return sorted(moved)


def _spans(case: Case, *, instead: Sentence | None) -> dict[int, Span]:
    sentences = Sentence.objects.filter(case=case, type__isnull=False).select_related("follows")
    known = {each.number: each for each in sentences}
    if instead is not None:
        known[instead.number] = instead
    return spans(
        [
            Term(
                number=each.number,
                imposed_on=each.imposed_on,
                length=None
                if each.length is None
                else Length(number=each.length, unit=each.length_unit),
                follows=each.follows.number if each.follows else None,
            )
            for each in known.values()
            if each.imposed_on is not None
        ]
    )


def _reasons_against_type(kind: SentenceType | None, disposal: Disposal) -> list[Reason]:
    if kind is None:
        return [Reason("no-such-type", "Select a type of sentence.")]
    reasons = _reasons_against_length(kind, disposal.length, disposal.length_unit, disposal.ends_on)
    if (disposal.second_length is None) != (disposal.second_unit is None):
        reasons.append(Reason("no-second-unit", "Enter the suspended term together with its unit."))
    if kind.family == SentenceFamily.SUSPENDED and disposal.second_length is None:
        reasons.append(Reason("no-term", "Enter the term of custody that is suspended."))
    return reasons


def _reasons_against_length(
    kind: SentenceType | None, length: int | None, unit: LengthUnit | None, ends_on: date | None
) -> list[Reason]:
    if kind is None:
        return []
    if (length is None) != (unit is None):
        return [Reason("no-unit", "Enter a length together with its unit.")]
    if kind.family == SentenceFamily.INDETERMINATE and (length or ends_on):
        return [Reason("no-end", "A sentence without an end has no length.")]
    if kind.family not in WITHOUT_LENGTH and length is None and ends_on is None:
        return [
            Reason("no-length", "Enter the length of the sentence, or the day on which it ends.")
        ]
    if length is not None and length < 1:
        return [Reason("no-length", "The length must be at least 1.")]
    return []


def _reasons_against_days(sentence: Sentence, disposal: Disposal, *, today: date) -> list[Reason]:
    reasons = []
    if disposal.imposed_on > today:
        reasons.append(Reason("imposed-in-future", f"The day of the sentence {IN_THE_FUTURE}"))
    if sentence.convicted_on is not None and disposal.imposed_on < sentence.convicted_on:
        said = "The sentence must not be before the conviction."
        reasons.append(Reason("before-conviction", said))
    if disposal.ends_on is not None and disposal.ends_on < disposal.imposed_on:
        reasons.append(Reason("ends-before", "The end must not be before the sentence."))
    return reasons
