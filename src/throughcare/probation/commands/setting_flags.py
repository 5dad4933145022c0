"""What a change to a flag writes: the flag, what was done about it, the log, the risk, the event and the trail."""

from collections.abc import Mapping
from datetime import date, datetime

from throughcare.outbox import commands as outbox
from throughcare.probation.choices import FlagLevelKind, FlagStep
from throughcare.probation.commands.cases import keep_risk
from throughcare.probation.commands.holding import add_contact, write_trail
from throughcare.probation.events import FlagChanged, MappaChanged
from throughcare.probation.models import (
    Case,
    FlagLevel,
    FlagType,
    Registration,
    RegistrationStep,
)
from throughcare.probation.rules import months_later
from throughcare.probation.rules.registrations import ROSH_TYPES, Flag, ended_by

NEW, REVIEW, ENDED = "ERGN", "ERGR", "DRGN"
"""Entries of the log that tell of flags."""
MAPPA = "MAPP"
WARRANT = "WRSM"
"""The alert that a warrant or a summons is out."""
_ACTIONS = {
    FlagStep.STARTED: "flag.registered",
    FlagStep.CHANGED: "flag.changed",
    FlagStep.REVIEWED: "flag.reviewed",
    FlagStep.ENDED: "flag.ended",
}


def set_flag(
    case: Case,
    kind: FlagType,
    *,
    active: Mapping[str, Registration],
    account_id: int,
    now: datetime,
    on: date,
    level: str = "",
    category: str = "",
    offence_code: str | None = None,
    notes: str = "",
) -> Registration | None:
    """Start a flag of a case that is held, or give it this level; None where it stands so already."""
    there = active.get(kind.code)
    if there is not None and (there.level, there.category) == (level, category):
        return None
    if there is not None:
        there.level, there.category = level, category
        there.save(update_fields=["level", "category"])
        there.refresh_from_db()
        flag, step = there, FlagStep.CHANGED
    else:
        others = [as_rules_see(each) for each in active.values()]
        for other in ended_by(kind.duplicate_group, active=others, type_code=kind.code):
            keep_end(case, active[other.type], account_id=account_id, on=on, now=now)
        months = _months(kind, level=level)
        flag, step = (
            Registration.objects.create(
                case=case,
                type=kind,
                level=level,
                category=category,
                trigger_offence_id=offence_code,
                starts_on=on,
                review_on=months_later(on, months=months) if months else None,
                review_months=months,
                recorded_at=now,
            ),
            FlagStep.STARTED,
        )
    _note(case, flag, step=step, account_id=account_id, on=on, now=now, notes=notes)
    _write(case, NEW, account_id=account_id, now=now, notes=_told(flag, step=step))
    if step is FlagStep.STARTED and flag.review_on:
        _write(case, REVIEW, account_id=account_id, now=now, notes=_due(flag))
    keep_risk_of(case, flag, is_ended=False, account_id=account_id, now=now)
    return flag


def flag_warrant(case: Case, *, account_id: int, on: date, now: datetime) -> None:
    """Have a case that is held say that a court issued a warrant (6), unless it says so already."""
    kind = FlagType.objects.filter(code=WARRANT).first()
    if kind is not None:
        set_flag(
            case,
            kind,
            active=active_flags(case),
            account_id=account_id,
            on=on,
            now=now,
            notes="A court issued a warrant.",
        )


def keep_review(
    case: Case, flag: Registration, *, account_id: int, on: date, now: datetime, notes: str = ""
) -> None:
    due_on = flag.review_on
    flag.review_on = months_later(on, months=flag.review_months)
    flag.save(update_fields=["review_on"])
    _note(
        case,
        flag,
        step=FlagStep.REVIEWED,
        account_id=account_id,
        on=on,
        now=now,
        notes=notes,
        due_on=due_on,
    )
    _write(case, REVIEW, account_id=account_id, now=now, notes=f"Reviewed. {_due(flag)}")


def keep_end(
    case: Case, flag: Registration, *, account_id: int, on: date, now: datetime, notes: str = ""
) -> None:
    flag.ended_on = on
    flag.save(update_fields=["ended_on"])
    _note(case, flag, step=FlagStep.ENDED, account_id=account_id, on=on, now=now, notes=notes)
    _write(case, ENDED, account_id=account_id, now=now, notes=f"{flag.type.description}.")


def _note(
    case: Case,
    flag: Registration,
    *,
    step: FlagStep,
    account_id: int,
    on: date,
    now: datetime,
    notes: str,
    due_on: date | None = None,
) -> None:
    """Keep what was done about a flag, tell others of it, and write the trail."""
    RegistrationStep.objects.create(
        case=case,
        registration=flag,
        step=step,
        done_on=on,
        due_on=due_on,
        level=flag.level,
        category=flag.category,
        notes=notes,
        done_by_id=account_id,
        recorded_at=now,
    )
    changed = FlagChanged(
        crn=case.person.crn, case_id=case.pk, type=flag.type_id, change=step.value
    )
    outbox.publish(changed, now=now)
    if flag.type_id == MAPPA:
        told = MappaChanged(crn=case.person.crn, case_id=case.pk, change=step.value)
        outbox.publish(told, now=now)
    write_trail(
        case,
        account_id=account_id,
        action=_ACTIONS[step],
        now=now,
        altered=flag,
        type=flag.type_id,
    )


def _write(case: Case, type_code: str, *, account_id: int, now: datetime, notes: str) -> None:
    add_contact(
        case, account_id=account_id, type_code=type_code, starts_at=now, now=now, notes=notes
    )


def keep_risk_of(
    case: Case, flag: Registration, *, is_ended: bool, account_id: int, now: datetime
) -> None:
    """Have what is known of the risk say what the flags of risk of serious harm and of MAPPA say."""
    for rosh, type_code in ROSH_TYPES.items():
        if flag.type_id == type_code:
            keep_risk(case, account_id=account_id, now=now, rosh=None if is_ended else rosh)
    if flag.type_id == MAPPA:
        category = flag.category.removeprefix("M")
        level = flag.level.removeprefix("M")
        keep_risk(
            case,
            account_id=account_id,
            now=now,
            mappa="none" if is_ended else category if category in {"1", "2", "3"} else None,
            mappa_level=int(level) if level.isdigit() and not is_ended else None,
        )


def active_flags(case: Case) -> dict[str, Registration]:
    found = Registration.objects.filter(case=case, ended_on=None).select_related("type")
    return {flag.type_id: flag for flag in found.order_by("id")}


def as_rules_see(flag: Registration) -> Flag:
    return Flag(
        type=flag.type_id,
        starts_on=flag.starts_on,
        level=flag.level,
        category=flag.category,
        group=flag.duplicate_group,
        colour=flag.type.colour,
        at_termination=flag.type.at_termination,
        may_become_alert=flag.type.may_become_alert,
    )


def _months(kind: FlagType, *, level: str) -> int:
    own = FlagLevel.objects.filter(type=kind, kind=FlagLevelKind.LEVEL, code=level).first()
    return kind.review_months if own is None or own.review_months is None else own.review_months


def _told(flag: Registration, *, step: FlagStep) -> str:
    bears = ", ".join(
        FlagLevel.objects.filter(type=flag.type, kind=kind, code=code).values_list(
            "description", flat=True
        )[0]
        for kind, code in (
            (FlagLevelKind.CATEGORY, flag.category),
            (FlagLevelKind.LEVEL, flag.level),
        )
        if code
    )
    words = "Level changed: " if step is FlagStep.CHANGED else ""
    return f"{words}{flag.type.description}{f', {bears}' if bears else ''}."


def _due(flag: Registration) -> str:
    return f"{flag.type.description}: review due on {flag.review_on:%-d %B %Y}."
