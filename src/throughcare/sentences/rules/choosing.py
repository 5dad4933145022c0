"""The sentences on which the dates of several turn: the one released last, the one that expires last, the last licence."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final

from throughcare.sentences.rules import workings
from throughcare.sentences.rules.case import Case
from throughcare.sentences.rules.facts import Kind
from throughcare.sentences.rules.observed import first_release
from throughcare.sentences.rules.results import Working
from throughcare.sentences.rules.types import DateType
from throughcare.sentences.rules.worked import Worked, latest

FOUR: Final = 4
"""The years from which a mixed short term is not in point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivots:
    """`active` are the sentences with the latest release that the law allows, and `released_on` is the release of the first of them.

    `last_licence` is None where nothing has a licence. `years` and `is_short` are of the whole length.
    """

    groups: Sequence[Sequence[Worked]]
    every: Sequence[Worked]
    case: Case
    length: str
    active: Sequence[Worked]
    released_on: date
    last_released: Worked
    last_expiring: Worked
    last_licence: Working | None

    @property
    def training(self) -> list[Worked]:
        return [each for each in self.every if each.is_training]

    @property
    def others(self) -> list[Worked]:
        return [each for each in self.every if not each.is_training]

    @property
    def years(self) -> int:
        found = re.match(r"P(\d+)Y", self.length)
        return int(found[1]) if found else 0

    @property
    def is_mixed(self) -> bool:
        """Whether there is training together with anything else."""
        return bool(self.training and self.others)

    def group_of(self, sentence: Worked) -> Sequence[Worked]:
        return next(group for group in self.groups if sentence in group)


def pivots(groups: Sequence[Sequence[Worked]], *, case: Case, length: str) -> Pivots:
    """The sentences that decide. Of those that are alike the first counts."""
    every = [each for group in groups for each in group]
    last = max(each.defaulted for each in every)
    active = [each for each in every if each.defaulted == last]
    licences = [workings.of_licence(each) for each in every if each.licence is not None]
    return Pivots(
        groups=groups,
        every=every,
        case=case,
        length=length,
        active=active,
        released_on=first_release(released_on=active[0].released_on, defaulted=active[0].defaulted),
        last_released=latest(every, by=attrgetter("release")),
        last_expiring=latest(every, by=attrgetter("expiry")),
        last_licence=max(licences, key=attrgetter("on"), default=None),
    )


def is_conditional(found: Pivots) -> bool:
    """Whether release is on licence."""
    mixed = _of_mixed_short(found)
    if mixed is not None:
        return mixed
    if found.training:
        are_under = [each.is_under_18 for each in found.every]
        if all(are_under) and found.years == 0:
            return False
        if found.others and not any(are_under):
            return True
    return any(
        each.licence is not None and each.licence >= found.released_on for each in found.every
    )


def allows_licence(found: Pivots) -> bool:
    return _of_mixed_short(found) is not False


def _of_mixed_short(found: Pivots) -> bool | None:
    """With sentences from before and after 1 February 2015: whether release is conditional; None where that rule is not in point."""
    if DateType.CRD in found.last_released.types or found.years >= FOUR:
        return None
    single = [each for each in found.every if each.kind is Kind.SDS and each.now.terms.is_lone]
    has_later = any(each.now.terms.first.is_ora for each in single)
    has_earlier = any(
        not each.now.terms.first.is_ora and not each.now.terms.is_at_least(12) for each in single
    )
    fixed = [each for each in found.every if DateType.SED in each.types]
    licensed = [each for each in found.every if DateType.SLED in each.types]
    if not (has_later and has_earlier and fixed and licensed):
        return None
    last = latest(licensed, by=attrgetter("expiry"))
    is_past = DateType.SED in found.last_expiring.types and found.released_on > last.expiry
    return not is_past
