"""The tests that travel with a plan, tried on its own rules."""

from collections.abc import Iterator
from dataclasses import dataclass

from throughcare.kernel.decisions import Decisions
from throughcare.restructure.rules.answers import answer
from throughcare.restructure.rules.plan import Example, Plan


@dataclass(frozen=True, slots=True)
class Tried:
    """A test and what the rules give: `wanted` and `found` are the code of a unit, `held` or `undetermined`.

    `number` counts from one, in the order of the plan.
    """

    number: int
    example: Example
    wanted: str
    found: str
    rule: str

    @property
    def passes(self) -> bool:
        return self.wanted == self.found and self.example.rule in {"", self.rule}


def tried(plan: Plan, *, decisions: Decisions) -> Iterator[Tried]:
    """Every test of a plan whose rules are sound, but for kinds of item that it has no rules for."""
    for number, example in enumerate(plan.examples, start=1):
        if example.kind not in plan.rules:
            continue
        got = answer(
            plan, example.kind, example.facts, related=example.related, decisions=decisions
        )
        yield Tried(
            number=number,
            example=example,
            wanted=_wanted(example),
            found=got.unit or got.state.value,
            rule=got.rule,
        )


def _wanted(example: Example) -> str:
    if example.held:
        return "held"
    return example.unit if not example.undetermined else "undetermined"
