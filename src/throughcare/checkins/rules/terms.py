"""What is agreed about check-ins on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Terms:
    """`frequencies` are days by the name of a frequency; the rest is told in `terms.yaml`."""

    starts_on: date
    frequencies: Mapping[str, int]
    days_to_answer: int
    tries: int
    crn_digits: int
    minutes_proven: int
    videos: int
