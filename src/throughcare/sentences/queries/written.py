"""A booking in the published layout: what `layout.read` reads, so that what a calculation was made from is kept as anybody may read it."""

from datetime import date
from typing import Any, Final

from throughcare.sentences.queries.layout import SWITCHES
from throughcare.sentences.rules.dates import NOTHING, Duration
from throughcare.sentences.rules.facts import Adjustment, Booking, Kind, Movement, Sentence
from throughcare.sentences.rules.law import Switches

Json = dict[str, Any]  # Any: JSON
EXTENDED: Final = frozenset({Kind.EDS, Kind.SOPC})


def written(booking: Booking, *, law: str, switches: Switches, today: date | None) -> Json:
    """A case in the published layout, but for what identifies it."""
    params: Json = {
        "configuration": law,
        "featureToggles": {key: getattr(switches, name) for key, name in SWITCHES.items()},
    }
    if today is not None:
        params["today"] = today.isoformat()
    return {
        "input": {
            "booking": _booking(booking),
            "userInputs": {"calculateErsed": booking.wants_removal},
        },
        "params": params,
    }


def _booking(booking: Booking) -> Json:
    given: Json = {
        "offender": {
            "dateOfBirth": booking.offender.born_on.isoformat(),
            "isActiveSexOffender": booking.offender.is_registered,
        },
        "sentences": [_sentence(each) for each in booking.sentences],
        "adjustments": {
            kind.value: [_adjustment(each) for each in several]
            for kind, several in booking.adjustments.items()
        },
        "externalMovements": [_movement(each) for each in booking.movements],
    }
    if booking.returned_on:
        given["returnToCustodyDate"] = booking.returned_on.isoformat()
    if booking.recall_days or booking.recall_returned_on:
        given["fixedTermRecallDetails"] = {
            "recallLength": booking.recall_days or 0,
            "returnToCustodyDate": _day(booking.recall_returned_on),
        }
    return given


def _sentence(each: Sentence) -> Json:
    given: Json = {
        "type": each.kind.value,
        "identifier": each.identifier,
        "sentencedAt": each.sentenced_on.isoformat(),
        "offence": {
            "committedAt": _day(each.offence.committed_on),
            "offenceCode": each.offence.code,
        },
        "consecutiveSentenceUUIDs": [each.follows] if each.follows else [],
        "releaseArrangements": {
            "isSDSPlus": each.is_plus,
            "isSDSPlusEligibleSentenceTypeLengthAndOffence": each.would_be_plus,
            "isSection250": each.is_section_250,
            "sdsEarlyReleaseExclusions": sorted(each.exclusions),
        },
        "automaticRelease": each.is_released_automatically,
        "sdopcu18": each.is_of_a_child,
        "caseSequence": each.case_sequence,
        "lineSequence": each.line_sequence,
    }
    if each.kind in EXTENDED or each.extension != NOTHING:
        given["custodialDuration"] = _duration(each.custody)
        given["extensionDuration"] = _duration(each.extension)
    else:
        given["duration"] = _duration(each.custody)
    if each.fine is not None:
        given["fineAmount"] = each.fine
    if each.supervised_until:
        given["latestTusedDate"] = each.supervised_until.isoformat()
    if each.recall:
        given["recall"] = {
            "recallType": each.recall.type.value,
            "revocationDate": _day(each.recall.revoked_on),
            "returnToCustodyDate": _day(each.recall.returned_on),
        }
    return given


def _adjustment(each: Adjustment) -> Json:
    given: Json = {
        "appliesToSentencesFrom": each.applies_from.isoformat(),
        "numberOfDays": each.days,
        "fromDate": _day(each.from_),
        "toDate": _day(each.to),
    }
    if each.reason:
        given["additionalInfo"] = {"reason": each.reason.value}
    return given


def _movement(each: Movement) -> Json:
    return {
        "movementDate": each.on.isoformat(),
        "direction": each.direction.value,
        "movementReason": each.reason,
    }


def _duration(given: Duration) -> Json:
    units = {
        "YEARS": given.years,
        "MONTHS": given.months,
        "WEEKS": given.weeks,
        "DAYS": given.days,
    }
    return {"durationElements": {unit: count for unit, count in units.items() if count}}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
