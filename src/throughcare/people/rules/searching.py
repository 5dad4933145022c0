"""Reading what somebody typed into one search box: numbers, a day, a postcode, and the names left over."""

import re
from dataclasses import dataclass
from datetime import date

from throughcare.kernel import identifiers, names

MOST_WORDS = 6

_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s*([0-9][A-Z]{2})\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY_FIRST = re.compile(
    r"(?<![0-9])([0-9]{1,2})[/.\-\s]([0-9]{1,2})[/.\-\s]([0-9]{4}|[0-9]{2})(?![0-9])"
)
_YEAR_FIRST = re.compile(r"(?<![0-9])([0-9]{4})[/.\-]([0-9]{1,2})[/.\-]([0-9]{1,2})(?![0-9])")
_EIGHT_DIGITS = re.compile(r"(?<![0-9])([0-9]{2})([0-9]{2})((?:19|20)[0-9]{2})(?![0-9])")
_IN_WORDS = re.compile(
    r"(?<![0-9])([0-9]{1,2})(?:st|nd|rd|th)?[\s\-]+"
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?[,\s\-]+([0-9]{4}|[0-9]{2})(?![0-9])",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a search asks for. `keys` are CRNs and identifiers in canonical form."""

    keys: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    born_on: date | None = None
    postcode: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Wanted()


def wanted(text: str, *, today: date) -> Wanted:
    """What is asked for by the text of a search box.

    >>> wanted("smith, JOHN 1.2.1980", today=date(2014, 5, 31))
    Wanted(keys=(), words=('SMITH', 'JOHN'), born_on=datetime.date(1980, 2, 1), postcode='')
    """
    whole = keys_of(text, today=today)
    if whole:
        return Wanted(keys=whole)
    left, born_on = _day_in(text, today=today)
    left, postcode = _postcode_in(left)
    keys: list[str] = []
    words: list[str] = []
    for piece in re.split(r"[\s,;]+", left):
        found = keys_of(piece, today=today)
        keys.extend(found)
        if not found:
            words.extend(names.standard(piece).split())
    return Wanted(
        keys=tuple(dict.fromkeys(keys)),
        words=tuple(dict.fromkeys(words))[:MOST_WORDS],
        born_on=born_on,
        postcode=postcode,
    )


def keys_of(text: str, *, today: date) -> tuple[str, ...]:
    """Every canonical form that a text can be read as; a number of two kinds is looked for as both."""
    readings = (
        identifiers.crn(text),
        identifiers.noms(text),
        identifiers.pnc(text, today=today),
        identifiers.cro(text),
        identifiers.nino(text),
    )
    return tuple(reading for reading in readings if reading is not None)


def _day_in(text: str, *, today: date) -> tuple[str, date | None]:
    """The first date of birth in a text, and the text without it."""
    for pattern, order in (
        (_YEAR_FIRST, ("year", "month", "day")),
        (_DAY_FIRST, ("day", "month", "year")),
        (_IN_WORDS, ("day", "month", "year")),
        (_EIGHT_DIGITS, ("day", "month", "year")),
    ):
        for match in pattern.finditer(text):
            parts = dict(zip(order, match.groups(), strict=True))
            read = _day(parts, today=today)
            if read is not None:
                return text[: match.start()] + " " + text[match.end() :], read
    return text, None


def _day(parts: dict[str, str], *, today: date) -> date | None:
    month = parts["month"].lower()
    number = int(month) if month.isdigit() else _MONTHS.index(month) + 1
    year = int(parts["year"])
    if len(parts["year"]) == 2:  # noqa: PLR2004  digits of a short year
        year += 2000 if 2000 + year < today.year else 1900
    try:
        read = date(year, number, int(parts["day"]))
    except ValueError:
        return None
    return read if read <= today else None


def _postcode_in(text: str) -> tuple[str, str]:
    match = _POSTCODE.search(text.upper())
    if match is None:
        return text, ""
    return text[: match.start()] + " " + text[match.end() :], postcode(match.group())


def postcode(text: str) -> str:
    """A postcode with its one space.

    >>> postcode("sw1a1aa")
    'SW1A 1AA'
    """
    tight = re.sub(r"\s", "", text).upper()
    return f"{tight[:-3]} {tight[-3:]}"
