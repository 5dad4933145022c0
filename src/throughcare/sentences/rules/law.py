"""The law as values with dates: fractions, tranches and thresholds, and which sentences an instrument reaches.

Nothing here is decided for one person. The figures are data (`legislation.yaml`); `Law` is what one calculation is made under.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughcare.kernel import business_days
from throughcare.sentences.rules.dates import Duration, Fraction


class Track(StrEnum):
    SDS = "SDS"
    SDS_PLUS = "SDS_PLUS"


class Manner(StrEnum):
    """How an early-release law comes over people who are in custody when it commences.

    NOT_BEFORE_TRANCHE: nobody is released under it before the day of their tranche. KEEPING_EARLIER_DATES: nor under this, and who would
    have been released before that day under the law before it still is. AMENDMENT: from its day, for whoever is in custody then.
    STANDING: always.
    """

    NOT_BEFORE_TRANCHE = "not-before-tranche"
    KEEPING_EARLIER_DATES = "keeping-earlier-dates"
    AMENDMENT = "amendment"
    STANDING = "standing"


class Unit(StrEnum):
    DAYS = "DAYS"
    YEARS = "YEARS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tranche:
    """A group of people by the length of what they serve, and the day a law comes over them. Without limit: all the rest."""

    name: str
    on: date
    limit: int | None = None
    unit: Unit = Unit.DAYS
    is_limit_included: bool = False

    def takes(self, lengths: Mapping[Unit, int]) -> bool:
        """Whether no length passes the limit; `lengths` has the longest in each unit."""
        if self.limit is None:
            return True
        longest = lengths[self.unit]
        return longest <= self.limit if self.is_limit_included else longest < self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which part of a sentence a law applies to: by track, by what its offence is excluded for, and by what it is."""

    tracks: frozenset[Track]
    not_for: frozenset[str] = frozenset()
    only_for: frozenset[str] = frozenset()
    reaches_section_250: bool = True
    reaches_recalls: bool = True
    reaches_would_be_plus: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLaw:
    """What fraction of a standard determinate sentence is served before release, from a day on. None: always."""

    name: str
    commences_on: date | None
    source: str
    manner: Manner
    fractions: Mapping[Track, Fraction]
    reach: Reach
    tranches: Sequence[Tranche] = ()

    def day_of(self, tranche: str | None) -> date | None:
        return next((each.on for each in self.tranches if each.name == tranche), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallLaw:
    """The 56-day recall."""

    name: str
    commences_on: date
    source: str
    tranches: Sequence[Tranche]

    def day_of(self, tranche: str | None) -> date | None:
        return next((each.on for each in self.tranches if each.name == tranche), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurfewScheme:
    """A term to release below `midpoint` days is halved; from there `deduction` days are taken off."""

    name: str
    midpoint: int
    deduction: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CurfewLaw:
    """Home detention curfew: shortest terms and curfews in days, the scheme before a day and the one from it."""

    least_custody: int
    least_curfew: int
    least_served: int
    before: CurfewScheme
    after: CurfewScheme
    extended_on: date
    ends_for_adults_on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalScheme:
    """Early removal: at most `longest` before release, and not before a fraction of the time to it is served."""

    name: str
    longest: Duration
    fraction: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class RemovalLaw:
    before: RemovalScheme
    after: RemovalScheme
    changed_on: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """Days, and a sum in pounds, from which a sentence is dealt with otherwise. Which day of what decides is said by the rule that asks."""

    new_regime_sentence: date
    new_regime_offence: date
    licence_for_short_terms: date
    whole_term_for_large_fines: date
    large_fine: int
    violent_and_sexual_reform: date
    wider_escapes_end: date
    harm_orders: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Switches:
    """Changes of law that are prepared and not in force everywhere, and ways of dealing with cases by hand; all off unless set."""

    supervision_repealed: bool = False
    adult_curfew_repealed: bool = False
    adult_curfew_suspended: bool = False
    extinguished_by_hand: bool = False
    first_tranche_by_hand: bool = False
    removal_from_snapshot: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """The law that one calculation is made under, and `about` in words which that is.

    `releases` are newest first; `holidays` None means those of England and Wales.
    """

    name: str
    about: str
    releases: Sequence[ReleaseLaw]
    recall_56: RecallLaw
    curfew: CurfewLaw
    removal: RemovalLaw
    boundaries: Boundaries
    holidays: frozenset[date] | None = None

    def is_working_day(self, day: date) -> bool:
        if self.holidays is None:
            return business_days.is_business_day(day)
        return day.weekday() < business_days.SATURDAY and day not in self.holidays

    def of_manner(self, manner: Manner) -> ReleaseLaw | None:
        return next((each for each in self.releases if each.manner is manner), None)
