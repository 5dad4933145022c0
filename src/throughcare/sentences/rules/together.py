"""From sentences to one set of dates: the latest of what they say, and where they conflict, which gives way."""

from collections.abc import Sequence
from operator import attrgetter

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.affected import is_progression, is_sds40
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.choosing import pivots
from throughcare.sentences.rules.choosing_curfew import (
    choose_curfew,
    ends_curfew,
    outlasts_recall,
)
from throughcare.sentences.rules.choosing_expiry import choose_expiry, choose_supervision
from throughcare.sentences.rules.choosing_parole import choose_parole
from throughcare.sentences.rules.choosing_recall import choose_recall
from throughcare.sentences.rules.choosing_release import choose_release
from throughcare.sentences.rules.choosing_removal import choose_removal
from throughcare.sentences.rules.dates import period, plus
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.observed import supervision_after_breach
from throughcare.sentences.rules.results import Together, Why, Working
from throughcare.sentences.rules.single import (
    known_supervision,
    months_between_transfers,
)
from throughcare.sentences.rules.standing import Standing
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, latest, worked


def together(groups: Sequence[Sequence[Standing]], *, case: Case) -> Together:
    """One set of dates from all sentences, by period of custody."""
    several = [
        [worked(now, case=case) for now in sorted(group, key=lambda now: now.start)]
        for group in groups
    ]
    every = [each for group in several for each in group]
    return _of_one(every[0], case=case) if len(every) == 1 else _of_several(several, case=case)


def length_shown(several: Sequence[Worked]) -> str:
    """From the first sentence date to the day after the latest unadjusted expiry."""
    last = max(each.unadjusted_expiry for each in several)
    return period(min(each.start for each in several), plus(last, 1))


def _of_one(each: Worked, *, case: Case) -> Together:
    found: dict[DateType, Working | None] = {}
    types = each.types
    found[DateType.SLED if DateType.SLED in types else DateType.SED] = workings.of_expiry(each)
    if each.is_recall:
        found[DateType.PRRD] = workings.of_recall(each)
    else:
        released = DateType.MTD if each.is_training else DateType.ARD
        found[DateType.CRD if each.is_conditional else released] = workings.of_release(each)
    if DateType.LED in types:
        found[DateType.LED] = workings.of_licence(each)
    found[DateType.TUSED] = _supervision_of_one(each, case=case)
    if each.parole is not None and (parole := workings.of_parole(each)) is not None:
        found[DateType.PED] = parole.turned(max(parole.on, each.start), Why.NOT_BEFORE_FIRST)
    if each.removal is not None:
        found[DateType.ERSED] = workings.of_removal(each, each.removal)
    found |= transfers(each)
    if each.kind is not Kind.BOTUS:
        found[DateType.ESED] = workings.of_last_expiry(each)
    found[DateType.HDCED] = _curfew_of_one(each, case=case)
    given = {kind: working for kind, working in found.items() if working is not None}
    return Together(
        dates={kind: working.on for kind, working in given.items()},
        workings=given,
        length=length_shown([each]),
        after_recall=each.released_on if each.is_recall else None,
        is_by_sds40=is_sds40(each),
        is_by_progression=each.is_under_progression,
    )


def _curfew_of_one(each: Worked, *, case: Case) -> Working | None:
    found = each.curfew
    if found is None or each.has_parole or each.release <= found.on:
        return None
    has_ended = ends_curfew([each], decisive=each, on=found.on, case=case)
    return None if has_ended else workings.of_curfew(each, found)


def _supervision_of_one(each: Worked, *, case: Case) -> Working | None:
    known = known_supervision(each.now)
    if each.kind is Kind.BOTUS and known is not None:
        on = supervision_after_breach(known, is_repealed=case.switches.supervision_repealed)
        return workings.of_known_supervision(each, on) if on > each.expiry else None
    return workings.of_supervision(each)


def transfers(each: Worked) -> dict[DateType, Working | None]:
    """The early and late dates of transfer of a training order."""
    between = months_between_transfers(each.now) if each.is_training else None
    if between is None or each.is_immediate:
        return {}
    return {
        DateType.ETD: workings.of_transfer(each, middle=each.release, months=-between),
        DateType.LTD: workings.of_transfer(each, middle=each.release, months=between),
    }


def _of_several(groups: Sequence[Sequence[Worked]], *, case: Case) -> Together:
    every = [each for group in groups for each in group]
    found = pivots(groups, case=case, length=length_shown(every))
    given: dict[DateType, Working] = {}
    given |= choose_expiry(found)
    given |= choose_release(found, chosen=given)
    given |= choose_supervision(found)
    given |= choose_recall(found, chosen=given)
    given |= choose_parole(found)
    curfew = choose_curfew(found)
    has_curfew = curfew is not None and outlasts_recall(given)
    if curfew is not None and has_curfew:
        given[DateType.HDCED] = curfew
    removal, is_later = choose_removal(found, chosen=given)
    given |= removal
    if any(each.kind is not Kind.BOTUS for each in every):
        last = latest(every, by=attrgetter("unadjusted_expiry"))
        given[DateType.ESED] = workings.of_last_expiry(last)
    dates = {kind: working.on for kind, working in given.items()}
    return Together(
        dates=dates,
        workings=given,
        length=found.length,
        after_recall=max((each.released_on for each in every if each.is_recall), default=None),
        is_by_sds40=any(is_sds40(each, dates=dates) for each in every),
        is_by_progression=any(is_progression(each, found=given) for each in every),
        is_training_later=is_later,
        withheld={} if curfew is None or has_curfew else {DateType.HDCED: curfew},
    )
