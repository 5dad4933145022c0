"""How check-ins are done, read from the dated file beside this module."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from throughcare.checkins.rules.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """Codes that this room writes into the log, and the versions of the terms, oldest first."""

    contact_type: str
    them: str
    acceptable: str
    failure: str
    versions: tuple[Terms, ...]


@cache
def agreed() -> Agreed:
    text = resources.files(__package__).joinpath("terms.yaml").read_text(encoding="utf-8")
    written: dict[str, Any] = yaml.safe_load(text)  # Any: YAML
    return Agreed(
        contact_type=written["contact_type"],
        versions=tuple(Terms(**version) for version in written["versions"]),
        **written["outcomes"],
    )


def in_force(on: date) -> Terms:
    """The terms of a day; LookupError before the first."""
    found = [version for version in agreed().versions if version.starts_on <= on]
    if not found:
        raise LookupError(f"No terms of check-ins are known for {on:%d %B %Y}.")
    return found[-1]
