"""Whether everybody can sign in during the first hour, by what was measured (restructure rules, section 14)."""

from dataclasses import dataclass
from typing import Final

from throughcare.restructure.rules.gates import Light

NEARLY: Final = 90
"""In how many hundredths of the nation's size a measurement still says something of it."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """People who signed in one after the other and opened their first pages, as a benchmark timed them."""

    accounts: int
    minutes: float
    failed: int
    percentile_ms: int
    """The 95th, of all requests."""
    cases: int
    """Open ones in the database then."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is asked of the first hour: all `accounts` within `minutes`, with 95 of 100 requests answered in time."""

    accounts: int
    minutes: int
    percentile_ms: int
    cases: int


def shortfalls(measured: Measured, *, asked: Asked) -> list[str]:
    """What was measured and is not good enough, in words.

    >>> asked = Asked(accounts=20_000, minutes=30, percentile_ms=1000, cases=240_000)
    >>> shortfalls(Measured(accounts=20_000, minutes=30, failed=2, percentile_ms=400, cases=240_000), asked=asked)
    ['2 requests failed']
    >>> shortfalls(Measured(accounts=10_000, minutes=30, failed=0, percentile_ms=1400, cases=240_000), asked=asked)
    ['95 of 100 requests took up to 1,400 ms, and 1,000 ms are asked for', '333 people a minute signed in, and 666 are asked for']
    """
    found = []
    if measured.failed:
        found.append(f"{measured.failed:,} requests failed")
    if measured.percentile_ms > asked.percentile_ms:
        found.append(
            f"95 of 100 requests took up to {measured.percentile_ms:,} ms, and {asked.percentile_ms:,} ms are asked for"
        )
    if measured.accounts * asked.minutes < asked.accounts * measured.minutes:
        found.append(
            f"{_a_minute(measured.accounts, measured.minutes):,} people a minute signed in,"
            f" and {_a_minute(asked.accounts, asked.minutes):,} are asked for"
        )
    return found


def doubts(measured: Measured, *, asked: Asked) -> list[str]:
    """What keeps a good measurement from being one of the first hour here, in words.

    >>> asked = Asked(accounts=20_000, minutes=30, percentile_ms=1000, cases=240_000)
    >>> doubts(Measured(accounts=1_340, minutes=2, failed=0, percentile_ms=400, cases=40_000), asked=asked)
    ['it went on for 2 of 30 minutes', 'the database had 40,000 of 240,000 cases']
    >>> doubts(Measured(accounts=20_000, minutes=30, failed=0, percentile_ms=400, cases=239_000), asked=asked)
    []
    """
    found = []
    if measured.minutes < asked.minutes:
        found.append(f"it went on for {measured.minutes:g} of {asked.minutes} minutes")
    if measured.cases * 100 < asked.cases * NEARLY:
        found.append(f"the database had {measured.cases:,} of {asked.cases:,} cases")
    return found


def light_of(measured: Measured | None, *, asked: Asked) -> Light:
    """Green where it is good enough, amber where it was too small to say, else red: nobody accepts what was not measured.

    >>> light_of(None, asked=Asked(accounts=1, minutes=30, percentile_ms=300, cases=1)).value
    'red'
    """
    if measured is None or shortfalls(measured, asked=asked):
        return Light.RED
    return Light.AMBER if doubts(measured, asked=asked) else Light.GREEN


def _a_minute(accounts: int, minutes: float) -> int:
    return int(accounts // minutes) if minutes else 0
