"""How an answer is explained: each thing that was looked at, and what it did."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One thing that a tier was made from.

    `value` is what was found, in words; `gives` the points or the tier it gives, and `counts` whether the answer has it
    from here (of two that are compared, the lower does not count). `from_` is the record it was found in and `dated_on`
    the day of that record. `changes` says what would make it give something else; empty where nothing would.
    """

    part: str
    item: str
    value: str
    gives: int | str
    counts: bool = True
    from_: str = ""
    dated_on: date | None = None
    changes: str = ""
