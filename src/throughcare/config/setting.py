"""What is said of a setting in the list of them."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One line of the list that is published in `docs/settings.md`."""

    name: str
    meaning: str
    default: str
    example: str
