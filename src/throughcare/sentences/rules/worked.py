"""One sentence with all its dates worked out, as it stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.curfew import Curfew, curfew
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.formulas import (
    adjusted_expiry,
    expiry,
    release,
    unadjusted_expiry,
    uncapped_release,
)
from throughcare.sentences.rules.law import Manner
from throughcare.sentences.rules.removal import Removal, removal
from throughcare.sentences.rules.single import (
    licence_expiry,
    parole,
    release_date,
    supervision,
)
from throughcare.sentences.rules.standing import Standing
from throughcare.sentences.rules.types import DateType, Types, date_types


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Worked:
    """`release` is that of the sentence, `released_on` after recall where there was one, `defaulted` not before a tranche."""

    now: Standing
    types: Types
    release: date
    released_on: date
    defaulted: date
    uncapped: date
    expiry: date
    adjusted_expiry: date
    unadjusted_expiry: date
    licence: date | None
    parole: date | None
    supervision: date | None
    curfew: Curfew | None
    removal: Removal | None
    is_under_18: bool

    @property
    def start(self) -> date:
        return self.now.start

    @property
    def is_recall(self) -> bool:
        return self.now.is_recall

    @property
    def is_training(self) -> bool:
        return self.now.terms.is_training

    @property
    def is_immediate(self) -> bool:
        return self.release == self.now.start

    @property
    def kind(self) -> Kind:
        return self.now.terms.first.kind

    @property
    def is_conditional(self) -> bool:
        return DateType.CRD in self.types

    @property
    def has_parole(self) -> bool:
        return DateType.PED in self.types

    @property
    def is_under_progression(self) -> bool:
        law = self.now.law
        return law is not None and law.manner is Manner.KEEPING_EARLIER_DATES


def worked(now: Standing, *, case: Case) -> Worked:
    types = date_types(now, case=case)
    day = release(now)
    after = release_date(now, case=case)
    return Worked(
        now=now,
        types=types,
        release=day,
        released_on=after,
        defaulted=after if now.is_recall else defaulted(now, day),
        uncapped=uncapped_release(now),
        expiry=expiry(now),
        adjusted_expiry=adjusted_expiry(now),
        unadjusted_expiry=unadjusted_expiry(now),
        licence=licence_expiry(now, types=types),
        parole=parole(now) if DateType.PED in types else None,
        supervision=supervision(now, types=types, case=case),
        curfew=curfew(now, types=types, case=case),
        removal=removal(now, case=case),
        is_under_18=case.adult_on > day,
    )


def defaulted(now: Standing, day: date) -> date:
    """A day of release through the rule of the law over a sentence: not before the person's tranche."""
    if now.tranche_on is None or now.law is None:
        return day
    if now.law.manner is Manner.KEEPING_EARLIER_DATES:
        return default_to(now.tranche_on, day=day, awarded=now.days.awarded)
    return max(day, now.tranche_on)


def defaults(tranche_on: date, *, day: date, awarded: int) -> bool:
    """Whether a date is moved to the tranche: whether it would be before it without added days."""
    return tranche_on > day - timedelta(days=awarded)


def default_to(tranche_on: date, *, day: date, awarded: int) -> date:
    """A date, or that of the tranche with added days where the date would be before it."""
    if defaults(tranche_on, day=day, awarded=awarded):
        return tranche_on + timedelta(days=awarded)
    return day


def latest(several: Iterable[Worked], *, by: Callable[[Worked], Any]) -> Worked:  # Any: comparable
    """The first of those with the greatest value."""
    return max(several, key=by)
