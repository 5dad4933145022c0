"""Numbers that other bodies give to people: read in any usual form, written in one.

Each reader returns the canonical form, or None when the value does not pass: such a value is
kept as supplied and never used as a key. PNC and CRO carry a check letter; the century of a
PNC is not covered by it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

CHECK_LETTERS: Final = "ZABCDEFGHJKLMNPQRTUVWXY"

_CRN: Final = re.compile(r"[A-Z][0-9]{6}")
_NOMS: Final = re.compile(r"[A-Z][0-9]{4}[A-Z]{2}")
_NINO: Final = re.compile(
    r"(?!BG|GB|KN|NK|NT|TN|ZZ)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][0-9]{6}[A-D]"
)
_PNC_SLASHED: Final = re.compile(r"((?:19|20)?[0-9]{2})/([0-9]{1,7})([A-Z])")
_PNC_LONG: Final = re.compile(r"((?:19|20)[0-9]{2})([0-9]{7})([A-Z])")
_PNC_SHORT: Final = re.compile(r"([0-9]{2})([0-9]{1,7})([A-Z])")
_PNC_UNPADDED: Final = re.compile(r"((?:19|20)[0-9]{2})([0-9]{1,6})([A-Z])")
_CRO_STANDARD: Final = re.compile(r"([0-9]{1,6})/([0-9]{2})([A-Z])")
_CRO_FILE: Final = re.compile(r"SF([0-9]{2})/([0-9]{1,6})([A-Z])")


class Kind(StrEnum):
    CRN = "crn"
    NOMS = "noms"
    PNC = "pnc"
    CRO = "cro"
    NINO = "nino"


@dataclass(frozen=True, slots=True)
class Identifier:
    kind: Kind
    value: str


def check_letter(number: int) -> str:
    """The letter for a number made of the year's last two digits and then the serial.

    >>> check_letter(30000003)
    'Y'
    """
    return CHECK_LETTERS[number % len(CHECK_LETTERS)]


def crn(text: str) -> str | None:
    """Case reference number: a letter and six digits."""
    return _whole(_CRN, text)


def noms(text: str) -> str | None:
    """Prison number: a letter, four digits, two letters."""
    return _whole(_NOMS, text)


def nino(text: str) -> str | None:
    """National insurance number, without the prefixes that are never given out."""
    return _whole(_NINO, text)


def pnc(text: str, *, today: date) -> str | None:
    """Police national computer id as `YYYY/NNNNNNNL`.

    A two-digit year not later than that of `today` is of this century. Without a slash,
    a string that also makes sense as a four-digit year and a short serial is ambiguous: None.

    >>> pnc("02/73319z", today=date(2014, 5, 31))
    '2002/0073319Z'
    """
    tight = _tight(text)
    if slashed := _PNC_SLASHED.fullmatch(tight):
        return _pnc(slashed, today=today)
    if long := _PNC_LONG.fullmatch(tight):
        return _pnc(long, today=today)
    if short := _PNC_SHORT.fullmatch(tight):
        read = _pnc(short, today=today)
        rival = _PNC_UNPADDED.fullmatch(tight)
        return None if rival and _pnc(rival, today=today) else read
    return None


def cro(text: str) -> str | None:
    """Criminal records office number: `NNNNNN/YYL`, or `SFYY/N…L` for a file number.

    The serial of the first is padded to six digits, that of the second has no leading zeros.

    >>> cro("65656/91h"), cro("SF83/50058Z")
    ('065656/91H', 'SF83/50058Z')
    """
    tight = _tight(text)
    if standard := _CRO_STANDARD.fullmatch(tight):
        serial, year, letter = standard.group(1).zfill(6), standard.group(2), standard.group(3)
        good = int(serial) != 0 and check_letter(int(year + serial)) == letter
        return f"{serial}/{year}{letter}" if good else None
    if file := _CRO_FILE.fullmatch(tight):
        year, serial, letter = file.group(1), file.group(2).lstrip("0"), file.group(3)
        good = serial != "" and check_letter(int(year + serial)) == letter
        return f"SF{year}/{serial}{letter}" if good else None
    return None


def recognise(text: str, *, today: date) -> Identifier | None:
    """What a value is by its shape and check letter, whichever box it was typed into.

    None when no kind accepts it, and when more than one does.
    """
    readers: dict[Kind, Callable[[str], str | None]] = {
        Kind.CRN: crn,
        Kind.NOMS: noms,
        Kind.NINO: nino,
        Kind.PNC: lambda value: pnc(value, today=today),
        Kind.CRO: cro,
    }
    found = [
        Identifier(kind=kind, value=value)
        for kind, read in readers.items()
        if (value := read(text)) is not None
    ]
    return found[0] if len(found) == 1 else None


def _tight(text: str) -> str:
    return re.sub(r"[\s-]", "", text).upper()


def _whole(pattern: re.Pattern[str], text: str) -> str | None:
    tight = _tight(text)
    return tight if pattern.fullmatch(tight) else None


def _pnc(match: re.Match[str], *, today: date) -> str | None:
    year, serial, letter = match.group(1), match.group(2).zfill(7), match.group(3)
    if int(serial) == 0 or check_letter(int(year[-2:] + serial)) != letter:
        return None
    if len(year) == 2:  # noqa: PLR2004  digits of a short year
        century = today.year // 100 if int(year) <= today.year % 100 else today.year // 100 - 1
        year = f"{century}{year}"
    return f"{year}/{serial}{letter}"
