"""What somebody enters: a court's order, a sentence, a recall, time given or taken, a movement; and why it may not be."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from throughcare.kernel.refusals import Reason
from throughcare.sentences.rules.dates import NOTHING, Duration

MOST_DAYS: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSaid:
    """The head of a warrant."""

    court: str
    imposed_on: date
    case_number: str = ""
    is_foreign: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceSaid:
    """One count of a warrant, as it reads."""

    type: str
    custody: Duration
    licence: Duration = NOTHING
    offence_code: str = ""
    offence_from: date | None = None
    offence_to: date | None = None
    follows_key: UUID | None = None
    lists: str = ""
    exclusions: tuple[str, ...] = ()
    fine: Decimal | None = None
    is_part_paid: bool = False
    is_schedule_19za: bool = False
    supervised_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallSaid:
    sentence_key: UUID
    type: str
    revoked_on: date | None = None
    returned_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjustmentSaid:
    kind: str
    sentence_key: UUID | None = None
    days: int | None = None
    from_on: date | None = None
    to_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementSaid:
    moved_on: date
    reason: str


Said = OrderSaid | SentenceSaid | RecallSaid | AdjustmentSaid | MovementSaid


def reasons_against(said: Said, *, today: date) -> list[Reason]:
    """What keeps something from being entered at all; what may be entered and not calculated with is told by the calculation."""
    match said:
        case OrderSaid():
            return _order(said, today=today)
        case SentenceSaid():
            return _sentence(said)
        case RecallSaid():
            return _recall(said, today=today)
        case AdjustmentSaid():
            return _adjustment(said)
        case MovementSaid():
            return _not_ahead(said.moved_on, today=today, what="movement")


def _order(said: OrderSaid, *, today: date) -> list[Reason]:
    reasons = _not_ahead(said.imposed_on, today=today, what="sentence")
    if not said.court.strip():
        reasons.append(Reason("no-court", "Enter the court."))
    return reasons


def _sentence(said: SentenceSaid) -> list[Reason]:
    reasons = []
    if not said.type:
        reasons.append(Reason("no-type", "Select the type of sentence."))
    if said.offence_from and said.offence_to and said.offence_to < said.offence_from:
        text = "The last day of the offence must be its first day or later."
        reasons.append(Reason("offence-ends-first", text))
    if said.offence_to and not said.offence_from:
        reasons.append(Reason("no-first-day", "Enter the first day of the offence too."))
    return reasons


def _recall(said: RecallSaid, *, today: date) -> list[Reason]:
    reasons = []
    if said.revoked_on:
        reasons += _not_ahead(said.revoked_on, today=today, what="revocation of the licence")
    if said.returned_on:
        reasons += _not_ahead(said.returned_on, today=today, what="return to custody")
    if not said.revoked_on and not said.returned_on:
        text = "Enter when the licence was revoked, or when the person came back."
        reasons.append(Reason("no-day", text))
    return reasons


def _adjustment(said: AdjustmentSaid) -> list[Reason]:
    reasons = []
    has_both = said.from_on is not None and said.to_on is not None
    if said.days is None and not has_both:
        reasons.append(Reason("no-days", "Enter the first and last day, or the number of days."))
    if said.days is not None and not 0 < said.days <= MOST_DAYS:
        reasons.append(Reason("days", f"Enter a number of days from 1 to {MOST_DAYS:,}."))
    if said.from_on and said.to_on and said.to_on < said.from_on:
        reasons.append(Reason("ends-first", "The last day must be the first day or later."))
    if said.sentence_key is None and said.from_on is None:
        reasons.append(Reason("no-first-day", "Enter the day from which it applies."))
    return reasons


def _not_ahead(day: date, *, today: date, what: str) -> list[Reason]:
    if day <= today:
        return []
    return [Reason("in-future", f"The day of the {what} must be today or in the past.")]
