"""How dates came about, in the published layout: by date, and sentence by sentence."""

from collections.abc import Iterable
from typing import Any, Final

from throughcare.sentences.rules.calculating import Calculation
from throughcare.sentences.rules.dates import days_of
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.formulas import adjusted_expiry, unadjusted_release
from throughcare.sentences.rules.levels import Level, levels, worked_out
from throughcare.sentences.rules.parts import Part
from throughcare.sentences.rules.results import Extra, Working
from throughcare.sentences.rules.standing import Form
from throughcare.sentences.rules.trail import length
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked

Json = dict[str, Any]  # Any: JSON

WITHOUT_BREAKDOWN: Final = frozenset(
    {DateType.ESED, DateType.MTD, DateType.ETD, DateType.LTD, DateType.PRRD}
)


def breakdown(found: Calculation) -> Json:
    together = found.together
    every = worked_out(found)
    lone = [each for each in every if each.now.terms.is_lone and each.kind is Kind.SDS]
    chains = [each for each in every if each.now.terms.form is Form.CHAIN]
    has_training = any(each.is_training for each in every)
    left_out = WITHOUT_BREAKDOWN | ({DateType.ARD, DateType.CRD} if has_training else set())
    given: Json = {
        "concurrentSentences": [
            {**_sentence(each), **_sequence(each.now.terms.first)}
            for each in sorted(lone, key=lambda each: _order(each.now.terms.first))
        ],
        "breakdownByReleaseDateType": {
            kind.value: _working(working)
            for kind, working in {**together.withheld, **together.workings}.items()
            if kind not in left_out
        },
        "otherDates": {DateType.PRRD.value: together.after_recall.isoformat()}
        if together.after_recall
        else {},
        "ersedNotApplicableDueToDtoLaterThanCrd": together.is_training_later,
        "showSds40Hints": together.is_fraction_noted,
    }
    if chains:
        given["consecutiveSentence"] = _chain(chains[0])
    return given


def sentence_levels(found: Calculation) -> list[Json]:
    return [_level(each) for each in levels(found)]


def _level(each: Level) -> Json:
    return {
        "identifier": each.part.sentence.identifier,
        "impactsFinalReleaseDate": each.decides,
        "dates": {kind.value: day.isoformat() for kind, day in each.dates.items()},
        "groupIndex": each.group,
        "releaseMultiplier": each.fraction.value,
        "awardedDuringCustody": each.awarded,
        "awardedAfterDeterminateRelease": each.awarded_recalled,
    }


def _working(working: Working) -> Json:
    return {
        "rules": [rule.value for rule in working.rules],
        "rulesWithExtraAdjustments": {
            rule.value: _extra(extra) for rule, extra in working.extras.items()
        },
        "adjustedDays": working.moved,
        "releaseDate": (working.reached or working.on).isoformat(),
        "unadjustedDate": working.unadjusted.isoformat(),
    }


def _extra(extra: Extra) -> Json:
    return {"adjustmentValue": extra.count, "type": extra.unit}


def _sentence(each: Worked) -> Json:
    terms = each.now.terms
    unadjusted = unadjusted_release(each.now)
    released = DateType.CRD if DateType.CRD in each.types else DateType.ARD
    ends = adjusted_expiry(each.now)
    kind = DateType.SLED if DateType.SLED in each.types else DateType.SED
    return {
        "sentencedAt": each.start.isoformat(),
        "sentenceLength": length(terms.whole),
        "sentenceLengthDays": terms.expiry_days,
        "dates": {
            kind.value: {
                "unadjusted": each.unadjusted_expiry.isoformat(),
                "adjusted": ends.isoformat(),
                "daysFromSentenceStart": terms.expiry_days,
                "adjustedByDays": (each.unadjusted_expiry - ends).days,
            },
            (DateType.PRRD if each.is_recall else released).value: {
                "unadjusted": unadjusted.isoformat(),
                "adjusted": each.release.isoformat(),
                "daysFromSentenceStart": each.now.release_days,
                "adjustedByDays": (unadjusted - each.release).days,
            },
        },
    }


def _chain(each: Worked) -> Json:
    parts = each.now.terms.parts
    return {
        **_sentence(each),
        "sentenceParts": [_part(part, among=parts) for part in sorted(parts, key=_order)],
    }


def _part(part: Part, *, among: Iterable[Part]) -> Json:
    given = {
        **_sequence(part),
        "sentenceLength": length(part.whole),
        "sentenceLengthDays": days_of(part.on, part.whole),
    }
    before = next(
        (each for each in among if each.sentence.identifier == part.sentence.follows), None
    )
    if before is not None and before.sentence.line_sequence is not None:
        given["consecutiveToLineSequence"] = before.sentence.line_sequence
        given["consecutiveToCaseSequence"] = before.sentence.case_sequence
    return given


def _order(part: Part) -> tuple[int, int]:
    return part.sentence.case_sequence or 0, part.sentence.line_sequence or 0


def _sequence(part: Part) -> Json:
    case, line = _order(part)
    return {"lineSequence": line, "caseSequence": case}
