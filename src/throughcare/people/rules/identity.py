"""Who somebody may be said to be: numbers in one form, names, and days of birth and death that can be."""

from datetime import date
from typing import Final

from throughcare.kernel import identifiers, names
from throughcare.kernel.refusals import Reason

OLDEST_YEARS: Final = 110
"""Nobody older is under supervision: such a date of birth was mistyped (probation rules, 32)."""
_MONTHS: Final = 12


def canonical(kind: str, text: str, *, today: date) -> str | None:
    """A number of a known kind in its one form; None where it fails its check, or there is none for its kind.

    What has no canonical form is kept as supplied, unverified, and is never a key (probation rules, 2.1).
    """
    match kind:
        case "pnc":
            return identifiers.pnc(text, today=today)
        case "cro":
            return identifiers.cro(text)
        case "noms":
            return identifiers.noms(text)
        case "nino":
            return identifiers.nino(text)
        case "former-crn":
            return identifiers.crn(text)
    return None


def reasons_against_name(last: str) -> list[Reason]:
    return [] if names.standard(last) else [Reason("no-name", "Enter a surname.")]


def reasons_against_days(
    *, born_on: date | None, died_on: date | None, today: date
) -> list[Reason]:
    """Every reason against days of birth and death that cannot be (probation rules, 32).

    >>> [each.code for each in reasons_against_days(born_on=date(1890, 1, 1), died_on=None, today=date(2014, 6, 2))]
    ['too-old']
    """
    reasons = []
    if born_on is not None and born_on > today:
        reasons.append(Reason("not-born", "The date of birth must be in the past."))
    if born_on is not None and _years(born_on, until=died_on or today) > OLDEST_YEARS:
        reasons.append(
            Reason("too-old", f"With this date of birth the person would be over {OLDEST_YEARS}.")
        )
    if died_on is not None and died_on > today:
        reasons.append(Reason("not-dead", "The date of death must be today or in the past."))
    if died_on is not None and born_on is not None and died_on < born_on:
        reasons.append(
            Reason("dies-before-birth", "The date of death must be after the date of birth.")
        )
    return reasons


def is_swapped(one: date, other: date) -> bool:
    """Whether two days are the same with day and month the other way round.

    >>> is_swapped(date(1980, 2, 1), date(1980, 1, 2)), is_swapped(date(1980, 2, 2), date(1980, 2, 2))
    (True, False)
    """
    return (
        one.year == other.year and one != other and (one.day, one.month) == (other.month, other.day)
    )


def warnings_about_birth(born_on: date | None, *, known: date | None) -> list[Reason]:
    """What somebody has to confirm before a date of birth is kept beside one that is known.

    >>> [each.code for each in warnings_about_birth(date(1980, 1, 2), known=date(1980, 2, 1))]
    ['swapped']
    """
    if born_on is None or known is None or not is_swapped(born_on, known):
        return []
    return [
        Reason(
            "swapped",
            "This is the date of birth that is recorded, with day and month the other way round. Confirm that it is right.",
        )
    ]


def _years(since: date, *, until: date) -> int:
    return until.year - since.year - ((until.month, until.day) < (since.month, since.day))
