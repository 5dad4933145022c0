"""What goes wrong between a person and a record: in names, days and numbers."""

import re
import unicodedata
from datetime import date, timedelta
from random import Random
from string import ascii_lowercase
from typing import Final

_NEAR: Final = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ip", "p": "o", "q": "w", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
_ALIKE: Final = (
    ("ph", "f"), ("ck", "k"), ("ee", "ea"), ("ie", "y"), ("ey", "y"), ("ll", "l"), ("tt", "t"), ("nn", "n"), ("ou", "u"),
    ("ai", "ay"), ("ei", "ie"), ("ss", "s"), ("c", "k"), ("z", "s"), ("th", "t"), ("er", "ar"), ("on", "en"), ("gh", "g"),
)  # fmt: skip
_OTHER_ALPHABET: Final = (
    ("mm", "m"), ("ed", "ad"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("kh", "h"), ("q", "k"), ("ss", "s"), ("ai", "ei"),
    ("ia", "iya"), ("w", "v"), ("j", "y"), ("sz", "sh"), ("cz", "ch"), ("ei", "ey"), ("o", "u"), ("ah", "a"), ("iy", "y"),
)  # fmt: skip
_PETS: Final = {
    "William": "Bill Billy Will", "Robert": "Bob Rob Robbie", "Richard": "Rick Rich", "James": "Jim Jimmy Jamie", "Michael": "Mike Mick",
    "David": "Dave", "Daniel": "Dan Danny", "Anthony": "Tony", "Andrew": "Andy Drew", "Christopher": "Chris", "Thomas": "Tom Tommy",
    "Matthew": "Matt", "Stephen": "Steve", "Steven": "Steve", "Edward": "Ted Eddie", "Peter": "Pete", "Joseph": "Joe Joey",
    "Nicholas": "Nick", "Benjamin": "Ben", "Samuel": "Sam", "Alexander": "Alex", "Charles": "Charlie", "Patrick": "Paddy Pat",
    "Kenneth": "Ken", "Ronald": "Ron", "Philip": "Phil", "Timothy": "Tim", "Gregory": "Greg", "Joshua": "Josh", "Jacob": "Jake",
    "Elizabeth": "Liz Beth", "Catherine": "Cath Kate", "Margaret": "Maggie", "Jennifer": "Jenny", "Rebecca": "Becky",
    "Deborah": "Debbie", "Victoria": "Vicky", "Susan": "Sue", "Patricia": "Pat Trish", "Katherine": "Kate Kathy", "Jessica": "Jess",
}  # fmt: skip
_LENGTH_OF_SHORT: Final = 4


def typed_wrong(text: str, *, random: Random) -> str:
    """One slip of a finger: a letter too few or too many, a neighbour, or two exchanged."""
    if len(text) < _LENGTH_OF_SHORT:
        return text
    at = random.randrange(1, len(text) - 1)
    match random.randrange(4):
        case 0:
            return text[:at] + text[at + 1 :]
        case 1:
            return text[:at] + text[at] + text[at:]
        case 2:
            near = _NEAR.get(text[at].lower(), ascii_lowercase)
            return text[:at] + random.choice(near) + text[at + 1 :]
        case _:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def _changed(text: str, pairs: tuple[tuple[str, str], ...], *, random: Random) -> str:
    """One of the changes that can be made to a text, either way."""
    plain = text.lower()
    ways = [(a, b) for a, b in pairs if a in plain] + [(b, a) for a, b in pairs if b in plain]
    if not ways:
        return text
    a, b = random.choice(ways)
    return plain.replace(a, b, 1).capitalize()


def sounds_alike(text: str, *, random: Random) -> str:
    return _changed(text, _ALIKE, random=random)


def in_another_alphabet(text: str, *, random: Random) -> str:
    return _changed(text, _OTHER_ALPHABET, random=random)


def pet_form(text: str, *, random: Random) -> str:
    return random.choice(_PETS[text].split()) if text in _PETS else text


def without_accents(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def slipped(day: date, *, random: Random) -> date:
    """A day with one digit wrong."""
    for _ in range(9):
        digits = list(day.isoformat())
        at = random.choice((2, 3, 5, 6, 8, 9))
        digits[at] = random.choice("0123456789")
        try:
            changed = date.fromisoformat("".join(digits))
        except ValueError:
            continue
        if changed != day and changed.year < 2005:
            return changed
    return day + timedelta(days=1)


def exchanged(day: date) -> date:
    """Day and month the other way round, where both can be a month."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else day


def mistyped(number: str, *, random: Random) -> str:
    places = [found.start() for found in re.finditer(r"\d", number)]
    at = random.choice(places)
    return number[:at] + random.choice("0123456789") + number[at + 1 :]
