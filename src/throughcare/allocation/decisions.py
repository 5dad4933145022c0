"""The decisions of this room as data with dates, read from the files beside this module."""

from collections.abc import Mapping
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


@cache
def versions(name: str) -> tuple[Decision, ...]:
    """Every version of a decision, oldest first."""
    text = resources.files(__package__).joinpath(_FILES[name]).read_text(encoding="utf-8")
    return _read(yaml.safe_load(text))


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
