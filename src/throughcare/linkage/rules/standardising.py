"""One record in, one standard record out: the same for files, for the record at the door and for search.

Change what comes out, and `VERSION` goes up: whatever was kept in standard form has to be made again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from throughcare.kernel import identifiers, names
from throughcare.linkage.rules.records import Raw, Standard

VERSION: Final = 1

_EARLIEST: Final = 1900
_LIST: Final = "|"
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_IN_WORDS: Final = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[A-Za-z]*[ -](\d{4})")
_TIGHT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTHS: Final = (
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
)
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}|[0-9]{4,5}")
"""Those of the United Kingdom, and four or five digits as most other countries have them."""
_INWARD: Final = 3
_FIRST_SOUNDS: Final = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"^(KN|GN|PN)", "N"),
        (r"^WR", "R"),
        (r"^(PH|PF)", "F"),
        (r"^(KH|Q|C(?=[^EIYH]))", "K"),
        (r"^C(?=[EIY])", "S"),
        (r"^(TS|Z)", "S"),
        (r"^(DJ|GH?(?=[EI]))", "J"),
        (r"^[AEIOUY](?=[^AEIOUY]|$)", "A"),
        (r"^[AEIOU]+", "A"),
    )
)
_NOT_A_HOME: Final = ("NO FIXED", "NFA", "HOMELESS", "UNKNOWN", "NOT KNOWN")
_SHORTEST_PART: Final = 3
_SHORTEST_NUMBER: Final = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What standard form takes from data: groups of forms of one name, litter, names and days that stand for none."""

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    litter: tuple[str, ...] = ()
    placeholders: frozenset[str] = frozenset()
    dummy_days: frozenset[str] = frozenset()
    not_homes: frozenset[str] = frozenset()


def standardise(raw: Raw, *, tables: Tables, today: date) -> Standard:
    """A record in the form that is compared.

    A number is filed by its shape and check letter, whichever box it stands in; what fails its check is left out. A placeholder is
    no name, a dummy day no date of birth. Nothing is guessed.
    """
    forename, middle, surname = _name(raw, tables=tables)
    aliases = _aliases(raw, tables=tables)
    forenames = _several([forename, *(first for first, _, _ in aliases)])
    surnames = _several([surname, *(last for _, _, last in aliases)])
    middles = middle.split()
    found = _identifiers(raw, today=today)
    houses, postcodes = _places(raw, tables=tables)
    dob = day(raw.get("date_of_birth", ""), tables=tables, today=today)
    other_days = [
        day(each, tables=tables, today=today) for each in _cells(raw, "alias_dates_of_birth")
    ]
    alias_fulls = [f"{first} {last}" for first, _, last in aliases if first and last]
    whole = f"{forename} {surname}" if forename and surname else ""
    return Standard(
        record_id=raw["record_id"],
        forename=forename,
        surname=surname,
        whole=whole,
        middle=middle,
        wholes=_several([whole, *alias_fulls]),
        forenames=forenames,
        givens=_several(
            [*forenames, *middles, *(part for _, each, _ in aliases for part in each.split())]
        ),
        surnames=_several([*surnames, *(part for each in surnames for part in _parts(each))]),
        forms=_forms(forenames, tables=tables),
        surname_forms=_forms(surnames, tables=tables),
        dob=dob,
        dobs=_several([dob, *other_days]),
        sex=_sex(raw.get("sex", "")),
        house=houses[0] if houses else "",
        houses=_several(houses),
        postcode=postcodes[0] if postcodes else "",
        postcodes=_several(postcodes),
        outwards=_several([each[:-_INWARD] for each in postcodes]),
        pncs=_several(found["pnc"]),
        cros=_several(found["cro"]),
        ninos=_several(found["nino"]),
        prison_numbers=_several(found["noms"]),
        phones=_several([_telephone(each) for each in _cells(raw, "mobile")]),
        sentence_dates=_several(
            [day(each, tables=tables, today=today) for each in _cells(raw, "sentence_dates")]
        ),
    )


@lru_cache(maxsize=200_000)
def sound(name: str) -> str:
    """How a name sounds: Soundex, with first letters that sound alike made one.

    >>> sound("KNIGHT") == sound("NIGHT"), sound("OLEKSANDR") == sound("ALEKSANDR"), sound("PHILLIPS") == sound("FILLIPS")
    (True, True, True)
    """
    for pattern, letter in _FIRST_SOUNDS:
        heard = pattern.sub(letter, name, count=1)
        if heard != name:
            return names.sound(heard)
    return names.sound(name)


def day(text: str, *, tables: Tables, today: date) -> str:
    """A day as `YYYY-MM-DD`; empty where it is none, lies before 1900 or after today, or stands for none.

    >>> day("4 Mar 1980", tables=Tables(), today=date(2014, 6, 1)), day("04/03/1980", tables=Tables(), today=date(2014, 6, 1))
    ('1980-03-04', '1980-03-04')
    """
    read = _read_day(text.strip())
    if read is None or read.year < _EARLIEST or read > today:
        return ""
    written = read.isoformat()
    return "" if written in tables.dummy_days else written


@lru_cache(maxsize=100_000)
def _read_day(text: str) -> date | None:
    if found := _ISO.fullmatch(text[:10]) or _TIGHT.fullmatch(text):
        year, month, dom = found.groups()
    elif found := _DAY_FIRST.fullmatch(text):
        dom, month, year = found.groups()
    elif (found := _IN_WORDS.fullmatch(text)) and found[2].upper() in _MONTHS:
        dom, month, year = found[1], str(_MONTHS.index(found[2].upper()) + 1), found[3]
    else:
        return None
    try:
        return date(int(year), int(month), int(dom))
    except ValueError:
        return None


def _name(raw: Raw, *, tables: Tables) -> tuple[str, str, str]:
    """Forename, middle names and surname of the name that a record is under."""
    first, middle, last = (
        raw.get(each, "") for each in ("first_name", "middle_names", "last_name")
    )
    if not first.strip() and "," in last:
        last, _, first = last.partition(",")
    return _taken_apart(first, middle, last, tables=tables)


def _aliases(raw: Raw, *, tables: Tables) -> list[tuple[str, str, str]]:
    firsts, lasts = _cells(raw, "alias_first_names"), _cells(raw, "alias_last_names")
    longest = max(len(firsts), len(lasts))
    firsts += [""] * (longest - len(firsts))
    lasts += [""] * (longest - len(lasts))
    return [
        _taken_apart(first, "", last, tables=tables)
        for first, last in zip(firsts, lasts, strict=True)
    ]


def _taken_apart(first: str, middle: str, last: str, *, tables: Tables) -> tuple[str, str, str]:
    given, between, surname = (_plain(each, tables=tables) for each in (first, middle, last))
    if not given and not between and " " in surname and not first.strip():
        given, _, surname = surname.partition(" ")
    forename, _, rest = given.partition(" ")
    return forename, " ".join(each for each in (rest, between) if each), surname


def _plain(text: str, *, tables: Tables) -> str:
    return _plain_once(text, tables.litter, tables.placeholders) if text else ""


@lru_cache(maxsize=200_000)
def _plain_once(text: str, litter: tuple[str, ...], placeholders: frozenset[str]) -> str:
    plain = names.standard(text)
    for words in litter:
        plain = re.sub(rf"\b{words}\b", " ", plain)
    plain = " ".join(plain.split())
    return (
        "" if plain in placeholders or (names.is_placeholder(plain) and len(plain) > 1) else plain
    )


def _parts(surname: str) -> list[str]:
    parts = surname.split()
    return [part for part in parts if len(part) >= _SHORTEST_PART] if len(parts) > 1 else []


def _forms(found: tuple[str, ...], *, tables: Tables) -> tuple[str, ...]:
    return _several([group for name in found for group in tables.forms.get(name, ())])


def _sex(text: str) -> str:
    letter = text.strip()[:1].upper()
    return letter if letter in {"F", "M"} else ""


def _places(raw: Raw, *, tables: Tables) -> tuple[list[str], list[str]]:
    """Houses and postcodes, the newest first; a house is the first line of an address with its postcode."""
    lines, written = _cells(raw, "address_lines"), _cells(raw, "postcodes")
    houses, postcodes = [], []
    for at, text in enumerate(written):
        tight = re.sub(r"[^A-Z0-9]", "", text.upper())
        if tight in tables.not_homes or not _POSTCODE.fullmatch(tight):
            continue
        postcodes.append(tight)
        line = _house(lines[at]) if at < len(lines) else ""
        if line:
            houses.append(f"{line} {tight}")
    return houses, postcodes


def _house(line: str) -> str:
    plain = " ".join(re.sub(r"[^A-Z0-9]+", " ", line.upper()).split())
    if any(plain.startswith(each) for each in _NOT_A_HOME):
        return ""
    number = re.search(r"\d+[A-Z]?", plain)
    return number.group() if number else plain[:12]


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    digits = re.sub(r"^(0044|44)0?", "0", digits)
    return digits if len(digits) >= _SHORTEST_NUMBER and len(set(digits)) > 2 else ""  # noqa: PLR2004  00000000000 is none


def _identifiers(raw: Raw, *, today: date) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"pnc": [], "cro": [], "nino": [], "noms": [], "crn": []}
    for box in ("pncs", "cros", "nino", "prison_number"):
        for text in _cells(raw, box):
            read = _recognised(text, today)
            if read is not None:
                found[read.kind.value].append(read.value)
    return found


@lru_cache(maxsize=100_000)
def _recognised(text: str, today: date) -> identifiers.Identifier | None:
    return identifiers.recognise(text, today=today)


def _cells(raw: Raw, column: str) -> list[str]:
    text = raw.get(column, "")
    return [each.strip() for each in text.split(_LIST)] if text else []


def _several(values: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))
