"""Flags on a person: started, given another level, reviewed, ended, set by an assessment, and left at the end."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction

from throughcare.kernel.days import local_day
from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.choices import FlagLevelKind
from throughcare.probation.commands.holding import hold_case
from throughcare.probation.commands.setting_flags import (
    active_flags,
    as_rules_see,
    keep_end,
    keep_review,
    keep_risk_of,
    set_flag,
)
from throughcare.probation.models import (
    Case,
    FlagLevel,
    FlagType,
    Offence,
    Registration,
    Sentence,
)
from throughcare.probation.rules.registrations import (
    LIFE_SENTENCES,
    Ending,
    ended_by,
    left_at_the_end,
    set_by_assessment,
)

ALERT = "ALERT"
LONGEST_NOTES = 4_000


@transaction.atomic
def register_flag(
    *,
    account_id: int,
    case_id: int,
    type_code: str,
    now: datetime,
    level: str = "",
    category: str = "",
    starts_on: date | None = None,
    offence_code: str | None = None,
    notes: str = "",
) -> Registration | None:
    """Register a flag, or give one that is there another level; None where it stands so already.

    Those of its group end with its first day, and its first review is set by its level or type.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the rules do not allow it; carries every reason.
    """
    case = hold_case(case_id)
    on = starts_on or local_day(now)
    kind = FlagType.objects.filter(code=type_code, is_offered=True).first()
    reasons = [
        *_reasons_against_kind(kind, level=level, category=category),
        *_reasons_against_start(case, on=on, now=now, notes=notes, offence_code=offence_code),
    ]
    active = active_flags(case)
    if kind is not None:
        reasons += _reasons_against_order(kind, active=active, on=on)
    if reasons or kind is None:
        raise Refused(reasons)
    return set_flag(
        case,
        kind,
        active=active,
        account_id=account_id,
        now=now,
        on=on,
        level=level,
        category=category,
        offence_code=offence_code,
        notes=notes,
    )


@transaction.atomic
def review_flag(
    *, account_id: int, case_id: int, type_code: str, now: datetime, notes: str = ""
) -> Registration:
    """Say that a flag was reviewed and stays; the next review is set.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the flag is not registered, or is not one that is reviewed.
    """
    case = hold_case(case_id)
    flag = _registered(case, type_code)
    if not flag.review_months:
        raise Refused.because("not-reviewed", f"{flag.type.description} is not reviewed.")
    _require_short(notes)
    keep_review(case, flag, account_id=account_id, on=local_day(now), now=now, notes=notes)
    return flag


@transaction.atomic
def end_flag(
    *, account_id: int, case_id: int, type_code: str, now: datetime, notes: str = ""
) -> Registration:
    """End a flag.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: the flag is not registered.
    """
    case = hold_case(case_id)
    flag = _registered(case, type_code)
    _require_short(notes)
    keep_end(case, flag, account_id=account_id, on=local_day(now), now=now, notes=notes)
    keep_risk_of(case, flag, is_ended=True, account_id=account_id, now=now)
    return flag


@transaction.atomic
def set_flags_by_assessment(
    *, account_id: int, case_id: int, rosh: str, risks: Mapping[str, str], on: date, now: datetime
) -> None:
    """Set the risk of serious harm and the risks to each group as an assessment of a day found them.

    What it finds as it was, is reviewed. `risks` are by group, in the words of `rules.registrations`.

    Raises:
        PermissionDenied: the account may not write to the case.
        KeyError: there is no such level or group.
    """
    case = hold_case(case_id)
    flags = [as_rules_see(each) for each in active_flags(case).values()]
    kinds = {kind.code: kind for kind in FlagType.objects.all()}
    for step in set_by_assessment(rosh=rosh, risks=risks, active=flags):
        active = active_flags(case)
        there = active.get(step.type)
        if _knows_more(active, kind=kinds[step.type], on=on):
            continue
        if isinstance(step, Ending):
            if there is not None:
                keep_end(case, there, account_id=account_id, on=on, now=now)
            continue
        made = set_flag(
            case,
            kinds[step.type],
            active=active,
            account_id=account_id,
            now=now,
            on=on,
            level=step.level,
            category=there.category if there else "",
        )
        if made is None and there is not None and there.review_months:
            keep_review(case, there, account_id=account_id, on=on, now=now)


@transaction.atomic
def end_supervision_flags(
    *, account_id: int, case_id: int, now: datetime, alerts: Collection[str] = ()
) -> list[Registration]:
    """Do with each flag what its type says of the end of supervision, and give those that ended.

    In place of those named in `alerts` there is an alert from then on.

    Raises:
        PermissionDenied: the account may not write to the case.
        Refused: a sentence is live, or an alert cannot take the place of a flag.
    """
    case = hold_case(case_id)
    on = local_day(now)
    live = Sentence.objects.filter(case=case, terminated_on=None)
    active = active_flags(case)
    left = left_at_the_end(
        active=[as_rules_see(each) for each in active.values()],
        has_life_sentence=Sentence.objects.filter(case=case, type_id__in=LIFE_SENTENCES).exists(),
    )
    reasons = []
    if live.exists():
        reasons.append(Reason("still-supervised", "A sentence of this case is live."))
    if set(alerts) - {each.type for each in left if each.may_become_alert}:
        reasons.append(Reason("no-alert", "An alert cannot take the place of that flag."))
    if reasons:
        raise Refused(reasons)
    ended = [active[each.type] for each in left if each.is_ended]
    for flag in ended:
        keep_end(case, flag, account_id=account_id, on=on, now=now, notes="Supervision ended.")
        keep_risk_of(case, flag, is_ended=True, account_id=account_id, now=now)
    if alerts:
        replaced = ", ".join(active[code].type.description for code in sorted(alerts))
        set_flag(
            case,
            FlagType.objects.get(code=ALERT),
            active=active_flags(case),
            account_id=account_id,
            now=now,
            on=on,
            notes=f"In place of: {replaced}.",
        )
    return ended


def _knows_more(active: Mapping[str, Registration], *, kind: FlagType, on: date) -> bool:
    """Whether a flag of the type or its group starts later than an assessment, which then knew less."""
    return any(
        flag.starts_on > on
        and (flag.type_id == kind.code or flag.duplicate_group == kind.duplicate_group != "")
        for flag in active.values()
    )


def _registered(case: Case, type_code: str) -> Registration:
    flag = active_flags(case).get(type_code)
    if flag is None:
        raise Refused.because("not-registered", "This flag is not registered.")
    return flag


def _reasons_against_kind(kind: FlagType | None, *, level: str, category: str) -> list[Reason]:
    if kind is None:
        return [Reason("no-such-flag", "Select a flag.")]
    known = FlagLevel.objects.filter(type=kind).values_list("kind", "code")
    of = {each: {code for is_of, code in known if is_of == each} for each in FlagLevelKind.values}
    reasons = []
    for name, given in ((FlagLevelKind.LEVEL, level), (FlagLevelKind.CATEGORY, category)):
        if of[name] and given not in of[name]:
            reasons.append(Reason(f"no-such-{name}", f"Select a {name}."))
        elif given and not of[name]:
            reasons.append(Reason(f"has-no-{name}", f"{kind.description} has no {name}."))
    return reasons


def _reasons_against_start(
    case: Case, *, on: date, now: datetime, notes: str, offence_code: str | None
) -> list[Reason]:
    reasons = []
    if case.closed_at is not None:
        reasons.append(Reason("case-closed", "The case is closed."))
    if on > local_day(now):
        reasons.append(Reason("not-yet", "The first day cannot be in the future."))
    if len(notes) > LONGEST_NOTES:
        reasons.append(Reason("notes-too-long", "Notes can be 4,000 characters at most."))
    if offence_code is not None and not Offence.objects.filter(code=offence_code).exists():
        reasons.append(Reason("no-such-offence", "There is no such offence."))
    return reasons


def _reasons_against_order(
    kind: FlagType, *, active: Mapping[str, Registration], on: date
) -> list[Reason]:
    """One that starts cannot end another before that began."""
    others = [as_rules_see(each) for each in active.values()]
    return [
        Reason(
            "starts-before",
            f"{active[other.type].type.description} starts on {other.starts_on:%-d %B %Y}: give that day or a later one.",
        )
        for other in ended_by(kind.duplicate_group, active=others, type_code=kind.code)
        if other.starts_on > on
    ]


def _require_short(notes: str) -> None:
    if len(notes) > LONGEST_NOTES:
        raise Refused.because("notes-too-long", "Notes can be 4,000 characters at most.")
