"""What is said of a setting in the list of them."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One line of the list that is published in `docs/settings.md`."""

    name: str
    meaning: str
    default: str
    example: str


def number(
    environ: Mapping[str, str],
    name: str,
    *,
    default: int,
    limit: int,
    faults: list[str],
    least: int = 1,
) -> int:
    """Read a whole number, adding a sentence to `faults` where it is none."""
    text = environ.get(name, str(default))
    if text.isascii() and text.isdigit() and least <= int(text) <= limit:
        return int(text)
    faults.append(f"{name} must be a whole number from {least} to {limit}; it is “{text}”.")
    return default
