"""The time limits of allocation as data with dates, read from `time_limits.yaml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from throughcare.allocation.frameworks import Dated, in_force, read_versions


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Full business days that a step may take; none is the day itself."""

    days: int
    words: str
    begins: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeLimits(Dated):
    steps: Mapping[str, Limit]


def time_limits(*, on: date) -> TimeLimits:
    return in_force(_versions(), on=on, name="the time limits of allocation")


@cache
def _versions() -> tuple[TimeLimits, ...]:
    return tuple(_read(each) for each in read_versions("time_limits.yaml"))


def _read(written: Mapping[str, Any]) -> TimeLimits:  # Any: YAML
    return TimeLimits(
        starts_on=written["starts_on"],
        ends_on=written["ends_on"],
        source=written["source"],
        steps={
            name: Limit(days=each["days"], words=each["words"], begins=each["from"])
            for name, each in written["steps"].items()
        },
    )
