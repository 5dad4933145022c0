"""When two records may be made one (probation rules, 2.3)."""

from collections.abc import Collection
from datetime import date
from typing import Final

from throughcare.kernel.refusals import Reason

_HINDRANCES: Final = {
    "two-providers": "Their cases are with two providers: one is transferred first.",
    "transfer-pending": "A transfer of one of the cases waits for an answer.",
    "two-beds": "Each record has a bed on some of the same days: put right which of them was theirs first.",
}


def reasons_against_merge(
    *,
    noms: tuple[str | None, str | None],
    born_on: tuple[date | None, date | None],
    pnc: tuple[frozenset[str], frozenset[str]],
    hindrances: Collection[str],
) -> list[Reason]:
    """Every reason against making two records one; what is of the first comes first in each pair.

    >>> day = date(1980, 2, 1)
    >>> none: frozenset[str] = frozenset()
    >>> reasons_against_merge(noms=("A1111AA", None), born_on=(day, day), pnc=(none, none), hindrances=())
    []
    """
    reasons = []
    if noms[0] and noms[1]:
        reasons.append(
            Reason("two-noms", "Each record has a NOMS number: end the one that is wrong first.")
        )
    differ = None not in born_on and born_on[0] != born_on[1]
    if differ and pnc[0] and pnc[1] and not pnc[0] & pnc[1]:
        reasons.append(
            Reason(
                "birth-and-pnc-differ",
                "The dates of birth and the PNC numbers differ: correct what is wrong first, or they are two people.",
            )
        )
    reasons += [
        Reason(code, sentence) for code, sentence in _HINDRANCES.items() if code in hindrances
    ]
    return reasons
