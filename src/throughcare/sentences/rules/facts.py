"""What a calculation starts from: one person's sentences, adjustments and movements, as frozen values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from throughcare.sentences.rules.dates import NOTHING, Duration


class Kind(StrEnum):
    SDS = "StandardSentence"
    EDS = "ExtendedDeterminateSentence"
    SOPC = "SopcSentence"
    FINE = "AFineSentence"
    DTO = "DetentionAndTrainingOrderSentence"
    BOTUS = "BotusSentence"

    @property
    def is_term(self) -> bool:
        """A term is served for something that is not an offence of its own, or in training: no added days, no removal."""
        return self in {Kind.FINE, Kind.DTO, Kind.BOTUS}


class RecallType(StrEnum):
    STANDARD = "STANDARD_RECALL"
    FIXED_14 = "FIXED_TERM_RECALL_14"
    FIXED_28 = "FIXED_TERM_RECALL_28"
    FIXED_56 = "FIXED_TERM_RECALL_56"

    @property
    def days(self) -> int | None:
        """How many days a fixed-term recall is for; None for a standard one."""
        return RECALL_DAYS.get(self)


RECALL_DAYS = {RecallType.FIXED_14: 14, RecallType.FIXED_28: 28, RecallType.FIXED_56: 56}


class AdjustmentKind(StrEnum):
    REMAND = "REMAND"
    TAGGED_BAIL = "TAGGED_BAIL"
    RECALL_REMAND = "RECALL_REMAND"
    RECALL_TAGGED_BAIL = "RECALL_TAGGED_BAIL"
    AT_LARGE = "UNLAWFULLY_AT_LARGE"
    AWARDED = "ADDITIONAL_DAYS_AWARDED"
    RESTORED = "RESTORATION_OF_ADDITIONAL_DAYS_AWARDED"


class AtLargeReason(StrEnum):
    ESCAPE = "ESCAPE"
    RECALL = "RECALL"
    RELEASE_IN_ERROR = "RELEASE_IN_ERROR"
    SENTENCED_IN_ABSENCE = "SENTENCED_IN_ABSENCE"
    IMMIGRATION_DETENTION = "IMMIGRATION_DETENTION"


class Direction(StrEnum):
    IN = "IN"
    OUT = "OUT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offence:
    committed_on: date | None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    type: RecallType
    revoked_on: date | None = None
    returned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence as a court imposed it. What does not belong to its kind has its default.

    `follows` is the identifier of the sentence that it is consecutive to. `custody` is the whole of the term, or for EDS and SOPC its
    custodial part, which `extension` is added to. `would_be_plus` says that by type, length and offence it is one of the long violent or
    sexual terms, whenever imposed; `is_plus` that it is released as one. `fine` is in pounds. `supervised_until` is the last known end
    of post-sentence supervision, for a breach of it. Sequences are for display alone.
    """

    kind: Kind
    identifier: str
    sentenced_on: date
    offence: Offence
    custody: Duration
    extension: Duration = NOTHING
    follows: str | None = None
    is_plus: bool = False
    would_be_plus: bool = False
    is_section_250: bool = False
    exclusions: frozenset[str] = frozenset()
    is_released_automatically: bool = False
    is_of_a_child: bool = False
    fine: float | None = None
    supervised_until: date | None = None
    recall: Recall | None = None
    case_sequence: int | None = None
    line_sequence: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Days to be given or taken from `applies_from`; `from_` and `to` are the days they were spent on, both included."""

    applies_from: date
    days: int
    from_: date | None = None
    to: date | None = None
    reason: AtLargeReason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    on: date
    direction: Direction
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offender:
    born_on: date
    is_registered: bool = False
    """An active sex offender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """Everything that one calculation is made from. `recall_days` is the length of a fixed-term recall as recorded, if it is."""

    offender: Offender
    sentences: Sequence[Sentence]
    adjustments: Mapping[AdjustmentKind, Sequence[Adjustment]] = field(default_factory=dict)
    movements: Sequence[Movement] = ()
    returned_on: date | None = None
    recall_days: int | None = None
    recall_returned_on: date | None = None
    wants_removal: bool = False
