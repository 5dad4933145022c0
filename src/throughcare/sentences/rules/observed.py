"""What the public reference service does and the published cases expect, and no instrument or policy says.

Each is here once, by name, so that a lawyer can see what is not law and anybody can take it away. The rules call these, and contain
nothing else that is merely observed. Source: the published cases, and the rules of the domain where they say "as observed".
"""

from datetime import date
from typing import Final

MERGED_OLD_SENTENCES: Final = 2
"""Of several old sentences that are served as a single term, the first two alone are put together."""

START_AFTER_PAROLE: Final = 0
"""In a chain with two parole fractions, the second is measured from the notional parole date itself, not from the day after."""

NET_COUNTS_OUTSIDE: Final = 2
"""How often a net of days awarded and restored on one day outside custody is held against a later sentence."""

IS_BY_SDS40_AFTER_PROGRESSION: Final = False
"""Whether dates are said to be by the law of 2024 once they were put together with those of the progression model."""


def loses_licence(*, is_short: bool, is_under_18: bool) -> bool:
    """Whether release and expiry are without licence: of less than 12 months, for who is under 18 when released."""
    return is_short and is_under_18


def first_release(*, released_on: date, defaulted: date) -> date:  # noqa: ARG001  what is not used is the point
    """The day on which people are released who are held by a sentence until its tranche: that of the sentence, all the same."""
    return released_on


def supervision_after_breach(known: date, *, is_repealed: bool) -> date:  # noqa: ARG001  what is not used is the point
    """The end of supervision of who breached it and has no other sentence: the known one, even once supervision is repealed."""
    return known


def served_before(days: int, *, is_term: bool) -> int:  # noqa: ARG001  what is not used is the point
    """The added days served before a sentence that are taken off it: off default terms and the like too, which take no added days."""
    return days
