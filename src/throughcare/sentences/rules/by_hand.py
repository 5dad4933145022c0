"""Dates that somebody enters by hand in place of those worked out: which of them may stand together (domain notes, section 14.1)."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from throughcare.kernel.refusals import Reason
from throughcare.sentences.rules.types import DateType

BY_HAND_ONLY: Final = {
    "HDCAD": "Home detention curfew approved date",
    "APD": "Approved parole date",
    "ROTL": "Release on temporary licence",
    "TERSED": "Tariff-expired removal scheme eligibility date",
    "TARIFF": "Tariff end date",
    "NPD": "Non-parole date",
}
"""Dates that are never worked out here, and may be entered."""
NOT_TOGETHER: Final = (
    ("CRD", "ARD"),
    ("HDCED", "PRRD"),
    ("HDCAD", "PRRD"),
    ("PED", "PRRD"),
    ("HDCED", "PED"),
    ("HDCAD", "PED"),
    ("HDCAD", "APD"),
    ("TUSED", "PED"),
    ("ARD", "LED"),
)
RELEASES: Final = (DateType.CRD, DateType.ARD, DateType.PRRD, DateType.MTD)
"""Days on which somebody is released by law; where there are several, on the last of them."""
EARLIEST: Final = date(1900, 1, 1)


def types_by_hand() -> tuple[str, ...]:
    """Every type of date that may be entered."""
    return (*(each.value for each in DateType), *BY_HAND_ONLY)


def reasons_against(entered: Mapping[str, date], *, because: str) -> list[Reason]:
    """Why dates that are entered may not stand, each thing once."""
    reasons = []
    if not entered:
        reasons.append(Reason("no-date", "Enter a date."))
    if not because.strip():
        reasons.append(
            Reason("no-reason", "Say why the date is entered in place of the one worked out.")
        )
    if unknown := sorted(set(entered) - set(types_by_hand())):
        reasons.append(Reason("unknown-date", f"There is no date called {unknown[0]}."))
    if any(day < EARLIEST for day in entered.values()):
        reasons.append(Reason("too-early", "A date is before 1900. Correct the year."))
    return reasons


def reasons_against_together(
    dates: Mapping[str, date], *, entered: Mapping[str, date]
) -> list[Reason]:
    """Why all dates, those worked out with those entered, may not stand together; only pairs that an entered date is part of count."""
    reasons = [
        Reason("not-together", f"There cannot be both {one} and {other}.")
        for one, other in NOT_TOGETHER
        if one in dates and other in dates and (one in entered or other in entered)
    ]
    if "CRD" in dates and "SED" in dates and "LED" not in dates and {"CRD", "SED"} & set(entered):
        reasons.append(Reason("needs-led", "With CRD and SED there has to be an LED. Enter it."))
    return reasons


def releases_on(dates: Mapping[str, date]) -> date | None:
    """The day on which somebody is released by law: the last of those that say so, or None where none does.

    >>> releases_on({"CRD": date(2026, 1, 2), "PRRD": date(2026, 1, 9), "SLED": date(2027, 1, 1)})
    datetime.date(2026, 1, 9)
    """
    return max((dates[each.value] for each in RELEASES if each.value in dates), default=None)
