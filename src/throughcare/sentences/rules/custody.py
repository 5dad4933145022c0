"""Where somebody stands while the days are walked through: in custody, on licence, expired.

`Custody` is the one thing in these rules that changes: it is made when a calculation begins and gone when it ends. Whatever it holds is
frozen, and replaced as a whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.dates import plus
from throughcare.sentences.rules.facts import Adjustment, Booking
from throughcare.sentences.rules.formulas import (
    ends_before_release,
    expiry,
    release,
    unused_awarded,
)
from throughcare.sentences.rules.law import Law, ReleaseLaw
from throughcare.sentences.rules.results import Together
from throughcare.sentences.rules.single import is_mixed_short, licence_expiry, separate_licence
from throughcare.sentences.rules.standing import Days, Standing
from throughcare.sentences.rules.types import DateType, date_types


class Held:
    """A sentence as the walk holds it: `now` is replaced as it goes on."""

    __slots__ = ("now",)

    def __init__(self, now: Standing) -> None:
        self.now = now

    def set_days(self, days: Days) -> None:
        self.now = replace(self.now, days=days)


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A period of custody that has ended, both days included, with what was served in it."""

    from_: date
    to: date
    sentences: tuple[Held, ...]


@dataclass(slots=True, kw_only=True)
class Custody:
    """`pending` are days awarded outside custody, held against a later sentence; `tranches` the person's tranche under each law."""

    case: Case
    booking: Booking
    released_on: date
    releasing: Held | None = None
    current: list[Held] = field(default_factory=list)
    closed: list[Group] = field(default_factory=list)
    licence: list[Held] = field(default_factory=list)
    expired: list[Held] = field(default_factory=list)
    pending: int = 0
    at_large: list[Adjustment] = field(default_factory=list)
    tranches: dict[str, str] = field(default_factory=dict)
    is_recall_law_reached: bool = False
    recall_tranche: str | None = None
    snapshots: dict[str, Together] = field(default_factory=dict)
    before_removal: Together | None = None

    @property
    def law(self) -> Law:
        return self.case.law

    @property
    def live(self) -> list[Held]:
        """Sentences on licence, and those in custody."""
        return [*self.licence, *self.current]

    def groups(self) -> list[tuple[Held, ...]]:
        """All periods of custody in their order, the present one last."""
        found = [group.sentences for group in self.closed]
        return [*found, tuple(self.current)] if self.current else found

    def tranche_day(self, law: ReleaseLaw) -> date | None:
        return law.day_of(self.tranches.get(law.name))

    @property
    def recall_tranche_day(self) -> date | None:
        return self.law.recall_56.day_of(self.recall_tranche)


def pass_to(custody: Custody, day: date) -> None:
    """Let everything come true that has happened before a day: release, and the end of licences."""
    if custody.current and day > custody.released_on:
        close(custody)
        for held in custody.closed[-1].sentences:
            until = _licensed_until(held, custody)
            if until is not None and until > day:
                custody.licence.append(held)
        for group in custody.closed:
            settle(group.sentences, case=custody.case)
    ended = [held for held in custody.licence if _has_ended(held, custody, day)]
    if ended:
        custody.licence = [held for held in custody.licence if held not in ended]
        custody.expired.extend(ended)


def close(custody: Custody) -> None:
    """End the present period of custody, if there is one."""
    if custody.current:
        from_ = min(held.now.start for held in custody.current)
        group = Group(from_=from_, to=custody.released_on, sentences=tuple(custody.current))
        custody.closed.append(group)
        custody.current = []


def recalculate(custody: Custody) -> None:
    """Work out the present period of custody again, and when it ends."""
    settle(custody.current, case=custody.case)
    if not custody.current:
        return
    custody.releasing = max(custody.current, key=lambda held: held_back(held.now))
    day = _working_day(held_back(custody.releasing.now), law=custody.law)
    custody.released_on = max(day, custody.releasing.now.start)


def settle(group: Iterable[Held], *, case: Case) -> None:
    """Take off added days for which there is no room before expiry, then what licences are too long by."""
    several = list(group)
    for held in several:
        if unused := unused_awarded(held.now):
            days = held.now.days
            held.set_days(days._replace(unused=days.unused + unused))
    _cut_licences(several, case=case)


def _cut_licences(group: Sequence[Held], *, case: Case) -> None:
    mixed = [
        held
        for held in group
        if is_mixed_short(held.now) and DateType.LED in date_types(held.now, case=case)
    ]
    if not mixed:
        return
    latest = max(expiry(held.now) for held in group)
    excess = max((separate_licence(held.now) - latest).days + held.now.days.cut for held in mixed)
    if excess > 0:
        for held in group:
            held.set_days(held.now.days._replace(cut=excess))


def held_back(now: Standing) -> date:
    """The day of release, or that of the tranche where it is later."""
    day = release(now)
    return max(day, now.tranche_on) if now.tranche_on else day


def _working_day(day: date, *, law: Law) -> date:
    while not law.is_working_day(day):
        day -= timedelta(days=1)
    return day


def _has_ended(held: Held, custody: Custody, day: date) -> bool:
    until = _licensed_until(held, custody)
    return until is not None and until < day


def _licensed_until(held: Held, custody: Custody) -> date | None:
    """The end of licence, without what was deducted in vain because release could not be earlier than the sentence."""
    types = date_types(held.now, case=custody.case)
    last = licence_expiry(held.now, types=types)
    return plus(last, ends_before_release(held.now)) if last is not None else None
