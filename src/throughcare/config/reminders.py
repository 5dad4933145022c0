"""The settings of reminders: how long before an appointment, and to whom."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughcare.config.setting import Setting, number

LONGEST = 336

SETTINGS = (
    Setting(
        name="REMIND_HOURS",
        meaning="How many hours before an appointment the person is reminded by text or e-mail, where they agreed; 0 for no "
        "reminders. They are sent from 7 in the morning to 8 in the evening (UTC), and only where something carries texts or e-mail.",
        default="24",
        example="48",
    ),
    Setting(
        name="REMIND_LIMITED",
        meaning="`yes` where people whose records only some may open are reminded as well.",
        default="no",
        example="yes",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Reminders:
    hours: int
    includes_limited: bool


def read(environ: Mapping[str, str], *, faults: list[str]) -> Reminders:
    """Read the settings of reminders, adding a sentence to `faults` for each that is wrong."""
    limited = environ.get("REMIND_LIMITED", "no").lower()
    if limited not in {"yes", "no"}:
        faults.append("REMIND_LIMITED must be yes or no.")
    return Reminders(
        hours=number(environ, "REMIND_HOURS", default=24, limit=LONGEST, least=0, faults=faults),
        includes_limited=limited == "yes",
    )
