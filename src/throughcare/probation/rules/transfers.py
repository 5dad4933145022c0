"""By when a transfer is to be answered (domain rules 12: both bodies see the same request, its age and its clock)."""

from datetime import date, timedelta

from throughcare.kernel import business_days
from throughcare.probation.rules.limits import Limits


def answer_due(asked_on: date, *, limits: Limits) -> date:
    """The last day for the answer to what was asked on a day: so many working days after it.

    Raises:
        LookupError: nothing is set for that day.
    """
    version = limits["transfer-answer"].on(asked_on)
    if version is None or version.most is None:
        raise LookupError(f"Nothing is set for answers to transfers on {asked_on}.")
    return business_days.after(asked_on, days=int(version.most))


def first_in_time(today: date, *, limits: Limits) -> date:
    """The first day of which what was asked for then is not overdue today; all that was asked for before it is."""
    day = today
    while answer_due(day - timedelta(days=1), limits=limits) >= today:
        day -= timedelta(days=1)
    return day
