"""Facts that no rule of a kind tells apart.

A plan answers a nation with few questions: two scores on the same side of every threshold are one question. Rules ask about
facts by simple conditions and by the keys of tables. So a fact may stand for another of the same attribute as long as every
simple condition that asks about it has the same truth for both, and no table or formula is asked by it.
"""

from collections.abc import Iterable, Iterator

from throughcare.kernel.conditions.evaluation import Beneath, evaluate
from throughcare.kernel.conditions.syntax import Fact, Simple, names, simple_conditions
from throughcare.kernel.decisions import Decisions
from throughcare.restructure.rules import formulas
from throughcare.restructure.rules.answers import direct_targets
from throughcare.restructure.rules.formulas import ByFormula
from throughcare.restructure.rules.plan import ByDecision, ByTable, Rule


class Alike:
    """Which fact stands for a fact, for the rules of one kind."""

    def __init__(self, rules: Iterable[Rule], *, decisions: Decisions, beneath: Beneath) -> None:
        rules = tuple(rules)
        asked = list(_asked(rules, decisions))
        self._beneath = beneath
        self._keys = {
            target.key
            for rule in rules
            for target in direct_targets(rule)
            if isinstance(target, ByTable)
        }
        self._keys |= {
            name
            for rule in rules
            for target in direct_targets(rule)
            if isinstance(target, ByFormula)
            for name in formulas.asks(target)
        }
        self._keys |= {name for each in asked if len(names(each)) > 1 for name in names(each)}
        self._conditions: dict[str, list[Simple]] = {}
        for each in asked:
            for name in names(each):
                self._conditions.setdefault(name, []).append(each)
        self._first: dict[tuple[str, tuple[bool | None, ...]], Fact] = {}

    def fact(self, name: str, fact: Fact) -> Fact:
        """The first fact met that no rule tells from this one; itself where a table or a formula is asked by it."""
        if name in self._keys:
            return fact
        truths = tuple(
            evaluate(each, {name: fact}, beneath=self._beneath)
            for each in self._conditions.get(name, ())
        )
        return self._first.setdefault((name, truths), fact)


def _asked(rules: Iterable[Rule], decisions: Decisions) -> Iterator[Simple]:
    for rule in rules:
        yield from simple_conditions(rule.when)
        if isinstance(rule.target, ByDecision):
            for each in decisions[rule.target.decision].rules:
                yield from simple_conditions(each.when)
