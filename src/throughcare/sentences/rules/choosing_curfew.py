"""When curfew may begin where there are several sentences."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from operator import attrgetter

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.choosing import Pivots
from throughcare.sentences.rules.choosing_expiry import Chosen
from throughcare.sentences.rules.dates import plus
from throughcare.sentences.rules.results import Rule, Why, Working
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, latest


def choose_curfew(found: Pivots) -> Working | None:
    """The latest curfew date, put off to the release of any sentence that allows none."""
    dated = _dated(found)
    if not dated:
        return None
    decisive, own = max(dated, key=lambda pair: pair[1].on)
    if found.released_on <= own.on:
        return None
    working = _put_off(found, working=own)
    if ends_curfew(found.every, decisive=decisive, on=working.on, case=found.case):
        return None
    return working


def outlasts_recall(chosen: Chosen) -> bool:
    """Whether there is a release after the one after recall, if there is that: without it nobody has a curfew."""
    if DateType.PRRD not in chosen:
        return True
    releases = [chosen[kind].on for kind in (DateType.CRD, DateType.ARD) if kind in chosen]
    return any(day > chosen[DateType.PRRD].on for day in releases)


def ends_curfew(every: Iterable[Worked], *, decisive: Worked, on: date, case: Case) -> bool:
    """Whether curfew for adults has ended for somebody (prepared, and in force only where switched on)."""
    switches = case.switches
    if not (switches.adult_curfew_suspended or switches.adult_curfew_repealed):
        return False
    if not any(_is_adult(each) for each in every):
        return False
    if switches.adult_curfew_suspended:
        return True
    return on >= case.law.curfew.ends_for_adults_on or decisive.is_under_progression


def _is_adult(each: Worked) -> bool:
    terms = each.now.terms
    is_section_250 = terms.is_lone and terms.first.sentence.is_section_250
    return not is_section_250 and not terms.is_term


def _dated(found: Pivots) -> list[tuple[Worked, Working]]:
    """The sentences that have a curfew date; none where nobody in this position has one."""
    if any(
        each.now.terms.is_lone and each.now.terms.first.sentence.would_be_plus
        for each in found.every
    ):
        return []
    served = [each for each in found.every if not each.is_recall and not each.is_training]
    if not served or latest(served, by=attrgetter("release")).curfew is None:
        return []
    least = found.case.law.curfew.least_curfew
    return [
        (each, workings.of_curfew(each, each.curfew))
        for each in found.every
        if each.curfew is not None and found.released_on >= plus(each.start, least)
    ]


def _put_off(found: Pivots, *, working: Working) -> Working:
    first = working.on
    without = [
        each
        for each in found.every
        if each.curfew is None and not each.is_training and each.defaulted > first
    ]
    if not without:
        return working
    last = latest(without, by=attrgetter("defaulted"))
    counts = last.uncapped == last.start
    if all(each.is_immediate and not each.is_recall for each in without) and not counts:
        return working
    rule = Rule.HDCED_TO_UNCONDITIONAL
    if last.is_recall:
        rule = Rule.HDCED_TO_RECALL
    elif last.is_conditional:
        rule = Rule.HDCED_TO_CONDITIONAL
    moved = (first - last.defaulted).days
    turned = working.turned(last.defaulted, Why.UNTIL_RELEASE, by=last.now)
    return replace(turned, unadjusted=first, moved=moved, rules=(rule,), extras={}, reached=None)
