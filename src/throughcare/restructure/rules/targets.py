"""Whether a unit may be given something at the instant of a plan."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from throughcare.restructure.rules.plan import Plan

DUSTBIN: Final = re.compile(
    r"unalloc|un-?assigned|dust ?bin|default|catch.?all|unknown", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit that there is already, as it will stand at the instant without the plan."""

    kind: str
    name: str
    operates: bool
    accepts_work: bool
    is_withdrawn: bool = False


Standings = Mapping[str, Standing]
NO_UNITS_KNOWN: Final[Standings] = {}


@dataclass(frozen=True, slots=True)
class Targets:
    """`kinds` are the kinds of unit that there are, and whether one can answer for something."""

    plan: Plan
    standings: Standings
    kinds: Mapping[str, bool]

    @property
    def all_kinds(self) -> Mapping[str, bool]:
        """The kinds that there are together with those that the plan brings in."""
        return {each.code: each.is_provider for each in self.plan.kinds} | dict(self.kinds)

    def kind(self, code: str) -> str:
        """The kind of a unit from the instant on; empty when it is not known."""
        if code in self.plan.opening:
            return self.plan.opening[code].kind
        named = next((each.kind for each in self.plan.continuing if each.code == code), "")
        return named or (self.standings[code].kind if code in self.standings else "")

    def not_open(self, code: str) -> str:
        """Why a unit does not operate from the instant on; empty when it does, as far as is known."""
        if code in self.plan.closing:
            return f"{code} stops operating at the instant of the plan."
        if code in self.plan.opening or not self.standings:
            return ""
        standing = self.standings.get(code)
        if standing is None:
            return f"There is no unit {code}."
        if standing.is_withdrawn:
            return f"The code {code} was withdrawn."
        return "" if standing.operates else f"{code} does not operate at the instant of the plan."

    def refusal(self, code: str) -> str:
        """Why a unit may not be given items; empty when it may."""
        if closed := self.not_open(code):
            return closed
        opening, standing = self.plan.opening.get(code), self.standings.get(code)
        if opening is None and standing is None:
            continues = any(edge.to == code for edge in self.plan.edges)
            return "" if continues else f"The plan neither opens {code} nor lets it continue."
        known = opening or standing
        name = known.name if known else ""
        if DUSTBIN.search(name):
            return f"{code} ({name}) is a place for what was not decided: decide, or hold."
        if not self.all_kinds.get(self.kind(code), False):
            return f"{code} is no provider and cannot answer for anything."
        accepts = opening.accepts if opening else standing is not None and standing.accepts_work
        return "" if accepts else f"{code} does not accept work."
