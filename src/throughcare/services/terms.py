"""The codes that this room writes into the log, read from the file beside this module."""

from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.services.rules.sessions import Codes


@cache
def contact_type() -> str:
    return str(_file()["contact_type"])


@cache
def requirement_type() -> str:
    return str(_file()["requirement_type"])


@cache
def programme_types() -> tuple[str, ...]:
    return tuple(_file()["programme_types"])


@cache
def programme_session() -> str:
    return str(_file()["programme_session"])


@cache
def programme_outcomes() -> tuple[str, ...]:
    """What a register of a session may say of somebody, in the order in which it is offered."""
    return tuple(_file()["programme_outcomes"])


@cache
def offered_to(contract_type: str) -> str:
    """For whom contracts of a type are, if for one sex alone."""
    return str(_file()["offered_to"].get(contract_type, ""))


@cache
def codes() -> Codes:
    return Codes(**_file()["outcomes"])


@cache
def _file() -> dict[str, Any]:  # Any: YAML
    text = resources.files(__package__).joinpath("terms.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.safe_load(text)  # Any: YAML
    return read
