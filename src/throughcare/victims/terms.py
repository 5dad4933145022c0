"""The law and policy of this room as data with dates, read from the file beside this module."""

from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.victims.rules import Scheme


@cache
def schemes() -> tuple[Scheme, ...]:
    return tuple(
        Scheme(starts_on=each["from"], least_months=each["least_months"], source=each["source"])
        for each in _file()["schemes"]
    )


@cache
def conditions() -> frozenset[str]:
    """Which categories of licence conditions concern a victim."""
    return frozenset(_file()["conditions"])


@cache
def _file() -> dict[str, Any]:  # Any: YAML
    text = resources.files(__package__).joinpath("terms.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)  # Any: YAML
    return read
