"""The shape of what law and policy set."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What holds from a day on; `terms.yaml` says what each is, and by which authority."""

    starts_on: date
    source: str
    months_to_complete: int | None
    education_percent: int
    earned_percent: int
    earned_minutes: int
    least_minutes: int
    most_minutes: int
