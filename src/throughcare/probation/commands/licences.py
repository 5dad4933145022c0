"""Licences with their conditions, and post-sentence supervision with its requirements and its repeal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max
from django.http import Http404

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.outbox import commands as outbox
from throughcare.probation import queries
from throughcare.probation.choices import (
    CustodyStatus,
    EndReason,
    LicenceState,
    SupervisionDuty,
)
from throughcare.probation.commands.custody_keeping import hold_custody
from throughcare.probation.commands.holding import write_trail
from throughcare.probation.commands.sentencing import hold_sentence, reasons_against_change
from throughcare.probation.events import ConditionAdded, LicenceChanged
from throughcare.probation.limits import SENTENCING_ACT_2026
from throughcare.probation.models import (
    Case,
    ConditionSubType,
    ConditionType,
    Licence,
    LicenceCondition,
    PolicyCondition,
    Sentence,
    SupervisionRequirement,
)
from throughcare.probation.rules import licences as rules
from throughcare.probation.rules.licences import Condition, Matching, matching

GONE_ON: Final = (LicenceState.INACTIVE, LicenceState.RECALLED, LicenceState.TIMED_OUT)
STATE, CONDITIONS = "state", "conditions"
UNDER_SUPERVISION: Final = (CustodyStatus.LICENCE, CustodyStatus.SUPERVISION)


@transaction.atomic
def begin_licence(*, account_id: int, case_id: int, number: int, now: datetime) -> Licence:
    """Begin a licence of a custodial sentence, under the policy whose wording is the latest here.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the sentence has ended, another licence of it goes on, or no policy is loaded.
    """
    case, sentence, _ = hold_custody(case_id, number=number)
    policy = PolicyCondition.objects.aggregate(latest=Max("policy"))["latest"]
    reasons = reasons_against_change(case, sentence)
    if Licence.objects.filter(sentence=sentence).exclude(state__in=GONE_ON).exists():
        reasons.append(Reason("goes-on", "A licence of this sentence goes on already."))
    if policy is None:
        said = "The list of licence conditions is empty. Ask whoever runs this installation to load it."
        reasons.append(Reason("no-policy", said))
    if reasons:
        raise Refused(reasons)
    last = Licence.objects.filter(sentence=sentence).aggregate(last=Max("number"))["last"] or 0
    made = Licence.objects.create(
        case=case,
        sentence=sentence,
        number=last + 1,
        state=LicenceState.NOT_STARTED,
        policy=policy,
        state_at=now,
        recorded_at=now,
    )
    _tell(case, sentence, about=STATE, state=made.state, now=now)
    write_trail(case, account_id=account_id, action="licence.begun", now=now, number=number)
    return made


@transaction.atomic
def change_licence(
    *, account_id: int, case_id: int, number: int, state: LicenceState, now: datetime
) -> Licence:
    """Bring the licence of a sentence to another state.

    Raises:
        Http404: there is no such licence that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: that state does not follow on the one it is in, or the person is not released.
    """
    case, sentence, custody = hold_custody(case_id, number=number)
    found = (
        Licence.objects.select_for_update(no_key=True)
        .filter(sentence=sentence)
        .order_by("-number")
        .first()
    )
    if found is None:
        raise Http404
    reasons = reasons_against_change(case, sentence)
    if state.value not in rules.MOVES[found.state]:
        said = f"A licence that is {found.get_state_display().lower()} cannot become {state.label.lower()}."
        reasons.append(Reason("not-next", said))
    if (
        state == LicenceState.ACTIVE
        and found.state == LicenceState.APPROVED
        and custody.status != CustodyStatus.LICENCE
    ):
        said = "A licence is active once the person is released."
        reasons.append(Reason("not-released", said))
    if reasons:
        raise Refused(reasons)
    found.state, found.state_at = state, now
    found.save(update_fields=("state", "state_at"))
    _tell(case, sentence, about=STATE, state=state, now=now)
    write_trail(
        case,
        account_id=account_id,
        action="licence.changed",
        now=now,
        altered=found,
        state=state.value,
    )
    return found


@dataclass(frozen=True, kw_only=True)
class Matched:
    """How many conditions ended, began and stayed as they were."""

    ended: int
    added: int
    kept: int


@transaction.atomic
def match_conditions(
    *,
    account_id: int,
    case_id: int,
    number: int,
    conditions: Sequence[Condition],
    now: datetime,
) -> Matched:
    """Bring the conditions of a case into line with those of the active licence: absent ones end, new ones begin, others stay.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: no licence is active, or there is no such category; carries every reason.
    """
    case, sentence, _ = hold_custody(case_id, number=number)
    reasons = [*reasons_against_change(case, sentence), *_reasons_against(sentence, conditions)]
    if reasons:
        raise Refused(reasons)
    existing = list(
        LicenceCondition.objects.filter(sentence=sentence, ended_on=None).order_by("number")
    )
    found = matching([_as_rule(each) for each in existing], licence=conditions)
    _apply(case, sentence, existing, found=found, today=local_day(now), now=now)
    if found.ended or found.added:
        _tell(case, sentence, about=CONDITIONS, state=LicenceState.ACTIVE, now=now)
    write_trail(
        case,
        account_id=account_id,
        action="licence.matched",
        now=now,
        number=number,
        ended=len(found.ended),
        added=len(found.added),
    )
    return Matched(
        ended=len(found.ended), added=len(found.added), kept=len(existing) - len(found.ended)
    )


@transaction.atomic
def add_condition(
    *, account_id: int, case_id: int, number: int, condition: Condition, now: datetime
) -> LicenceCondition:
    """Add one condition to those of a case, beside what is there.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: no licence is active, there is no such category, or the same is there; carries every reason.
    """
    case, sentence, _ = hold_custody(case_id, number=number)
    reasons = [*reasons_against_change(case, sentence), *_reasons_against(sentence, [condition])]
    existing = list(LicenceCondition.objects.filter(sentence=sentence, ended_on=None))
    if condition.key in {_as_rule(each).key for each in existing}:
        reasons.append(Reason("is-there", "This condition is there already."))
    if reasons:
        raise Refused(reasons)
    added = Matching(ended=(), added=(condition,))
    _apply(case, sentence, existing, found=added, today=local_day(now), now=now)
    _tell(case, sentence, about=CONDITIONS, state=LicenceState.ACTIVE, now=now)
    write_trail(case, account_id=account_id, action="condition.added", now=now, number=number)
    return LicenceCondition.objects.filter(sentence=sentence).latest("number")


@transaction.atomic
def end_condition(
    *, account_id: int, case_id: int, number: int, condition: int, now: datetime
) -> LicenceCondition:
    """End one condition, from today on.

    Raises:
        Http404: there is no such condition that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: it has ended, or the sentence has.
    """
    case, sentence = hold_sentence(case_id, number=number)
    found = LicenceCondition.objects.filter(sentence=sentence, number=condition).first()
    if found is None:
        raise Http404
    reasons = reasons_against_change(case, sentence)
    if found.ended_on is not None:
        reasons.append(Reason("condition-ended", "This condition has ended."))
    if reasons:
        raise Refused(reasons)
    found.ended_on = max(local_day(now), found.starts_on)
    found.ended_for = EndReason.REPLACED
    found.save(update_fields=("ended_on", "ended_for"))
    _tell(case, sentence, about=CONDITIONS, state=LicenceState.ACTIVE, now=now)
    write_trail(case, account_id=account_id, action="condition.ended", now=now, altered=found)
    return found


@transaction.atomic
def require_in_supervision(
    *,
    account_id: int,
    case_id: int,
    number: int,
    kind: SupervisionDuty,
    starts_on: date,
    now: datetime,
) -> SupervisionRequirement:
    """Add a requirement of post-sentence supervision.

    Raises:
        Http404: there is no such custody that the account may know of.
        PermissionDenied: it may not write to the case.
        Refused: the sentence has no such supervision, it was repealed, or the same is required already.
    """
    case, sentence, _ = hold_custody(case_id, number=number)
    reasons = reasons_against_change(case, sentence)
    repealed_on = queries.commenced_on(SENTENCING_ACT_2026)
    if sentence.type is None or not sentence.type.has_pss:
        said = "This type of sentence has no post-sentence supervision."
        reasons.append(Reason("no-supervision", said))
    if repealed_on is not None and repealed_on <= starts_on:
        reasons.append(Reason("repealed", "Post-sentence supervision was repealed."))
    if SupervisionRequirement.objects.filter(sentence=sentence, kind=kind, ended_on=None).exists():
        reasons.append(Reason("is-there", "This is required already."))
    if reasons:
        raise Refused(reasons)
    made = SupervisionRequirement.objects.create(
        case=case,
        sentence=sentence,
        number=_next(SupervisionRequirement, sentence),
        kind=kind,
        starts_on=starts_on,
        recorded_at=now,
    )
    write_trail(case, account_id=account_id, action="supervision.required", now=now, number=number)
    return made


def _apply(
    case: Case,
    sentence: Sentence,
    existing: Sequence[LicenceCondition],
    *,
    found: Matching,
    today: date,
    now: datetime,
) -> None:
    for place in found.ended:
        condition = existing[place]
        condition.ended_on = max(today, condition.starts_on)
        condition.ended_for = EndReason.REPLACED
        condition.save(update_fields=("ended_on", "ended_for"))
    first = _next(LicenceCondition, sentence)
    LicenceCondition.objects.bulk_create(
        LicenceCondition(
            case=case,
            sentence=sentence,
            number=number,
            type_id=each.type,
            sub_type_id=each.sub_type or None,
            wording=each.wording.strip(),
            starts_on=today,
            recorded_at=now,
        )
        for number, each in enumerate(found.added, start=first)
    )
    for type_code in sorted({each.type for each in found.added}):
        begun = ConditionAdded(
            crn=case.person.crn, case_id=case.pk, number=sentence.number, type=type_code
        )
        outbox.publish(begun, now=now)


def _next(table: type[LicenceCondition] | type[SupervisionRequirement], sentence: Sentence) -> int:
    last = table.objects.filter(sentence=sentence).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def _as_rule(condition: LicenceCondition) -> Condition:
    return Condition(
        type=condition.type_id,
        sub_type=condition.sub_type_id or "",
        wording=condition.wording,
    )


def _reasons_against(sentence: Sentence, conditions: Sequence[Condition]) -> list[Reason]:
    reasons = []
    if not Licence.objects.filter(sentence=sentence, state=LicenceState.ACTIVE).exists():
        reasons.append(Reason("no-licence", "No licence of this sentence is active."))
    types = {each.type for each in conditions}
    if ConditionType.objects.filter(code__in=types).count() != len(types):
        reasons.append(Reason("no-such-type", "Select a category."))
    sub_types = {each.sub_type for each in conditions if each.sub_type}
    if ConditionSubType.objects.filter(code__in=sub_types).count() != len(sub_types):
        reasons.append(Reason("no-such-sub-type", "Select a condition of this category."))
    return reasons


def _tell(case: Case, sentence: Sentence, *, about: str, state: str, now: datetime) -> None:
    changed = LicenceChanged(
        crn=case.person.crn,
        case_id=case.pk,
        number=sentence.number,
        state=str(state),
        about=about,
    )
    outbox.publish(changed, now=now)
