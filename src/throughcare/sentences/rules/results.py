"""What comes out of several sentences: one set of dates, and how each came about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from throughcare.sentences.rules.standing import Standing
from throughcare.sentences.rules.types import DateType


class Rule(StrEnum):
    """A rule that made a date what it is. The names are those of the published layout."""

    IMMEDIATE_RELEASE = "IMMEDIATE_RELEASE"
    UNUSED_ADA = "UNUSED_ADA"
    HDC_180 = "HDC_180"
    HDC_365 = "HDC_365"
    HDCED_BELOW_MIDPOINT = "HDCED_GE_MIN_PERIOD_LT_MIDPOINT"
    HDCED_FROM_MIDPOINT = "HDCED_GE_MIDPOINT_LT_MAX_PERIOD"
    HDCED_LEAST = "HDCED_MINIMUM_CUSTODIAL_PERIOD"
    HDCED_AT_COMMENCEMENT = "HDCED_ADJUSTED_TO_365_COMMENCEMENT"
    HDCED_TO_CONDITIONAL = "HDCED_ADJUSTED_TO_CONCURRENT_CONDITIONAL_RELEASE"
    HDCED_TO_UNCONDITIONAL = "HDCED_ADJUSTED_TO_CONCURRENT_ACTUAL_RELEASE"
    HDCED_TO_RECALL = "HDCED_ADJUSTED_TO_CONCURRENT_PRRD"
    TUSED_SHORT_LICENCE = "TUSED_LICENCE_PERIOD_LT_1Y"
    TUSED_FROM_RECORDS = "TUSED_FROM_RECORDS"
    LED_MIXED = "LED_CONSEC_ORA_AND_NON_ORA"
    ERSED_LONGEST = "ERSED_MAX_PERIOD"
    ERSED_LEAST_SERVED = "ERSED_MIN_EFFECTIVE_DATE"
    ERSED_AT_COMMENCEMENT = "ERSED_ADJUSTED_TO_ERS30_COMMENCEMENT"
    ERSED_TO_TERM = "ERSED_ADJUSTED_TO_CONCURRENT_TERM"
    ERSED_TO_MTD = "ERSED_ADJUSTED_TO_MTD"
    PED_TO_CONDITIONAL = "PED_EQUAL_TO_LATEST_NON_PED_CONDITIONAL_RELEASE"
    PED_TO_UNCONDITIONAL = "PED_EQUAL_TO_LATEST_NON_PED_ACTUAL_RELEASE"
    EARLY_APPLIES = "SDS_EARLY_RELEASE_APPLIES"
    STANDARD_APPLIES = "SDS_STANDARD_RELEASE_APPLIES"
    TO_TRANCHE_1 = "SDS_EARLY_RELEASE_ADJUSTED_TO_TRANCHE_1_COMMENCEMENT"
    TO_TRANCHE_2 = "SDS_EARLY_RELEASE_ADJUSTED_TO_TRANCHE_2_COMMENCEMENT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extra:
    """Days or months that a rule added, beside adjustments."""

    count: int
    unit: str = "DAYS"


class Why(StrEnum):
    """Why a date is not the one that its own sentence leads to."""

    NOT_BEFORE_FIRST = "not before the first sentence"
    RELEASED_TOGETHER = "released with another sentence"
    UNTIL_RELEASE = "not before release from another sentence"
    UNTIL_FINE_IS_SERVED = "not before a default term is served"
    UNTIL_TRAINING_IS_SERVED = "not before training is served"
    TRAINING_BESIDE = "training beside another sentence"
    RECALLS_OF_TWO_LENGTHS = "recalls of two lengths"
    TRANCHE = "not before the tranche"
    TRANCHE_WITH_AWARDED = "not before the tranche and added days"
    SINCE_TRANCHE = "days at large or added since the tranche"
    AFTER_RECALL = "not before release after recall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A date that is put in place of the one before it, and why. `by` is the sentence that makes it so."""

    to: date
    why: Why
    by: Standing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Working:
    """How a date came about: the date before adjustments, the days it was moved by, and the rules that made it.

    `of` is the sentence that leads to it, and `turns` what became of the date it leads to, the last of which is `on`. `reached` is the day
    that a rule would have led to, where the law put it off from there.
    """

    of: Standing
    on: date
    unadjusted: date
    moved: int
    rules: tuple[Rule, ...] = ()
    extras: Mapping[Rule, Extra] = field(default_factory=dict)
    reached: date | None = None
    turns: tuple[Turn, ...] = ()

    def with_rules(self, *rules: Rule) -> "Working":
        more = tuple(rule for rule in rules if rule not in self.rules)
        return replace(self, rules=(*self.rules, *more))

    def turned(self, to: date, why: Why, *, by: Standing | None = None) -> "Working":
        """The same date put elsewhere; itself where it is there already."""
        if to == self.on:
            return self
        return replace(self, on=to, turns=(*self.turns, Turn(to=to, why=why, by=by)))


Workings = Mapping[DateType, Working]


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The dates of a person from all sentences. `after_recall` is the latest release after recall, whether or not it is a date given.

    `withheld` are dates that were worked out and are not given. `is_by_sds40` and `is_by_progression` say that a date is what it is by that
    law, `is_training_later` that nobody is removed early because of training, and `is_fraction_noted` that people are told under which
    fraction a date was made.
    """

    dates: Mapping[DateType, date]
    workings: Workings
    length: str
    after_recall: date | None
    withheld: Workings = field(default_factory=dict)
    is_by_sds40: bool = False
    is_by_progression: bool = False
    is_training_later: bool = False
    is_fraction_noted: bool = False
