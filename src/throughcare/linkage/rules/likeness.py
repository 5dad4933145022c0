"""How alike two names or two days are, for a record at the door; the engines that read files have the same as SQL."""

from typing import Final

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from throughcare.linkage.rules.records import Standard, shared

CLOSE: Final = 0.88
"""Names at least as alike by Jaro-Winkler are close."""


def alike(one: str, other: str) -> float:
    """How alike two names are by Jaro and Winkler, from 0 to 1."""
    return JaroWinkler.similarity(one, other)


def is_close(one: str, other: str) -> bool:
    return bool(one and other) and alike(one, other) >= CLOSE


def is_forename_close(one: Standard, other: Standard) -> bool:
    """Close in letters, forms of one name, or an initial that fits."""
    a, b = one.forename, other.forename
    if not (a and b):
        return False
    fits = (len(a) == 1 or len(b) == 1) and a[0] == b[0]
    return fits or alike(a, b) >= CLOSE or shared(one.forms, other.forms)


def is_surname_close(one: Standard, other: Standard) -> bool:
    a, b = one.surname, other.surname
    if not (a and b):
        return False
    return (
        alike(a, b) >= CLOSE
        or a in other.surnames
        or b in one.surnames
        or shared(one.surname_forms, other.surname_forms)
    )


def years_between(one: str, other: str) -> int:
    return abs(int(one[:4]) - int(other[:4]))


def is_swapped(one: str, other: str) -> bool:
    """Whether two days are one with day and month exchanged."""
    return one[:4] == other[:4] and one[5:7] == other[8:] and one[8:] == other[5:7]


def is_slip(one: str, other: str) -> bool:
    """Whether one edit, or two digits exchanged, makes one day of the other."""
    return DamerauLevenshtein.distance(one, other, score_cutoff=1) <= 1
