"""Names in one form, for searching and comparing; the name as written is kept elsewhere."""

import re
import unicodedata
from typing import Final

# Letters that Unicode does not take apart.
_LETTERS: Final = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "\u0131": "i",
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "Þ": "TH",
        "ð": "d",
        "Ð": "D",
    }
)
_APOSTROPHES: Final = re.compile("['\u2018\u2019\u02bc\u02bb`\u00b4]")
_NOT_LETTERS: Final = re.compile(r"[^A-Z]+")
_TITLES: Final = frozenset(
    {"MR", "MRS", "MISS", "MS", "MX", "DR", "PROF", "PROFESSOR"}
    | {"SIR", "DAME", "LADY", "LORD", "REV", "REVD", "REVEREND"}
)
_PLACEHOLDERS: Final = frozenset(
    {"UNKNOWN", "NOT KNOWN", "NOT GIVEN", "NO NAME", "TEST", "A N OTHER", "AN OTHER"}
)
_SOUNDS: Final = str.maketrans("BFPVCGJKQSXZDTLMNR", "111122222222334556")


def standard(name: str) -> str:
    """Upper-case ASCII words parted by single spaces, without marks, apostrophes or titles.

    `MC` joins the word after it. Empty when nothing is left.

    >>> standard("Dr Siân O'Brien-Mc Kay")
    'SIAN OBRIEN MCKAY'
    """
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", name).translate(_LETTERS))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = _NOT_LETTERS.sub(" ", bare.upper()).split()
    joined = re.sub(r"\bMC ", "MC", " ".join(words))
    return " ".join(word for word in joined.split() if word not in _TITLES)


def is_placeholder(name: str) -> bool:
    """Whether a name says that no name is known. Placeholders never match each other."""
    plain = standard(name)
    return plain in _PLACEHOLDERS or all(len(word) == 1 for word in plain.split())


def sound(name: str) -> str:
    """American Soundex of the first word of a name; empty when it has no letters.

    >>> sound("Robert"), sound("Rupert"), sound("Tymczak"), sound("Pfister")
    ('R163', 'R163', 'T522', 'P236')
    """
    word = standard(name).partition(" ")[0]
    if not word:
        return ""
    heard = "".join(letter for letter in word[1:] if letter not in "HW")
    coded = (word[0] + heard).translate(_SOUNDS)
    squeezed = re.sub(r"(\d)\1+", r"\1", coded)
    tail = squeezed[1:]
    return (word[0] + re.sub(r"[A-Z]", "", tail) + "000")[:4]
