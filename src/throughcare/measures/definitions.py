"""Service levels as data with dates, read from the file beside this module."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.measures.rules.service_levels import Clock, Definition, Exclusion


@cache
def all_definitions() -> tuple[Definition, ...]:
    """Every version of every service level, in the order of the file."""
    text = resources.files(__package__).joinpath("service_levels.yaml").read_text(encoding="utf-8")
    written = yaml.safe_load(text)
    types = tuple(written["face-to-face"])
    return tuple(_read(each, types=types) for each in written["service-levels"])


def definitions_for(kind: str, *, on: date) -> tuple[Definition, ...]:
    """What is asked of bodies of a kind by clocks that start on a day."""
    return tuple(each for each in all_definitions() if kind in each.kinds and each.is_in_force(on))


def _read(written: Mapping[str, Any], *, types: tuple[str, ...]) -> Definition:  # Any: YAML
    clock = written.get("clock")
    target = written.get("target")
    return Definition(
        code=written["code"],
        title=written["title"],
        rule=written["rule"],
        kinds=frozenset(written["kinds"]),
        starts_on=written["starts_on"],
        ends_on=written["ends_on"],
        source=written["source"],
        clock=Clock(clock) if clock else None,
        days=written.get("days"),
        months=written.get("months"),
        target=Decimal(target) if target else None,
        excludes=tuple(Exclusion(each) for each in written.get("excludes", ())),
        types=types,
        unrecorded=written.get("unrecorded", ""),
    )
