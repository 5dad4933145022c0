"""Tiers of cases and how each came to be. Row security decides what is found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from throughcare.allocation import frameworks
from throughcare.allocation.choices import Framework
from throughcare.allocation.models import Tier
from throughcare.allocation.rules import single_letter, two_axis
from throughcare.allocation.rules.reading import Inputs, single_letter_facts, two_axis_facts
from throughcare.allocation.rules.terms import Term


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a framework says of some facts on a day. `next_` says in words what would change it as a whole."""

    framework: str
    code: str
    protect_points: int | None
    change_points: int | None
    is_provisional: bool
    terms: tuple[Term, ...]
    next_: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Worked:
    """A tier with its working, by the rules of the day it was worked out."""

    tier: Tier
    answer: Answer


def current_tiers(case_id: int) -> list[Tier]:
    """The tiers of a case that count, one for each framework; one query."""
    found = Tier.objects.filter(case_id=case_id, superseded_at=None)
    return list(found.defer("inputs").order_by("framework"))


def tiers_of(case_ids: Collection[int]) -> dict[int, str]:
    """The tiers of some cases that count, in words; one query."""
    found: dict[int, list[str]] = {}
    for case_id, level in (
        Tier.objects.filter(case_id__in=case_ids, superseded_at=None)
        .order_by("case_id", "framework")
        .values_list("case_id", "level")
    ):
        found.setdefault(case_id, []).append(level)
    return {case_id: ", ".join(levels) for case_id, levels in found.items()}


def tiers_before(
    case_id: int, *, limit: int, before: tuple[datetime, int] | None = None
) -> list[Tier]:
    """What the tiers of a case were, latest first; one query."""
    found = Tier.objects.filter(case_id=case_id)
    if before is not None:
        found = found.filter(calculated_at__lte=before[0]).exclude(
            calculated_at=before[0], id__gte=before[1]
        )
    return list(found.defer("inputs").order_by("-calculated_at", "-id")[:limit])


def worked(case_id: int) -> list[Worked]:
    """The tiers of a case that count, with their working; one query."""
    found = Tier.objects.filter(case_id=case_id, superseded_at=None).order_by("framework")
    return [Worked(tier=tier, answer=_again(tier)) for tier in found]


def answers(inputs: Inputs, *, on: date) -> list[Answer]:
    """What each framework that is in force on a day says of some facts."""
    found = [two_axis_answer(inputs, on=on)]
    if any(each.is_in_force(on) for each in frameworks.single_letter_versions()):
        found.append(single_letter_answer(inputs, on=on))
    return found


def two_axis_answer(inputs: Inputs, *, on: date) -> Answer:
    rules = frameworks.two_axis(on=on)
    facts = two_axis_facts(inputs, on=on, rules=rules, thresholds=frameworks.needs(on=on))
    tier = two_axis.tier(facts, rules=rules)
    return Answer(
        framework=Framework.TWO_AXIS.value,
        code=tier.code,
        protect_points=tier.protect_points,
        change_points=tier.change_points,
        is_provisional=False,
        terms=tier.terms,
        next_=tier.next_,
    )


def single_letter_answer(inputs: Inputs, *, on: date) -> Answer:
    rules = frameworks.single_letter(on=on)
    facts = single_letter_facts(inputs, rules=rules, two_axis_rules=frameworks.two_axis(on=on))
    tier = single_letter.tier(facts, on=on, rules=rules)
    return Answer(
        framework=Framework.SINGLE_LETTER.value,
        code=tier.code,
        protect_points=None,
        change_points=None,
        is_provisional=tier.is_provisional,
        terms=tier.terms,
        next_=(
            ("It is provisional: what is missing or static may yet raise it.",)
            if tier.is_provisional
            else ()
        ),
    )


def _again(tier: Tier) -> Answer:
    on = tier.calculated_at.date()
    if tier.framework == Framework.SINGLE_LETTER:
        return single_letter_answer(tier.inputs, on=on)
    return two_axis_answer(tier.inputs, on=on)
