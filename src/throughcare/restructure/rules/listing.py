"""Where everybody stands on the list of staff: first what a post is for, then the published order, within the posts."""

from collections.abc import Iterable, Mapping

from throughcare.kernel.conditions.evaluation import Beneath, evaluate
from throughcare.kernel.conditions.syntax import Facts
from throughcare.restructure.rules.catalogue import PROVIDER
from throughcare.restructure.rules.plan import ByTable, Plan, Rule, Target, ToUnit, WithinPosts
from throughcare.restructure.rules.staffing import Person, Place, fill

ACCOUNT = "account"


def places(plan: Plan, seats: Iterable[Facts], *, beneath: Beneath) -> Mapping[str, Place]:
    """The place of every seat, by its reference, in whatever order they come; nothing where the plan has no list.

    A seat's facts are those that the rules for accounts and the order of the list ask about, `reference` and `provider`.
    """
    if plan.staffing is None:
        return {}
    found, _ = fill(plan, [_person(plan, seat, beneath) for seat in seats])
    return found


def successor(plan: Plan, *, unit: str, outcome: str) -> str:
    """The unit that an outcome of the list comes to for the people of an old unit; empty where more than that decides."""
    for rule in plan.rules[ACCOUNT]:
        if isinstance(rule.target, WithinPosts):
            target = rule.target.outcomes[outcome]
            if isinstance(target, ByTable) and target.key != PROVIDER.name:
                return ""
            return _unit(plan, target, {PROVIDER.name: unit})
    return ""


def _person(plan: Plan, seat: Facts, beneath: Beneath) -> Person:
    rule = next(rule for rule in plan.rules[ACCOUNT] if evaluate(rule.when, seat, beneath=beneath))
    return Person(
        reference=str(seat["reference"]),
        unit=str(seat[PROVIDER.name]),
        facts=seat,
        settled=_settled(plan, rule, seat),
    )


def _settled(plan: Plan, rule: Rule, seat: Facts) -> str | None:
    """The outcome of the list that comes to the same unit as an earlier rule's answer."""
    listed = next(
        (each.target for each in plan.rules[ACCOUNT] if isinstance(each.target, WithinPosts)), None
    )
    if listed is None or isinstance(rule.target, WithinPosts):
        return None
    unit = _unit(plan, rule.target, seat)
    return next(
        name for name, target in listed.outcomes.items() if _unit(plan, target, seat) == unit
    )


def _unit(plan: Plan, target: Target, seat: Facts) -> str:
    match target:
        case ToUnit():
            return target.code
        case ByTable():
            return plan.tables[target.table].rows[str(seat[target.key])]
        case _:
            raise ValueError("A seat is answered by a unit, a table or the list.")
