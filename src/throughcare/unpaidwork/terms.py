"""What law and policy set for unpaid work, read from the dated file beside this module."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.unpaidwork.rules.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Codes that this room looks for in lists of others, how far it plans, and the versions of the terms, oldest first.

    `attended` is the outcome of a course that was completed, `sent_home` are those of people who were sent home for not working.
    """

    requirement_type: str
    contact_type: str
    attended: str
    sent_home: tuple[str, ...]
    weeks_ahead: int
    versions: tuple[Terms, ...]


@cache
def agreed() -> Agreed:
    text = resources.files(__package__).joinpath("terms.yaml").read_text(encoding="utf-8")
    written: dict[str, Any] = yaml.safe_load(text)  # Any: YAML
    versions = tuple(Terms(**version) for version in written.pop("versions"))
    return Agreed(versions=versions, sent_home=tuple(written.pop("sent_home")), **written)


def in_force(on: date) -> Terms:
    """The terms of a day; LookupError before the first."""
    found = [version for version in agreed().versions if version.starts_on <= on]
    if not found:
        raise LookupError(f"No terms of unpaid work are known for {on:%d %B %Y}.")
    return found[-1]
