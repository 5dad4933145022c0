"""What is set for housing, read from the file beside this module."""

from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.housing.choices import EntryKind, Kind
from throughcare.housing.rules.applications import Appeals
from throughcare.housing.rules.stays import Lengths


def due_on(step: str, *, is_urgent: bool, on: date) -> date | None:
    """The day by which an application that came to a step is to go on; None where no day is set."""
    found = _file()["answer"].get(step)
    return on + timedelta(days=found["urgent" if is_urgent else "days"]) if found else None


@cache
def expiring() -> tuple[str, ...]:
    return tuple(_file()["expires"])


def lengths(kind: str) -> Lengths:
    found = _file()["nights"][kind]
    return Lengths(booked=found["booked"], in_all=found["in_all"])


def appeals() -> Appeals:
    return Appeals(**_file()["appeals"])


def early_days() -> int:
    return int(_file()["early_days"])


def suggested_nights(kind: Kind) -> int:
    return int(_file()["suggested_nights"][kind.value])


def entry_of(kind: str, *, step: str) -> str:
    """The type of the entry by which the log tells of a step."""
    types = _file()["log"][kind]
    return str(types.get(step, types["other"]))


def alerts(step: str) -> bool:
    return step in _file()["alerts"]


def entry_by(kind: EntryKind) -> str:
    return str(_file()["entries"][kind.value])


def entry_alerts(kind: EntryKind) -> bool:
    return kind.value in _file()["entry_alerts"]


def address_type(kind: str) -> str | None:
    found: str | None = _file()["address_type"].get(kind)
    return found


@cache
def _file() -> dict[str, Any]:  # Any: YAML
    text = resources.files(__package__).joinpath("terms.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)  # Any: YAML
    return read
