"""Facts for a decision from what somebody wrote: each is there and means something, or is refused by its name.

`unknown` is a fact as any other. What is left out, misspelt or written as another kind is none: a decision is made neither from
an absent field nor from a 0 that may have meant yes (allocation rules, section 12).
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from typing import Final

from throughcare.kernel.conditions.syntax import Attribute, Fact, Facts, Type
from throughcare.kernel.decisions import Decision, attributes_of
from throughcare.kernel.refusals import Reason, Refused

UNKNOWN: Final = "unknown"
_YES_OR_NO: Final = {"yes": True, "no": False}
_MOST: Final = Decimal(100)


def read(written: Mapping[str, object], *, decision: Decision) -> Facts:
    """The facts that a decision looks at.

    Raises:
        Refused: codes are `missing:NAME`, `strange:NAME` and `value:NAME`, one for each field.
    """
    names = attributes_of(decision)
    reasons = [_strange(name, names) for name in written if name not in names]
    facts: dict[str, Fact] = {}
    for name in names:
        asked = decision.attributes[name]
        if name not in written:
            reasons.append(Reason(f"missing:{name}", f"{name} is missing: {asked.words}."))
            continue
        try:
            facts[name] = _read(written[name], asked)
        except ValueError as error:
            reasons.append(Reason(f"value:{name}", f"{name}: {error}"))
    if reasons:
        raise Refused(reasons)
    return facts


def _strange(name: str, names: tuple[str, ...]) -> Reason:
    close = get_close_matches(name, names, n=1)
    perhaps = f" Is {close[0]} meant?" if close else ""
    return Reason(f"strange:{name}", f"{name} is no fact of this decision.{perhaps}")


def _read(value: object, asked: Attribute) -> Fact:
    if value is None or value == UNKNOWN:
        return None
    if asked.type is Type.BOOLEAN:
        return _boolean(value)
    if asked.type is Type.NUMBER:
        return _percent(value)
    if isinstance(value, str) and value in asked.values:
        return value
    raise ValueError(f"say one of {', '.join(asked.values)}, or {UNKNOWN}.")


def _boolean(value: object) -> bool:
    """Numbers are refused: published tables use 0 for yes, and others for no."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value in _YES_OR_NO:
        return _YES_OR_NO[value]
    raise ValueError(f"say yes, no or {UNKNOWN}, and no number.")


def _percent(value: object) -> Decimal:
    """Exact; a number in binary is none."""
    is_exact = isinstance(value, str | int | Decimal) and not isinstance(value, bool)
    try:
        found = Decimal(str(value) if is_exact else "")
    except InvalidOperation as error:
        raise ValueError("say a percentage as a decimal number.") from error
    if not found.is_finite() or not 0 <= found <= _MOST:
        raise ValueError("say a percentage from 0 to 100.")
    return found
