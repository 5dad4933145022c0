"""The way from one day to another, step by step, as somebody would go it on paper."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from throughcare.sentences.rules.dates import Fraction

WORDS: Final = {
    Fraction.FULL: "all",
    Fraction.TWO_THIRDS: "two thirds",
    Fraction.ONE_HALF: "half",
    Fraction.FORTY_PERCENT: "two fifths",
    Fraction.ONE_THIRD: "one third",
    Fraction.THIRTY_PERCENT: "three tenths",
}
UNITS: Final = ("year", "month", "week", "day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What was done and which day it leads to; `law` is where that rule stands, if it is more than counting."""

    says: str
    to: date
    law: str = ""


class Trail:
    """Steps that are being made. Whatever changes nothing is left out."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    @property
    def day(self) -> date:
        return self.steps[-1].to

    def to(self, day: date, says: str, *, law: str = "") -> None:
        """Go to a day, whether or not it is another."""
        self.steps.append(Step(says=says, to=day, law=law))

    def put(self, day: date, says: str, *, law: str = "") -> None:
        """Go to a day, if it is another."""
        if day != self.day:
            self.to(day, says, law=law)

    def by(self, count: int, says: str, *, law: str = "") -> None:
        """Go some days on, or back; `says` follows how many they are."""
        if count:
            sign = "plus" if count > 0 else "less"
            self.to(self.day + timedelta(days=count), f"{sign} {counted(count)} {says}", law=law)


def counted(days: int) -> str:
    """A number of days in words, without its sign.

    >>> counted(1), counted(-1234)
    ('1 day', '1,234 days')
    """
    return f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"


def shown(day: date) -> str:
    """A day as people write it.

    >>> shown(date(2025, 2, 4))
    '4 February 2025'
    """
    return f"{day.day} {day:%B %Y}"


def length(units: tuple[int, int, int, int]) -> str:
    """A term in words, unit by unit.

    >>> length((13, 14, 0, 0)), length((0, 1, 0, 0)), length((0, 0, 0, 0))
    ('13 years 14 months', '1 month', '0 days')
    """
    said = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in zip(units, UNITS, strict=True)
        if count
    ]
    return " ".join(said) or "0 days"
