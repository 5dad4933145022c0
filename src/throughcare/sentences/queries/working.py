"""Working dates out from a record: everything that is kept of a calculation, without keeping it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughcare.sentences import statute_book
from throughcare.sentences.catalogue import catalogue
from throughcare.sentences.choices import Outcome
from throughcare.sentences.queries.answers import NO_RETURN, OUT_OF_CALENDAR, answer_to
from throughcare.sentences.queries.layout import Given
from throughcare.sentences.queries.written import written
from throughcare.sentences.rules import validation_before, validation_records
from throughcare.sentences.rules.calculating import calculate
from throughcare.sentences.rules.facts import Booking, Offender
from throughcare.sentences.rules.law import Law, Switches
from throughcare.sentences.rules.messages import Message
from throughcare.sentences.rules.records import NOT_KNOWN, Record, booking_of
from throughcare.sentences.rules.single import NoReturnDate
from throughcare.sentences.rules.validation import messages

Json = dict[str, Any]  # Any: JSON
SWITCHES: Final = Switches()
"""What is switched on beside the law in force: nothing that is prepared and has not commenced."""
_WORKED: Final = (
    "effectiveSentenceLength",
    "affectedBySds40",
    "affectedByProgressionModel",
    "trancheAllocationByLegislationName",
    "sentenceLevelDates",
    "breakdown",
    "hints",
)


@dataclass(frozen=True, kw_only=True)
class WorkedOut:
    """What a calculation comes to, as it is kept (`models.Calculation`)."""

    law: str
    law_version: str
    inputs: Json
    outcome: str
    messages: list[dict[str, str]]
    dates: dict[str, str]
    worked: Json
    explanation: Json

    @property
    def days(self) -> dict[str, date]:
        return {kind: date.fromisoformat(day) for kind, day in self.dates.items()}


def work_out(
    record: Record, *, today: date, law: str = statute_book.AS_ENACTED, explain: bool = True
) -> WorkedOut:
    """The dates that follow from a record, or what is wrong with it: nothing is calculated from what is not valid."""
    try:
        return _worked_out(record, today=today, law=law, explain=explain)
    except OverflowError:
        nobody = Booking(offender=Offender(born_on=record.born_on or NOT_KNOWN), sentences=())
        inputs = written(nobody, law=law, switches=SWITCHES, today=today)
        words = "A term is so long that it has no end in the calendar. Correct it."
        return _withheld([(OUT_OF_CALENDAR, words)], law=law, inputs=inputs)


def _worked_out(record: Record, *, today: date, law: str, explain: bool) -> WorkedOut:
    of = statute_book.law(law)
    booking = booking_of(record, catalogue=catalogue(), law=of)
    inputs = written(booking, law=law, switches=SWITCHES, today=today)
    if record.born_on is None:
        inputs["input"]["booking"]["offender"]["dateOfBirth"] = None
    if said := _judged(record, booking=booking, law=of, today=today):
        return _withheld(said, law=law, inputs=inputs)
    given = Given(
        booking=booking, law=of, switches=SWITCHES, today=today, is_from_earlier_custody=False
    )
    answered = answer_to(given, explain=explain)
    if answered["outcome"] == "dates":
        return WorkedOut(
            law=law,
            law_version=statute_book.version(),
            inputs=inputs,
            outcome=Outcome.DATES,
            messages=[],
            dates=answered["dates"],
            worked={key: answered[key] for key in _WORKED if key in answered},
            explanation=answered.get("explanation", {}),
        )
    codes = answered.get("validationCodes") or [answered["error"]]
    sentences = answered.get("messages") or [answered["message"]]
    return _withheld(list(zip(codes, sentences, strict=True)), law=law, inputs=inputs)


def dates_alone(
    record: Record, *, today: date, law: str = statute_book.AS_ENACTED
) -> tuple[dict[str, date], tuple[str, ...]]:
    """The dates that follow from a record, and nothing of how; or none, and the codes of what is wrong."""
    of = statute_book.law(law)
    try:
        booking = booking_of(record, catalogue=catalogue(), law=of)
        if said := _judged(record, booking=booking, law=of, today=today):
            return {}, tuple(code for code, _ in said)
        found = calculate(booking, law=of, switches=SWITCHES)
        after = messages(booking, found)
    except NoReturnDate:
        return {}, (NO_RETURN,)
    except OverflowError:
        return {}, (OUT_OF_CALENDAR,)
    if after:
        return {}, tuple(each.code for each in after)
    return {kind.value: day for kind, day in found.together.dates.items()}, ()


def _judged(
    record: Record, *, booking: Booking, law: Law, today: date
) -> Sequence[tuple[str, str]]:
    """Everything that is wrong before a calculation: what is by hand first, then what is to be corrected."""
    found: list[Message] = [
        *validation_records.unsupported(record, catalogue=catalogue()),
        *validation_records.invalid(record, catalogue=catalogue()),
    ]
    # A record whose sentences are all of types that are calculated by hand has a booking without any.
    if booking.sentences or not record.sentences:
        found += validation_before.unsupported(booking)
        found += validation_before.invalid(booking, law=law, today=today)
    return [(each.code, each.sentence) for each in found]


def _withheld(said: Sequence[tuple[str, str]], *, law: str, inputs: Json) -> WorkedOut:
    told = dict(said)
    return WorkedOut(
        law=law,
        law_version=statute_book.version(),
        inputs=inputs,
        outcome=Outcome.WITHHELD,
        messages=[{"code": code, "sentence": sentence} for code, sentence in told.items()],
        dates={},
        worked={},
        explanation={},
    )
