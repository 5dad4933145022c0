"""What has drifted between two reports of a plan: totals by rule and unit, undetermined, loads, shares, constraints.

Reports are those of dry runs, in the shape in which runs keep them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from throughcare.restructure.rules.catalogue import KINDS

Report = Mapping[str, Any]  # Any: JSON, as runs keep it

_STANDINGS: Final = {"answered": "Answered", "held": "Held", "undetermined": "Undetermined"}
_OVER: Final = {"team": "Teams over their limit", "officer": "Officers over their limit"}
ALWAYS: Final = ("Items", "Share")
"""Told though nothing changed: how many items there are, and what the contract expects."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One figure as it is, and as it was the night before and when it was signed; None where nothing was counted then.

    `expected` is a share of the contract, in percent.
    """

    what: str
    name: str
    now: Decimal
    night: Decimal | None
    signed: Decimal | None
    expected: Decimal | None = None

    @property
    def has_drifted(self) -> bool:
        return any(then is not None and then != self.now for then in (self.night, self.signed))

    @property
    def since_night(self) -> Decimal | None:
        return None if self.night is None else self.now - self.night

    @property
    def since_signed(self) -> Decimal | None:
        return None if self.signed is None else self.now - self.signed


def lines(now: Report, *, night: Report | None, signed: Report | None) -> list[Line]:
    """What drifted, and the figures that are always told, in the order of the report; then those that went to nothing."""
    here = measured(now)
    before = None if night is None else measured(night)
    then = None if signed is None else measured(signed)
    keys = dict.fromkeys([*here, *(before or ()), *(then or ())])
    expected = _expected(now)
    found = [
        Line(
            what=what,
            name=name,
            now=here.get((what, name), Decimal(0)),
            night=_at(before, what, name),
            signed=_at(then, what, name),
            expected=expected.get(name) if what == "Share" else None,
        )
        for what, name in keys
    ]
    return [each for each in found if each.has_drifted or each.what in ALWAYS]


def _at(found: Mapping[tuple[str, str], Decimal] | None, what: str, name: str) -> Decimal | None:
    """A figure of a report; what it counted none of is nothing, and what it did not count is not known."""
    if found is None or all(each != what for each, _ in found):
        return None
    return found.get((what, name), Decimal(0))


def measured(report: Report) -> dict[tuple[str, str], Decimal]:
    """Every figure of a report, by what it is and of which."""
    figures = report.get("figures", {})
    found: dict[tuple[str, str], Decimal] = {}
    for standing, words in _STANDINGS.items():
        if figures:
            of_it = [n for _, each, n in figures["standings"] if each == standing]
            found["Items", words] = Decimal(sum(of_it))
    for share in report.get("shares", []):
        found["Share", _share(share)] = Decimal(share["found"])
    for load in report.get("loads", []):
        found["Load", _OVER[load["per"]]] = Decimal(load["over"])
    for constraint in report.get("constraints", []):
        found["Constraint", constraint["says"]] = Decimal(constraint["broken"])
    for kind, rule, _, count in figures.get("rules", []):
        key = ("Rule", f"{_words(kind)}: {rule}")
        found[key] = found.get(key, Decimal(0)) + count
    for code, kind, count in figures.get("units", []):
        found["Body", f"{code}: {_words(kind).lower()}"] = Decimal(count)
    return found


def _expected(report: Report) -> dict[str, Decimal]:
    return {_share(each): Decimal(each["percent"]) for each in report.get("shares", [])}


def _share(share: Report) -> str:
    return f"{_words(share['kind'])} to {share['to']}, in percent"


def _words(kind: str) -> str:
    return KINDS[kind].words.capitalize() if kind in KINDS else kind
