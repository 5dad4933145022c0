"""When somebody with several sentences may be removed early."""

from dataclasses import replace
from operator import attrgetter

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.choosing import Pivots
from throughcare.sentences.rules.choosing_expiry import Chosen
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.results import Rule, Why, Working
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, latest


def choose_removal(found: Pivots, *, chosen: Chosen) -> tuple[Chosen, bool]:
    """The latest removal date, if nothing beside keeps the person. Also says whether it is training that does."""
    several = [
        (each, workings.of_removal(each, each.removal))
        for each in found.every
        if each.removal is not None and not each.is_immediate
    ]
    if not several:
        return {}, False
    last, working = max(several, key=lambda dated: dated[1].on)
    group = found.group_of(last)
    if any(_keeps(each, last) for each in group):
        return {}, False
    fines = [each for each in group if each.kind is Kind.FINE and each.release > working.on]
    if fines:
        fine = latest(fines, by=attrgetter("release"))
        turned = working.turned(fine.release, Why.UNTIL_FINE_IS_SERVED, by=fine.now)
        working = replace(turned, rules=(Rule.ERSED_TO_TERM,))
    if found.training:
        return _beside_training(chosen, working=working)
    return {DateType.ERSED: working}, False


def _keeps(each: Worked, last: Worked) -> bool:
    return (
        each.kind in {Kind.FINE, Kind.BOTUS}
        and not each.is_immediate
        and each.release > last.release
    )


def _beside_training(chosen: Chosen, *, working: Working) -> tuple[Chosen, bool]:
    middle = chosen.get(DateType.MTD)
    released = chosen.get(DateType.CRD) or chosen.get(DateType.ARD)
    if middle is None or released is None or middle.on >= released.on:
        return {}, True
    if middle.on > working.on:
        turned = working.turned(middle.on, Why.UNTIL_TRAINING_IS_SERVED, by=middle.of)
        working = replace(turned, rules=(Rule.ERSED_TO_MTD,))
    return {DateType.ERSED: working}, False
