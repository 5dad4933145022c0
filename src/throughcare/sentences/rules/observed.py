"""What the public reference service does and the published cases expect, and no instrument or policy says.

Each is here once, by name, so that a lawyer can see what is not law and anybody can take it away. The rules call these and
nothing else that is merely observed. Source: the published cases and `docs/rooms/sentences.md`.
"""

from typing import Final, TypeVar

Any_ = TypeVar("Any_")

MERGED_OLD_SENTENCES: Final = 2
"""Of several old sentences that are served as a single term, the first two alone are put together."""

START_AFTER_PAROLE: Final = 0
"""In a chain with two parole fractions, the second is measured from the notional parole date itself, not from the day after."""

NET_COUNTS_OUTSIDE: Final = 2
"""How often a net of days awarded and restored on one day outside custody is held against a later sentence."""
