"""The dates of each sentence as a court imposed it, beside those of the person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from throughcare.sentences.rules.calculating import Calculation
from throughcare.sentences.rules.dates import Fraction
from throughcare.sentences.rules.parts import Part
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, latest, worked


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """`group` counts combined sentences in their order; `decides` says that release hangs on it."""

    part: Part
    group: int
    dates: Mapping[DateType, date]
    fraction: Fraction
    awarded: int
    awarded_recalled: int
    decides: bool


def levels(found: Calculation) -> list[Level]:
    """What each sentence has by itself, or in the chain that it stands in."""
    every = worked_out(found)
    deciding = _deciding(every)
    return [
        Level(
            part=part,
            group=group,
            dates=own_dates(each),
            fraction=fraction,
            awarded=each.now.days.awarded,
            awarded_recalled=each.now.days.awarded_recalled,
            decides=each in deciding,
        )
        for group, each in enumerate(every)
        for part, fraction in zip(each.now.terms.parts, each.now.fractions, strict=True)
    ]


def worked_out(found: Calculation) -> list[Worked]:
    """All sentences as they stand in the end, in the order of the calculation."""
    case = found.custody.case
    return [
        worked(held.now, case=case)
        for group in found.custody.groups()
        for held in sorted(group, key=lambda held: held.now.start)
    ]


def own_dates(each: Worked) -> dict[DateType, date]:
    """The dates of one sentence, for the types it has."""
    released = DateType.CRD if DateType.CRD in each.types else DateType.ARD
    ends = DateType.SLED if DateType.SLED in each.types else DateType.SED
    found = {
        released: each.release,
        DateType.PRRD: each.released_on,
        DateType.LED: each.licence,
        ends: each.expiry,
        DateType.TUSED: each.supervision,
        DateType.PED: each.parole,
        DateType.HDCED: each.curfew.on if each.curfew else None,
    }
    return {kind: day for kind, day in found.items() if kind in each.types and day is not None}


def _deciding(every: Sequence[Worked]) -> list[Worked]:
    """The last to be released that were not recalled, the last that is no training, and the last to be released after recall."""
    last = max(each.defaulted for each in every)
    active = [each for each in every if each.defaulted == last and not each.is_recall]
    others = [each for each in every if not each.is_training and not each.is_recall]
    recalls = [each for each in every if each.is_recall]
    found = active[:1]
    if any(each.is_training for each in every) and others:
        found.append(latest(others, by=attrgetter("release")))
    if recalls:
        found.append(latest(recalls, by=attrgetter("released_on")))
    return found
