"""Cases in the published layout: reading one booking, and writing what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from throughcare.sentences import statute_book
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.facts import (
    Adjustment,
    AdjustmentKind,
    AtLargeReason,
    Booking,
    Direction,
    Kind,
    Movement,
    Offence,
    Offender,
    Recall,
    RecallType,
    Sentence,
)
from throughcare.sentences.rules.law import Law, Switches

Written = Mapping[str, Any]  # Any: JSON

SWITCHES: Final = {
    "applyPostRecallRepealRules": "supervision_repealed",
    "applyPostHdcedRepealRules": "adult_curfew_repealed",
    "adultHdcSuspended": "adult_curfew_suspended",
    "routePreProgressionExtinguishedSentenceToManual": "extinguished_by_hand",
    "progressionTrancheOneManualJourney": "first_tranche_by_hand",
    "useLatestErsedFromPreErs30Snapshot": "removal_from_snapshot",
}
RECALLS: Final = {
    14: RecallType.FIXED_14,
    28: RecallType.FIXED_28,
    56: RecallType.FIXED_56,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """A case as it was read. `today` is the day for notes to whoever reads the dates, if one was given."""

    booking: Booking
    law: Law
    switches: Switches
    today: date | None
    is_from_earlier_custody: bool


def read(written: Written) -> Given:
    """A case from its layout.

    Raises:
        KeyError, TypeError, ValueError, LookupError: it is not in that layout.
    """
    params = written.get("params") or {}
    toggles = params.get("featureToggles") or {}
    return Given(
        booking=_booking(written["input"]),
        law=statute_book.law(params.get("configuration", statute_book.AS_ENACTED)),
        switches=Switches(
            **{name: bool(toggles[key]) for key, name in SWITCHES.items() if key in toggles}
        ),
        today=_day(params.get("today")),
        is_from_earlier_custody=bool(params.get("sledTakenFromEarlierPeriodOfCustody", False)),
    )


def _booking(written: Written) -> Booking:
    booking = written["booking"]
    offender = booking["offender"]
    fixed = booking.get("fixedTermRecallDetails") or {}
    return Booking(
        offender=Offender(
            born_on=date.fromisoformat(offender["dateOfBirth"]),
            is_registered=_yes(offender, "isActiveSexOffender"),
        ),
        sentences=tuple(map(_sentence, booking["sentences"])),
        adjustments={
            AdjustmentKind(kind): tuple(map(_adjustment, several))
            for kind, several in (booking.get("adjustments") or {}).items()
        },
        movements=tuple(map(_movement, booking.get("externalMovements") or ())),
        returned_on=_day(booking.get("returnToCustodyDate")),
        recall_days=_number(fixed, "recallLength") or None,
        recall_returned_on=_day(fixed.get("returnToCustodyDate")),
        wants_removal=_yes(written.get("userInputs") or {}, "calculateErsed"),
    )


def _sentence(written: Written) -> Sentence:
    released = written.get("releaseArrangements") or {}
    follows = written.get("consecutiveSentenceUUIDs") or []
    offence = written["offence"]
    if len(follows) > 1:
        raise ValueError("A sentence can be consecutive to one other alone.")
    recall = written.get("recall")
    return Sentence(
        kind=Kind(written["type"]),
        identifier=_text(written["identifier"]),
        sentenced_on=date.fromisoformat(written["sentencedAt"]),
        offence=Offence(
            committed_on=_day(offence.get("committedAt")),
            code=_text(offence.get("offenceCode") or ""),
        ),
        custody=_duration(written.get("custodialDuration") or written["duration"]),
        extension=_duration(written.get("extensionDuration") or {}),
        follows=_text(follows[0]) if follows else None,
        is_plus=_yes(released, "isSDSPlus"),
        would_be_plus=_yes(released, "isSDSPlusEligibleSentenceTypeLengthAndOffence"),
        is_section_250=_yes(released, "isSection250"),
        exclusions=frozenset(map(_text, released.get("sdsEarlyReleaseExclusions", ()))),
        is_released_automatically=_yes(written, "automaticRelease"),
        is_of_a_child=_yes(written, "sdopcu18"),
        fine=float(written["fineAmount"]) if written.get("fineAmount") is not None else None,
        supervised_until=_day(written.get("latestTusedDate")),
        recall=_recall(recall) if recall else None,
        case_sequence=_sequence(written, "caseSequence"),
        line_sequence=_sequence(written, "lineSequence"),
    )


def _recall(written: Written) -> Recall:
    return Recall(
        type=RecallType(written["recallType"]),
        revoked_on=_day(written.get("revocationDate")),
        returned_on=_day(written.get("returnToCustodyDate")),
    )


def _adjustment(written: Written) -> Adjustment:
    reason = (written.get("additionalInfo") or {}).get("reason")
    return Adjustment(
        applies_from=date.fromisoformat(written["appliesToSentencesFrom"]),
        days=_number(written, "numberOfDays"),
        from_=_day(written.get("fromDate")),
        to=_day(written.get("toDate")),
        reason=AtLargeReason(reason) if reason else None,
    )


def _movement(written: Written) -> Movement:
    return Movement(
        on=date.fromisoformat(written["movementDate"]),
        direction=Direction(written["direction"]),
        reason=_text(written["movementReason"]),
    )


def _duration(written: Written) -> Duration:
    units = written.get("durationElements", {})
    if unknown := set(units) - {"YEARS", "MONTHS", "WEEKS", "DAYS"}:
        raise ValueError(f"A term has no unit {min(unknown)}.")
    return Duration(
        years=_number(units, "YEARS"),
        months=_number(units, "MONTHS"),
        weeks=_number(units, "WEEKS"),
        days=_number(units, "DAYS"),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _number(written: Written, name: str) -> int:
    """A number of days or the like, 0 where none is said."""
    found = written.get(name)
    if found is None:
        return 0
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise ValueError(f"{name} has to be a whole number, 0 or more.")
    return found


def _sequence(written: Written, name: str) -> int | None:
    return None if written.get(name) is None else _number(written, name)


def _yes(written: Written, name: str) -> bool:
    """Whether something is so; not where nothing is said."""
    found = written.get(name)
    if not isinstance(found, bool | None):
        raise TypeError(f"{name} has to be true or false.")
    return bool(found)


def _text(written: object) -> str:
    if not isinstance(written, str):
        raise TypeError(f"{written!r} has to be a text.")
    return written
