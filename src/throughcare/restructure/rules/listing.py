"""Who stands on the list of staff: first what a post is for, then the published order, within the posts."""

from collections.abc import Mapping

from throughcare.kernel.conditions.evaluation import NO_UNITS, Beneath, evaluate
from throughcare.kernel.conditions.syntax import Facts
from throughcare.restructure.rules import formulas
from throughcare.restructure.rules.answers import ANSWER_TO
from throughcare.restructure.rules.catalogue import KINDS, PROVIDER
from throughcare.restructure.rules.facts import fact_of
from throughcare.restructure.rules.formulas import ByFormula
from throughcare.restructure.rules.plan import (
    ByTable,
    Plan,
    Rule,
    SameAs,
    Target,
    ToUnit,
    WithinPosts,
)
from throughcare.restructure.rules.staffing import Person

ACCOUNT = "account"


def successor(plan: Plan, *, unit: str, outcome: str) -> str:
    """The unit that an outcome of the list comes to for the people of an old unit; empty where more than that decides."""
    for rule in plan.rules[ACCOUNT]:
        if isinstance(rule.target, WithinPosts):
            target = rule.target.outcomes[outcome]
            if not isinstance(target, ToUnit | ByTable):
                return ""
            if isinstance(target, ByTable) and target.key != PROVIDER.name:
                return ""
            return _unit(plan, target, {PROVIDER.name: unit}, beneath=NO_UNITS) or ""
    return ""


def seat_of(reference: str, looked_at: Mapping[str, object]) -> Facts:
    """What is known of a seat, from what was kept of it as JSON; all else is unknown."""
    followed = {f"{ANSWER_TO}{name}" for name in KINDS[ACCOUNT].related}
    return {
        name: fact_of(attribute, looked_at.get(name))
        for name, attribute in KINDS[ACCOUNT].attributes.items()
    } | {"reference": reference, **{name: _text(looked_at.get(name)) for name in followed}}


def _text(plain: object) -> str | None:
    return None if plain is None else str(plain)


def person(plan: Plan, seat: Facts, *, beneath: Beneath) -> Person:
    """Somebody before the list, from the facts of their seat.

    Those are what the rules for accounts and the order of the list ask about, `reference` and `provider`; and the answers that
    those rules follow, each under its word with `ANSWER_TO` before it.
    """
    rule = next(rule for rule in plan.rules[ACCOUNT] if evaluate(rule.when, seat, beneath=beneath))
    return Person(
        reference=str(seat["reference"]),
        unit=str(seat[PROVIDER.name]),
        facts=seat,
        settled=_settled(plan, rule, seat, beneath=beneath),
    )


def _settled(plan: Plan, rule: Rule, seat: Facts, *, beneath: Beneath) -> str | None:
    """The outcome of the list that comes to the same unit as an earlier rule's answer; None where none does."""
    listed = next(
        (each.target for each in plan.rules[ACCOUNT] if isinstance(each.target, WithinPosts)), None
    )
    if listed is None or isinstance(rule.target, WithinPosts):
        return None
    unit = _unit(plan, rule.target, seat, beneath=beneath)
    names = [
        name
        for name, target in listed.outcomes.items()
        if unit is not None and _unit(plan, target, seat, beneath=beneath) == unit
    ]
    return names[0] if names else None


def _unit(plan: Plan, target: Target, seat: Facts, *, beneath: Beneath) -> str | None:
    """The unit that a target comes to for a seat; None where it comes to none."""
    match target:
        case ToUnit():
            return target.code
        case ByTable():
            return plan.tables[target.table].rows.get(str(seat[target.key]))
        case ByFormula():
            text = formulas.value(target, seat, beneath=beneath)
            return plan.tables[target.table].rows.get(str(text)) if target.table else text
        case SameAs():
            followed = seat[f"{ANSWER_TO}{target.related}"]
            return None if followed is None else str(followed)
        case _:
            return None
