"""A decision as it would be by other rules, to see what they would do before they are policy."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from throughcare.kernel.conditions.reading import parse
from throughcare.kernel.conditions.syntax import Condition, Constant
from throughcare.kernel.decisions import ALWAYS, Decision, DecisionRule
from throughcare.kernel.refusals import Reason, Refused

NEVER: Final = "never"


def altered(decision: Decision, whens: Mapping[str, str]) -> Decision:
    """A decision with other conditions of some rules, by name, in the language of conditions; `never` leaves a rule out.

    Raises:
        Refused: there is no such rule, it is the last, or its condition cannot be read.
    """
    last = decision.rules[-1].name
    reasons = [
        Reason(f"no-rule:{name}", f"There is no rule {name} that can be altered.")
        for name in whens
        if name == last or name not in {rule.name for rule in decision.rules}
    ]
    rules: list[DecisionRule] = []
    for rule in decision.rules:
        if rule.name not in whens or rule.when == ALWAYS:
            rules.append(rule)
            continue
        try:
            when = _read(whens[rule.name], decision)
        except ValueError as error:
            reasons.append(Reason(f"condition:{rule.name}", f"{rule.name}: {error}"))
            continue
        if when != Constant(value=False):
            rules.append(replace(rule, when=when, says=f"{rule.says} (altered)"))
    if reasons:
        raise Refused(reasons)
    return replace(decision, rules=tuple(rules))


def _read(text: str, decision: Decision) -> Condition:
    if text.strip() == NEVER:
        return Constant(value=False)
    return parse(text, decision.attributes)
