"""When parole may be considered where there are other sentences beside."""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.choosing import Pivots
from throughcare.sentences.rules.choosing_expiry import Chosen
from throughcare.sentences.rules.results import Rule, Why
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, latest


def choose_parole(found: Pivots) -> Chosen:
    """The latest parole date, but not before release from anything without parole; none where that is released last of all."""
    if not found.active[0].has_parole or found.last_released.parole is None:
        return {}
    dated = [working for each in found.every if (working := workings.of_parole(each)) is not None]
    working = max(dated, key=attrgetter("on"))
    first = min(each.start for each in found.every)
    working = working.turned(max(working.on, first), Why.NOT_BEFORE_FIRST)
    without = released_without_parole(found.every)
    if without is None:
        return {DateType.PED: working}
    if without.release >= found.last_released.release:
        return {}
    if working.on >= without.release:
        return {DateType.PED: working}
    rule = Rule.PED_TO_CONDITIONAL if without.is_conditional else Rule.PED_TO_UNCONDITIONAL
    turned = working.turned(without.release, Why.UNTIL_RELEASE, by=without.now)
    return {DateType.PED: replace(turned, rules=(rule,))}


def released_without_parole(every: Sequence[Worked]) -> Worked | None:
    """The last to be released of sentences that go on and have no parole."""
    several = [
        each
        for each in every
        if not each.is_recall
        and not each.is_training
        and not each.is_immediate
        and not each.has_parole
    ]
    return latest(several, by=attrgetter("release")) if several else None
