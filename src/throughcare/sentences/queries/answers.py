"""The answer to a case: dates, or what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from throughcare.sentences.queries.breakdown import breakdown, sentence_levels
from throughcare.sentences.queries.explanations import as_json
from throughcare.sentences.queries.layout import Given, read
from throughcare.sentences.rules import explaining
from throughcare.sentences.rules.calculating import Calculation, calculate
from throughcare.sentences.rules.law import Manner
from throughcare.sentences.rules.messages import Message
from throughcare.sentences.rules.notes import notes
from throughcare.sentences.rules.single import NoReturnDate
from throughcare.sentences.rules.validation import messages
from throughcare.sentences.rules.validation_before import unsupported

NO_TRANCHE: Final = "TRANCHE_0"
NO_RETURN: Final = "NoValidReturnToCustodyDateException"
NOT_A_CASE: Final = "NotACase"
OUT_OF_CALENDAR: Final = "DatesOutOfCalendar"

Answer = dict[str, Any]  # Any: JSON


def answer(written: Mapping[str, Any], *, explain: bool = False) -> Answer:  # Any: JSON
    """What comes out of a case in the published layout; what is not in it has an answer that says so."""
    try:
        given = read(written)
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        return _refused(NOT_A_CASE, f"This is not in the layout of a case: {error!r}.")
    try:
        return answer_to(given, explain=explain)
    except OverflowError:
        return _refused(OUT_OF_CALENDAR, "A term is so long that it has no end in the calendar.")


def answer_to(given: Given, *, explain: bool = False) -> Answer:
    """What comes out of a case that was read; with its explanation where that is asked for."""
    if not given.booking.sentences:
        return _told(unsupported(given.booking))
    try:
        found = calculate(given.booking, law=given.law, switches=given.switches)
    except NoReturnDate:
        return _refused(
            NO_RETURN, "A fixed-term recall needs the day of return to custody. Enter it."
        )
    said = messages(given.booking, found)
    if said:
        return _told(said)
    answered = {**_dates(found), **_second_level(found, given=given)}
    if explain:
        answered["explanation"] = as_json(explaining.explain(given.booking, found))
    return answered


def _told(said: Sequence[Message]) -> Answer:
    return {
        "outcome": "validation",
        "validationCodes": [message.code for message in said],
        "messages": [message.sentence for message in said],
    }


def _refused(code: str, sentence: str) -> Answer:
    return {"outcome": "error", "error": code, "message": sentence}


def _second_level(found: Calculation, *, given: Given) -> Answer:
    answered: Answer = {
        "sentenceLevelDates": sentence_levels(found),
        "breakdown": breakdown(found),
    }
    if given.today is not None:
        said = notes(
            found.together,
            law=given.law,
            today=given.today,
            is_from_earlier_custody=given.is_from_earlier_custody,
        )
        answered["hints"] = {kind.value: lines for kind, lines in said.items()}
    return answered


def _dates(found: Calculation) -> Answer:
    together, custody = found.together, found.custody
    tranches = dict(custody.tranches)
    sds40 = custody.law.of_manner(Manner.NOT_BEFORE_TRANCHE)
    if custody.recall_tranche:
        tranches[custody.law.recall_56.name] = custody.recall_tranche
    return {
        "outcome": "dates",
        "dates": {kind.value: day.isoformat() for kind, day in sorted(together.dates.items())},
        "effectiveSentenceLength": together.length,
        "affectedBySds40": together.is_by_sds40,
        "affectedByProgressionModel": together.is_by_progression,
        "trancheAllocationByLegislationName": tranches,
        "sdsEarlyReleaseAllocatedTranche": tranches.get(sds40.name if sds40 else "", NO_TRANCHE),
    }
