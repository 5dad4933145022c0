"""When a charge starts the check for a serious further offence (domain rules 6; courts, 5).

It does where the charge is one of the published list, by the court's own code (CJS), and the person is supervised on the day, or
was within some days before.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from throughcare.probation.rules.limits import Limits

_COURT_CODE = re.compile(r"^[A-Z]{2}[0-9]{5}[A-Z]?$")


def court_code(text: str) -> str | None:
    """A court's code of a charge in its one written form; None where it is none.

    >>> court_code(" th 68010 ")
    'TH68010'
    >>> court_code("46/00") is None
    True
    """
    code = "".join(text.split()).upper()
    return code if _COURT_CODE.match(code) else None


def was_supervised(
    periods: Iterable[tuple[date, date | None]], *, on: date, limits: Limits
) -> bool:
    """Whether somebody is supervised on a day, or was within the days that policy sets before it.

    Each period is from the day of a sentence until the day on which it ended, which is None while it goes on.
    """
    version = limits["serious-further-offence"].on(on)
    days = 0 if version is None or version.most is None else int(version.most)
    since = on - timedelta(days=days)
    return any(begun <= on and (ended is None or ended >= since) for begun, ended in periods)
