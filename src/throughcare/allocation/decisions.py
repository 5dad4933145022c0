"""The decisions of this room as data with dates, read from the files beside this module."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

from throughcare.kernel.conditions.reading import parse
from throughcare.kernel.conditions.syntax import Attribute, Attributes, Type, attributes
from throughcare.kernel.decisions import ALWAYS, Decision, DecisionRule

NPS_OR_CRC: Final = "nps-or-crc"
_FILES: Final = {NPS_OR_CRC: "nps_or_crc.yaml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which kind of unit an outcome stands for, and what it is called."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What goes with every version of a decision: kinds of units that its outcomes stand for, that make it, and that escalate."""

    outcomes: Mapping[str, Standing]
    made_by: frozenset[str]
    escalated_from: frozenset[str]
    escalated_to: str
    """The outcome to which risk that rises leads."""

    def words(self, outcome: str) -> str:
        return self.outcomes[outcome].words if outcome in self.outcomes else ""


@cache
def versions(name: str) -> tuple[Decision, ...]:
    """Every version of a decision, oldest first."""
    return _read(_written(name))


@cache
def policy(name: str) -> Policy:
    written = _written(name)
    return Policy(
        outcomes={outcome: Standing(**each) for outcome, each in written["outcomes"].items()},
        made_by=frozenset(written["made_by"]),
        escalated_from=frozenset(written["escalated"]["from"]),
        escalated_to=written["escalated"]["to"],
    )


def last_in_force(name: str, *, on: date) -> Decision:
    """The version in force on a day, or the last that was before it; LookupError where none had begun."""
    begun = [each for each in versions(name) if each.starts_on <= on]
    if not begun:
        raise LookupError(f"No version of {name} had begun on {on:%d %B %Y}.")
    return begun[-1]


@cache
def _written(name: str) -> Mapping[str, Any]:  # Any: YAML
    text = resources.files(__package__).joinpath(_FILES[name]).read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)  # Any: YAML
    return found


def in_force(name: str, *, on: date) -> Decision:
    """The version in force on a day; LookupError when there is none."""
    for decision in versions(name):
        if decision.is_in_force(on):
            return decision
    raise LookupError(f"No version of {name} is in force on {on:%d %B %Y}.")


def _read(written: Mapping[str, Any]) -> tuple[Decision, ...]:  # Any: YAML
    declared = attributes(
        *(
            Attribute(
                name=each["name"],
                type=Type(each["type"]),
                words=each["words"],
                values=tuple(each.get("values", ())),
            )
            for each in written["attributes"]
        )
    )
    return tuple(
        Decision(
            name=written["name"],
            title=written["title"],
            starts_on=version["starts_on"],
            ends_on=version.get("ends_on"),
            attributes=declared,
            rules=tuple(_rule(rule, declared) for rule in version["rules"]),
            undecided=frozenset(written["undecided"]),
        )
        for version in written["versions"]
    )


def _rule(written: Mapping[str, str], declared: Attributes) -> DecisionRule:
    when = written["when"]
    return DecisionRule(
        name=written["name"],
        when=ALWAYS if when == "always" else parse(when, declared),
        outcome=written["outcome"],
        says=written["says"],
        source=written["source"],
    )
