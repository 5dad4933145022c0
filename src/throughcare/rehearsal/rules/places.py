"""Where a defect was met, for people: the page by what it shows, and who was looking."""

import re
from typing import Final

_PAGES: Final = (
    (r"/", "the home page"),
    (r"/caseloads.*", "the caseload"),
    (r"/cases/[^/]+", "the page of a case"),
    (r"/cases/.*", "a page of a case"),
    (r"/clock", "the clock of the demonstration"),
    (r"/court-reports/.*", "a court report"),
    (r"/diaries.*", "the diary"),
    (r"/messages.*", "messages"),
    (r"/people.*", "the search for people"),
    (r"/referrals.*", "referrals"),
    (r"/restructures/[^/]+", "the page of the plan"),
    (r"/restructures/[^/]+/([a-z-]+).*", r"the page of the plan: \1"),
    (r"/transfers.*", "transfers of cases"),
    (r"/unallocated-cases.*", "cases that nobody has"),
    (r"/units/.*", "the page of a unit"),
    (r"/your-monday.*", "what changes for whoever looks"),
)


def place(where: str) -> str:
    """A place as a defect keeps it; what is no page stays as it is.

    >>> place("/cases/…, officer")
    'the page of a case, as officer'
    >>> place("/restructures/a-plan/results, executive")
    'the page of the plan: results, as executive'
    >>> place("count")
    'count'
    """
    address, _, who = where.partition(", ")
    for pattern, words in _PAGES:
        if (found := re.fullmatch(pattern, address)) is not None:
            return found.expand(words) + (f", as {who.replace('-', ' ')}" if who else "")
    return where
