"""The settings of reforms: until when people are heard, how long old codes lead on, and what a go decision waits for."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughcare.config.setting import Setting, number

LEAST_REDIRECTS = 12
"""Old codes lead on for at least twelve months (restructure rules, section 10)."""
LONGEST_EXCEPTION_DAYS = 30
"""No exception outlasts them (restructure rules, section 11: I8)."""

SETTINGS = (
    Setting(
        name="PREFERENCES_CLOSE_DAYS",
        meaning="How many days before a reform takes effect its staff may last say what they would "
        "rather do.",
        default="14",
        example="28",
    ),
    Setting(
        name="CHALLENGE_DAYS",
        meaning="Within how many business days a challenge of what a reform does to somebody is to "
        "be decided.",
        default="10",
        example="5",
    ),
    Setting(
        name="REDIRECT_MONTHS",
        meaning="For how many months after a unit closed, or was given another code, its old code leads on to what follows it: "
        "twelve at least. A plan may set a day of its own under `redirects`, twelve months after its instant at the earliest. After "
        "that the old code is refused, and what follows is named.",
        default="12",
        example="24",
    ),
    Setting(
        name="TOLD_PERCENT",
        meaning="How many in a hundred of the staff whom a reform touches are to have opened what it changes for them, before "
        "they count as told.",
        default="90",
        example="95",
    ),
    Setting(
        name="TRANSITION_DAYS",
        meaning="For how many days at most somebody may be let go on reading cases that a reform handed over: 30 or fewer.",
        default="28",
        example="14",
    ),
    Setting(
        name="FIRST_HOUR_MINUTES",
        meaning="Within how many minutes everybody is to have signed in on the first morning of a reform, for its capacity to "
        "count as enough.",
        default="30",
        example="45",
    ),
    Setting(
        name="FIRST_HOUR_MS",
        meaning="In how many milliseconds 95 of 100 requests are to be answered meanwhile.",
        default="300",
        example="500",
    ),
    Setting(
        name="GO_ASKS_GATES",
        meaning="`yes`: the go decision of a restructure is refused while a gate is red, or amber and not accepted. `no`: "
        "the gates are only shown.",
        default="`yes`; `no` where the nation is an invented one",
        example="yes",
    ),
)


@dataclass(frozen=True, kw_only=True)
class Reforms:
    preferences_close_days: int
    challenge_days: int
    redirect_months: int
    told_percent: int
    transition_days: int
    first_hour_minutes: int
    first_hour_ms: int
    go_asks_gates: bool | None
    """None: it does, unless the nation is invented."""


def read(environ: Mapping[str, str], *, faults: list[str]) -> Reforms:
    """Read the settings of reforms, adding a sentence to `faults` for each that is wrong."""
    go_asks = environ.get("GO_ASKS_GATES", "").lower()
    if go_asks not in {"", "yes", "no"}:
        faults.append("GO_ASKS_GATES must be yes or no.")
    return Reforms(
        preferences_close_days=number(
            environ, "PREFERENCES_CLOSE_DAYS", default=14, limit=365, faults=faults
        ),
        challenge_days=number(environ, "CHALLENGE_DAYS", default=10, limit=250, faults=faults),
        redirect_months=number(
            environ, "REDIRECT_MONTHS", default=12, limit=1200, least=LEAST_REDIRECTS, faults=faults
        ),
        told_percent=number(environ, "TOLD_PERCENT", default=90, limit=100, faults=faults),
        transition_days=number(
            environ, "TRANSITION_DAYS", default=28, limit=LONGEST_EXCEPTION_DAYS, faults=faults
        ),
        first_hour_minutes=number(
            environ, "FIRST_HOUR_MINUTES", default=30, limit=60, faults=faults
        ),
        first_hour_ms=number(environ, "FIRST_HOUR_MS", default=300, limit=60_000, faults=faults),
        go_asks_gates=go_asks == "yes" if go_asks else None,
    )
