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
    params = written.get("params", {})
    toggles = params.get("featureToggles", {})
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
            is_registered=bool(offender.get("isActiveSexOffender", False)),
        ),
        sentences=tuple(map(_sentence, booking["sentences"])),
        adjustments={
            AdjustmentKind(kind): tuple(map(_adjustment, several))
            for kind, several in booking.get("adjustments", {}).items()
        },
        movements=tuple(map(_movement, booking.get("externalMovements", ()))),
        returned_on=_day(booking.get("returnToCustodyDate")),
        recall_days=fixed.get("recallLength"),
        recall_returned_on=_day(fixed.get("returnToCustodyDate")),
        wants_removal=bool(written.get("userInputs", {}).get("calculateErsed", False)),
    )


def _sentence(written: Written) -> Sentence:
    released = written.get("releaseArrangements", {})
    follows = written.get("consecutiveSentenceUUIDs", [])
    offence = written["offence"]
    if len(follows) > 1:
        raise ValueError("A sentence can be consecutive to one other alone.")
    recall = written.get("recall")
    return Sentence(
        kind=Kind(written["type"]),
        identifier=written["identifier"],
        sentenced_on=date.fromisoformat(written["sentencedAt"]),
        offence=Offence(
            committed_on=_day(offence.get("committedAt")), code=offence.get("offenceCode") or ""
        ),
        custody=_duration(written.get("custodialDuration") or written["duration"]),
        extension=_duration(written.get("extensionDuration") or {}),
        follows=follows[0] if follows else None,
        is_plus=released.get("isSDSPlus", False),
        would_be_plus=released.get("isSDSPlusEligibleSentenceTypeLengthAndOffence", False),
        is_section_250=released.get("isSection250", False),
        exclusions=frozenset(released.get("sdsEarlyReleaseExclusions", ())),
        is_released_automatically=written.get("automaticRelease", False),
        is_of_a_child=written.get("sdopcu18", False),
        fine=written.get("fineAmount"),
        supervised_until=_day(written.get("latestTusedDate")),
        recall=_recall(recall) if recall else None,
        case_sequence=written.get("caseSequence"),
        line_sequence=written.get("lineSequence"),
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
        days=written.get("numberOfDays") or 0,
        from_=_day(written.get("fromDate")),
        to=_day(written.get("toDate")),
        reason=AtLargeReason(reason) if reason else None,
    )


def _movement(written: Written) -> Movement:
    return Movement(
        on=date.fromisoformat(written["movementDate"]),
        direction=Direction(written["direction"]),
        reason=written["movementReason"],
    )


def _duration(written: Written) -> Duration:
    units = written.get("durationElements", {})
    return Duration(
        years=units.get("YEARS", 0),
        months=units.get("MONTHS", 0),
        weeks=units.get("WEEKS", 0),
        days=units.get("DAYS", 0),
    )


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
