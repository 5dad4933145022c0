"""Names of many bodies, as short as a picture of all of them needs."""

from collections import Counter
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 32
MANY, SHARE = 4, 0.25
"""Words that at least so many names, and such a share of all, begin or end with say nothing in a picture."""


def labels(names: Mapping[str, str]) -> dict[str, str]:
    """Code and short name for each code.

    >>> labels({code: f"{code.title()} Probation Trust" for code in ("AVON", "KENT", "ESSEX", "DORSET")})["KENT"]
    'KENT Kent'
    """
    words = {code: tuple(name.split()) for code, name in names.items()}
    enough = max(MANY, SHARE * len(words))
    endings = _shared([each[::-1] for each in words.values()], enough=enough)
    beginnings = _shared(list(words.values()), enough=enough)
    found = {}
    for code, each in words.items():
        kept = _without(each[::-1], endings)[::-1]
        kept = _without(kept, beginnings)
        found[code] = _cut(" ".join((code, *kept)))
    return found


def _shared(names: list[tuple[str, ...]], *, enough: float) -> set[tuple[str, ...]]:
    """Beginnings that enough names have and go on after."""
    counted = Counter(name[:length] for name in names for length in range(1, len(name)))
    return {beginning for beginning, count in counted.items() if count >= enough}


def _without(name: tuple[str, ...], beginnings: set[tuple[str, ...]]) -> tuple[str, ...]:
    longest = max((n for n in range(1, len(name)) if name[:n] in beginnings), default=0)
    return name[longest:]


def _cut(label: str) -> str:
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"
