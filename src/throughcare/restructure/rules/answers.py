"""The plan's answer for one item, with everything needed to explain it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from throughcare.kernel.conditions.evaluation import NO_UNITS, Beneath, evaluate
from throughcare.kernel.conditions.syntax import Fact, Facts, names
from throughcare.kernel.decisions import Decided, Decisions, attributes_of, decide
from throughcare.restructure.rules import formulas
from throughcare.restructure.rules.formulas import ByFormula
from throughcare.restructure.rules.plan import (
    ByDecision,
    ByTable,
    Direct,
    Hold,
    Override,
    Plan,
    Rule,
    SameAs,
    ToUnit,
    WithinPosts,
)

WITHIN_POSTS: Final = "within_posts"
"""The related answer under which `staffing` tells which list somebody is on."""

ANSWER_TO: Final = "answer_"
"""What names begin with that hold the answer given to a related item, among what rules looked at."""

Related = Mapping[str, str | None]
NOTHING_RELATED: Final[Related] = {}


class State(StrEnum):
    UNIT = "unit"
    HELD = "held"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Answer:
    """Where an item goes, and why.

    `rule` is the rule's name, with the decision's rule after a stroke (`nps-or-crc/rosh`); number
    0 stands for an override or a hold of the item itself. `looked_at` gives the values that rules
    up to the deciding one looked at; `also` the other rules that match; `contradicted_by` those of
    the plan among them that come to another answer, and come later by no more than their place
    (`Rule.is_contradicted_by`); `guest` a unit that shares what it gets.
    """

    state: State
    rule: str
    number: int
    unit: str | None
    says: str
    looked_at: tuple[tuple[str, Fact], ...] = ()
    also: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    guest: str | None = None
    hold: Hold | None = None
    lapsed: bool = False


@dataclass(frozen=True, slots=True)
class _Case:
    """One item before the rules, with all that they may consult."""

    plan: Plan
    facts: Facts
    related: Related
    decisions: Decisions
    beneath: Beneath


@dataclass(frozen=True, slots=True)
class _Found:
    """What a matching rule comes to."""

    label: str
    says: str
    state: State
    unit: str | None = None
    guest: str | None = None
    hold: Hold | None = None
    also: tuple[str, ...] = ()


def answer(
    plan: Plan,
    kind: str,
    facts: Facts,
    *,
    item: str = "",
    related: Related = NOTHING_RELATED,
    decisions: Decisions,
    beneath: Beneath = NO_UNITS,
) -> Answer:
    """Answer one item by its override, its hold, or the first rule that matches.

    A rule that meets an unknown leaves the item undetermined by that rule. A fact or a related
    answer that the kind declares and that is not given is a fault (KeyError).
    """
    case = _Case(plan=plan, facts=facts, related=related, decisions=decisions, beneath=beneath)
    lapsed = False
    override = next((o for o in plan.overrides if item and (o.kind, o.item) == (kind, item)), None)
    if override is not None:
        if _still_holds(override, facts):
            return _overridden(override)
        lapsed = True
    held = next((h for h in plan.holds if item and (h.kind, h.item) == (kind, item)), None)
    if held is not None:
        return Answer(
            state=State.HELD,
            rule="hold",
            number=0,
            unit=None,
            says=_held(held.hold),
            hold=held.hold,
            lapsed=lapsed,
        )
    return _by_rules(case, plan.rules[kind], lapsed=lapsed)


def attributes_looked_at(rule: Rule, decisions: Decisions) -> tuple[str, ...]:
    """The attributes a rule looks at, its condition's first."""
    target = rule.target
    keys: tuple[str, ...] = ()
    if isinstance(target, ByDecision):
        keys = attributes_of(decisions[target.decision])
    direct = [name for each in direct_targets(rule) for name in _asks(each)]
    return tuple(dict.fromkeys((*names(rule.when), *keys, *direct)))


def _asks(target: Direct) -> tuple[str, ...]:
    match target:
        case ByTable():
            return (target.key,)
        case ByFormula():
            return formulas.asks(target)
        case _:
            return ()


def direct_targets(rule: Rule) -> tuple[Direct, ...]:
    """Every place that a rule may send an item to."""
    target = rule.target
    if isinstance(target, ByDecision | WithinPosts):
        return tuple(target.outcomes.values())
    return (target,)


def _still_holds(override: Override, facts: Facts) -> bool:
    return all(facts[name] == value for name, value in override.depends_on)


def _overridden(override: Override) -> Answer:
    return Answer(
        state=State.UNIT,
        rule="override",
        number=0,
        unit=override.unit,
        says=f"Set by {override.by}, approved by {override.approved_by}: {override.reason}",
        looked_at=override.depends_on,
    )


def _by_rules(case: _Case, rules: tuple[Rule, ...], *, lapsed: bool) -> Answer:
    judged = [(rule, evaluate(rule.when, case.facts, beneath=case.beneath)) for rule in rules]
    deciding, truth = next((rule, truth) for rule, truth in judged if truth is not False)
    matching = {rule.number: _follow(case, rule) for rule, matches in judged if matches}
    found = matching.get(deciding.number) or _unjudged(deciding)
    others = [(rule, matching[rule.number]) for rule in rules if rule.number in matching]
    if truth:
        others = others[1:]
    looked_at = dict.fromkeys(
        name
        for rule in rules[: deciding.number]
        for name in attributes_looked_at(rule, case.decisions)
    )
    return Answer(
        state=found.state,
        rule=found.label,
        number=deciding.number,
        unit=found.unit,
        says=found.says,
        looked_at=tuple((name, case.facts[name]) for name in looked_at),
        also=(*found.also, *(other.label for _, other in others)),
        contradicted_by=tuple(
            other.label
            for rule, other in others
            if deciding.is_contradicted_by(rule) and _is_another_answer(found, other)
        ),
        guest=found.guest,
        hold=found.hold,
        lapsed=lapsed,
    )


def _is_another_answer(found: _Found, other: _Found) -> bool:
    """Whether two rules come to different answers, of which a hold is one; one that comes to none contradicts nothing."""
    if State.UNDETERMINED in {found.state, other.state}:
        return False
    return (found.state, found.unit) != (other.state, other.unit)


def _unjudged(rule: Rule) -> _Found:
    return _Found(
        label=rule.name,
        says=f"Rule {rule.number} cannot be judged, because something it asks is unknown.",
        state=State.UNDETERMINED,
    )


def _follow(case: _Case, rule: Rule) -> _Found:
    target = rule.target
    if isinstance(target, ByDecision):
        return _decided(case, rule, target)
    if isinstance(target, WithinPosts):
        outcome = case.related[WITHIN_POSTS]
        if outcome is None:
            return _unjudged(rule)
        return _directly(case, f"{rule.name}/{outcome}", rule.says, target.outcomes[outcome])
    return _directly(case, rule.name, rule.says, target)


def _decided(case: _Case, rule: Rule, target: ByDecision) -> _Found:
    decision = case.decisions[target.decision]
    decided: Decided = decide(decision, case.facts, beneath=case.beneath)
    label = f"{rule.name}/{decided.rule}"
    also = tuple(f"{rule.name}/{name}" for name in decided.also)
    if decided.outcome is None:
        return _Found(label=label, says=decided.says, state=State.UNDETERMINED, also=also)
    found = _directly(case, label, decided.says, target.outcomes[decided.outcome])
    return _Found(
        label=label,
        says=found.says,
        state=found.state,
        unit=found.unit,
        guest=found.guest,
        hold=found.hold,
        also=also,
    )


def _directly(case: _Case, label: str, says: str, target: Direct) -> _Found:
    match target:
        case ToUnit():
            return _Found(label=label, says=says, state=State.UNIT, unit=target.code)
        case Hold():
            return _Found(
                label=label, says=f"{says} {_held(target)}", state=State.HELD, hold=target
            )
        case ByTable():
            fact = case.facts[target.key]
            key = None if fact is None else str(fact)
            return _looked_up(case, label, says, table=target.table, what=target.key, key=key)
        case ByFormula():
            return _put_together(case, label, says, target)
        case SameAs():
            return _same_as(case, label, says, target)


def _put_together(case: _Case, label: str, says: str, target: ByFormula) -> _Found:
    key = formulas.value(target, case.facts, beneath=case.beneath)
    if key is None:
        missing = "Something that is put together here is unknown."
        return _Found(label=label, says=missing, state=State.UNDETERMINED)
    if target.table:
        what = ", ".join(formulas.asks(target))
        return _looked_up(case, label, says, table=target.table, what=what, key=key)
    words = f"{says} Put together, that is {key}."
    return _Found(label=label, says=words, state=State.UNIT, unit=key)


def _looked_up(
    case: _Case, label: str, says: str, *, table: str, what: str, key: str | None
) -> _Found:
    unit = case.plan.tables[table].rows.get(key) if key is not None else None
    if unit is None:
        missing = f"There is no row for {what} {key} in the table {table!r}."
        return _Found(label=label, says=missing, state=State.UNDETERMINED)
    words = f"{says} By the table {table!r}, {key} gives {unit}."
    return _Found(label=label, says=words, state=State.UNIT, unit=unit)


def _same_as(case: _Case, label: str, says: str, target: SameAs) -> _Found:
    unit = case.related[target.related]
    name = target.related.replace("_", " ")
    if unit is None:
        words = f"The answer to follow ({name}) is itself not settled."
        return _Found(label=label, says=words, state=State.UNDETERMINED)
    return _Found(
        label=label,
        says=f"{says} That is {unit}.",
        state=State.UNIT,
        unit=unit,
        guest=case.related[target.guest] if target.guest else None,
    )


def _held(hold: Hold) -> str:
    return f"Held for {hold.owner} until {hold.until:%d %B %Y}: {hold.reason}"
