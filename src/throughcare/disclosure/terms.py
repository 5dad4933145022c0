"""Law and policy of this room as data with dates, read from the files beside this module."""

from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.disclosure.choices import Regime
from throughcare.disclosure.rules import Clock, Schedule


@cache
def clocks(regime: Regime) -> tuple[Clock, ...]:
    return tuple(
        Clock(
            starts_on=each["from"],
            source=each["source"],
            days=each.get("days", 0),
            months=each.get("months", 0),
        )
        for each in _file("terms.yaml")["clocks"][regime.value]
    )


@cache
def schedules() -> tuple[Schedule, ...]:
    """How long records are kept, by the day from which it counts."""
    return tuple(
        Schedule(
            starts_on=each["from"],
            source=each["source"],
            years=each["years"],
            otherwise=each["otherwise"],
            never=frozenset(each["never"]),
            flags=each["flags"],
        )
        for each in _file("retention.yaml")["schedules"]
    )


@cache
def _file(name: str) -> dict[str, Any]:  # Any: YAML
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)  # Any: YAML
    return read
