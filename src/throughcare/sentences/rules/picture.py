"""Where each date stands in a picture of somebody's time: a line down the page, from the first sentence to the last date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

TOP: Final = 24
GAP: Final = 34
"""Between two labels, in the units of the picture: as high as two lines of text."""
LEAST_HEIGHT: Final = 220
MOST_FOR_TIME: Final = 640
WIDTH: Final = 400
SENTENCED: Final = "Sentenced"
TODAY: Final = "Today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A date, or several that fall on one day: `at` is where the day is on the line, `label_at` where it is written beside it."""

    names: tuple[str, ...]
    on: date
    at: int
    label_at: int
    is_by_hand: bool = False

    @property
    def is_today(self) -> bool:
        return self.names == (TODAY,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    width: int
    height: int
    top: int
    bottom: int
    marks: tuple[Mark, ...]


def picture(
    dates: Mapping[str, date], *, sentenced_on: date, today: date, by_hand: frozenset[str]
) -> Picture | None:
    """Every date in its place, today among them where it falls between; nothing where there are no dates.

    Days are to scale on the line. Labels keep their order and never cover one another: where days are close, labels are moved down.
    """
    if not dates:
        return None
    days: dict[date, list[str]] = {sentenced_on: [SENTENCED]}
    for name, day in sorted(dates.items(), key=lambda each: (each[1], each[0])):
        days.setdefault(day, []).append(name)
    first, last = min(days), max(days)
    if first < today < last and today not in days:
        days[today] = [TODAY]
    span = max((last - first).days, 1)
    length = min(max(LEAST_HEIGHT, GAP * (len(days) - 1)), MOST_FOR_TIME)
    marks: list[Mark] = []
    for day in sorted(days):
        at = TOP + (day - first).days * length // span
        label_at = max(at, marks[-1].label_at + GAP) if marks else at
        marks.append(
            Mark(
                names=tuple(days[day]),
                on=day,
                at=at,
                label_at=label_at,
                is_by_hand=bool(by_hand & set(days[day])),
            )
        )
    bottom = TOP + length
    return Picture(
        width=WIDTH,
        height=max(bottom, marks[-1].label_at) + TOP,
        top=TOP,
        bottom=bottom,
        marks=tuple(marks),
    )
