"""What the law says of how long orders and requirements may be: warned of, since courts rule. The numbers have dates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughcare.probation.rules.lengths import Length, end_of, is_longer

MINUTES_IN_AN_HOUR = 60
UNPAID_WORK = ("W", "W2")
CURFEW = ("M", "RM49")
ABSTINENCE = "T"


@dataclass(frozen=True, kw_only=True)
class Version:
    """What holds from a day until the next version; no bound on a side is None. `is_repealed` says that nothing holds."""

    starts_on: date
    least: Decimal | None = None
    most: Decimal | None = None
    is_repealed: bool = False


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A limit with its versions, oldest first."""

    code: str
    unit: str
    source: str
    versions: tuple[Version, ...]

    def on(self, day: date) -> Version | None:
        """The version in force on a day; None before there was one, and once it is repealed."""
        found = [version for version in self.versions if version.starts_on <= day]
        return None if not found or found[-1].is_repealed else found[-1]


Limits = Mapping[str, Limit]


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A warning: a code by which it is accepted, a sentence for people, and where the law says so."""

    code: str
    sentence: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Duty:
    """A requirement as it was ordered. `length` is in the type's unit: hours are kept as minutes."""

    number: int
    code: str
    starts_on: date
    length: int | None = None
    expected_ends_on: date | None = None
    daily_hours: Decimal | None = None
    weekly_hours: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Ordered:
    """What a court ordered. `second` is the term of custody that was suspended; `usual` are the bounds of the type."""

    family: str
    imposed_on: date
    convicted_on: date | None = None
    length: Length | None = None
    second: Length | None = None
    ends_on: date | None = None
    shortest: Length | None = None
    longest: Length | None = None
    requirements: tuple[Duty, ...] = ()
    has_fine: bool = False
    punitive: frozenset[str] = frozenset()


def cautions(ordered: Ordered, *, limits: Limits) -> tuple[Caution, ...]:
    """Everything in an order that lies outside what the law of its day allows.

    >>> cautions(Ordered(family="community", imposed_on=date(2026, 3, 9), has_fine=True,
    ...                  length=Length(number=12, unit="months")), limits={})
    ()
    """
    return tuple(
        caution
        for part in (_of_length, _of_punishment, _of_unpaid_work, _of_requirements)
        for caution in part(ordered, limits=limits)
    )


def is_within(value: Decimal, *, version: Version) -> bool:
    return (version.least is None or value >= version.least) and (
        version.most is None or value <= version.most
    )


def _of_length(ordered: Ordered, *, limits: Limits) -> Iterator[Caution]:
    match ordered.family:
        case "community":
            yield from _length(ordered, ordered.length, limits.get("community-length"))
        case "suspended":
            yield from _length(ordered, ordered.length, limits.get("suspended-supervision"))
            yield from _length(ordered, ordered.second, limits.get("suspended-term"))
        case "deferred":
            yield from _length(ordered, ordered.length, limits.get("deferment"))
        case "determinate":
            yield from _could_be_suspended(ordered, limits.get("custody-to-be-suspended"))
    yield from _usual(ordered)


_WORDS = {
    "community-length": "A community order",
    "suspended-supervision": "The supervision and operational periods of a suspended sentence",
    "suspended-term": "A term of custody that is suspended",
    "deferment": "The deferment of a sentence",
}


def _length(ordered: Ordered, length: Length | None, limit: Limit | None) -> Iterator[Caution]:
    version = limit.on(ordered.imposed_on) if limit else None
    if limit is None or version is None or length is None:
        return
    day = ordered.imposed_on
    for bound, is_least in ((version.least, True), (version.most, False)):
        if bound is None:
            continue
        # A least of 14 days beside a most of months: the unit of a bound below is days where the limit says so.
        unit = "days" if is_least and limit.code == "suspended-term" else limit.unit
        allowed = Length(number=int(bound), unit=unit)
        is_wrong = (
            is_longer(allowed, than=length, from_day=day)
            if is_least
            else is_longer(length, than=allowed, from_day=day)
        )
        if is_wrong:
            side = "at least" if is_least else "at most"
            said = f"{_WORDS[limit.code]} is {side} {allowed}: {length} was entered."
            yield Caution(code=limit.code, sentence=said, source=limit.source)


def _could_be_suspended(ordered: Ordered, limit: Limit | None) -> Iterator[Caution]:
    day = ordered.convicted_on or ordered.imposed_on
    version = limit.on(day) if limit else None
    if limit is None or version is None or version.most is None or ordered.length is None:
        return
    allowed = Length(number=int(version.most), unit=limit.unit)
    if not is_longer(ordered.length, than=allowed, from_day=ordered.imposed_on):
        said = f"Custody of {allowed} or less is to be suspended unless the court finds exceptional circumstances."
        yield Caution(code=limit.code, sentence=said, source=limit.source)


def _usual(ordered: Ordered) -> Iterator[Caution]:
    if ordered.length is None:
        return
    day = ordered.imposed_on
    source = "Settings of this type of sentence"
    if ordered.shortest and is_longer(ordered.shortest, than=ordered.length, from_day=day):
        said = f"This type of sentence is usually at least {ordered.shortest}."
        yield Caution(code="type-shortest", sentence=said, source=source)
    if (
        ordered.longest
        and ordered.family == "determinate"
        and is_longer(ordered.length, than=ordered.longest, from_day=day)
    ):
        said = f"This type of sentence is usually at most {ordered.longest}."
        yield Caution(code="type-longest", sentence=said, source=source)


def _of_punishment(ordered: Ordered, *, limits: Limits) -> Iterator[Caution]:
    limit = limits.get("community-punishment")
    if limit is None or ordered.family != "community" or limit.on(ordered.imposed_on) is None:
        return
    if not ordered.has_fine and not any(
        each.code in ordered.punitive for each in ordered.requirements
    ):
        said = "A community order has at least one requirement that punishes, or a fine with it."
        yield Caution(code=limit.code, sentence=said, source=limit.source)


def _of_unpaid_work(ordered: Ordered, *, limits: Limits) -> Iterator[Caution]:
    minutes = [each.length or 0 for each in ordered.requirements if each.code in UNPAID_WORK]
    if not minutes:
        return
    total = limits.get("unpaid-work-hours")
    version = total.on(ordered.imposed_on) if total else None
    hours = Decimal(sum(minutes)) / MINUTES_IN_AN_HOUR
    if total and version and not is_within(hours, version=version):
        said = f"Unpaid work is {version.least} to {version.most} hours in total: {hours.normalize():f} hours were entered."
        yield Caution(code=total.code, sentence=said, source=total.source)
    least = limits.get("unpaid-work-order")
    version = least.on(ordered.imposed_on) if least else None
    if least and version and version.least is not None and ordered.ends_on is not None:
        length = Length(number=int(version.least), unit=least.unit)
        if ordered.ends_on < end_of(ordered.imposed_on, length=length):
            said = f"An order with unpaid work lasts at least {length}."
            yield Caution(code=least.code, sentence=said, source=least.source)


def _of_requirements(ordered: Ordered, *, limits: Limits) -> Iterator[Caution]:
    for duty in ordered.requirements:
        yield from _ends(ordered, duty)
        for code, value, words in _measures(duty):
            limit = limits.get(code)
            version = limit.on(ordered.imposed_on) if limit else None
            if limit is None or version is None or value is None:
                continue
            if not is_within(value, version=version):
                said = f"{words} {_bounds(version, unit=limit.unit)}: {value.normalize():f} was entered."
                yield Caution(code=f"{code}:{duty.number}", sentence=said, source=limit.source)


def _bounds(version: Version, *, unit: str) -> str:
    if version.least is None:
        return f"is at most {version.most} {unit}"
    return f"is {version.least} to {version.most} {unit}"


def _measures(duty: Duty) -> Sequence[tuple[str, Decimal | None, str]]:
    length = None if duty.length is None else Decimal(duty.length)
    if duty.code in CURFEW:
        return (
            ("curfew-daily", duty.daily_hours, "A curfew of a day"),
            ("curfew-weekly", duty.weekly_hours, "A curfew in any 7 days"),
            ("curfew-months", length, "A curfew"),
        )
    match duty.code:
        case "X":
            return (("exclusion-months", length, "An exclusion"),)
        case "T":
            return (("abstinence-days", length, "Alcohol abstinence and monitoring"),)
        case "RM53":
            return (("travel-months", length, "A ban on travel abroad"),)
        case "N":
            hours = None if length is None else length / MINUTES_IN_AN_HOUR
            return (
                ("attendance-hours", hours, "Time at an attendance centre"),
                ("attendance-daily", duty.daily_hours, "Time at an attendance centre in a day"),
            )
    return ()


def expected_end(duty: Duty) -> date | None:
    """The last day of a curfew or of abstinence, as its length has it; None of what has no such day."""
    if duty.length is None:
        return None
    if duty.code in CURFEW:
        return end_of(duty.starts_on, length=Length(number=duty.length, unit="months"))
    if duty.code == ABSTINENCE:
        return end_of(duty.starts_on, length=Length(number=duty.length, unit="days"))
    return None


def _ends(ordered: Ordered, duty: Duty) -> Iterator[Caution]:
    source = "Checks of court results before a requirement is accepted into the record"
    ends_on = duty.expected_ends_on
    if ends_on is None:
        return
    if ordered.ends_on is not None and ends_on > ordered.ends_on:
        said = f"Requirement {duty.number} ends after the order, which ends on {_day(ordered.ends_on)}."
        yield Caution(code=f"ends-after-order:{duty.number}", sentence=said, source=source)
    worked_out = expected_end(duty)
    if worked_out is not None and worked_out != ends_on:
        said = f"By its length requirement {duty.number} ends on {_day(worked_out)}: {_day(ends_on)} was entered."
        yield Caution(code=f"end-by-length:{duty.number}", sentence=said, source=source)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
