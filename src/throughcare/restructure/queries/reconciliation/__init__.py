"""The checks of a reconciliation (restructure rules, section 8). Each answers what differs; nothing is good.

`WITH_THE_BOOKS` come first, in their transaction; `CHECKS` are all others. Of those, `APART` need neither the books nor the lists
of bodies outside, and can be made meanwhile.

Tolerance is zero. A check reads everything; none samples. It counts all that it finds, and names the first of it.
"""

from throughcare.restructure.queries.reconciliation.access import access
from throughcare.restructure.queries.reconciliation.content import (
    ReadAfter,
    content,
    content_anew,
    lay_differing,
    leaf_of,
    read_after,
)
from throughcare.restructure.queries.reconciliation.counting import (
    conservation,
    count,
    history,
    partition,
)
from throughcare.restructure.queries.reconciliation.differing import (
    MOST_NAMED,
    Check,
    Differing,
    Found,
)
from throughcare.restructure.queries.reconciliation.following import (
    follow_the_records,
    follow_the_rule,
)
from throughcare.restructure.queries.reconciliation.keeping import archive, unread
from throughcare.restructure.queries.reconciliation.links import links
from throughcare.restructure.queries.reconciliation.lists import ListStanding, standings, unfinished
from throughcare.restructure.queries.reconciliation.outside import outside
from throughcare.restructure.queries.reconciliation.work import clocks, forgotten, in_flight, queues

CONTENT = Check(
    name="content", compares="the digest of each record, without who owns it", run=content
)
LINKS = Check(name="links", compares="every reference", run=links)
WITH_THE_BOOKS = (CONTENT, LINKS)
"""Both need what differs to be laid (`lay_differing`), as the books do."""

CHECKS = (
    Check(name="count", compares="number before and after, by kind and state", run=count),
    Check(
        name="conservation",
        compares="what each old owner gave, and what was received",
        run=conservation,
    ),
    Check(
        name="partition", compares="items with no owner, or an owner that is closed", run=partition
    ),
    Check(
        name="follow-the-rule",
        compares="each answer, worked out again by the rules from the records",
        run=follow_the_records,
    ),
    Check(name="in-flight", compares="each list of work begun and not ended", run=in_flight),
    Check(name="clocks", compares="when each piece of work under way is due", run=clocks),
    Check(name="access", compares="what every seat reaches, before and after", run=access),
    Check(
        name="archive",
        compares="what bodies still own that have ended, and who may open it",
        run=archive,
    ),
    Check(name="queues", compares="messages and events accepted and delivered", run=queues),
    Check(name="outside", compares="the lists of providers and partners, and ours", run=outside),
    Check(name="history", compares="every answer about the moment before", run=history),
)
EVERY = (*WITH_THE_BOOKS, *CHECKS)
APART = tuple(each for each in CHECKS if each.run not in {count, conservation, outside})

__all__ = [
    "APART",
    "CHECKS",
    "CONTENT",
    "EVERY",
    "LINKS",
    "MOST_NAMED",
    "WITH_THE_BOOKS",
    "Check",
    "Differing",
    "Found",
    "ListStanding",
    "ReadAfter",
    "access",
    "archive",
    "clocks",
    "conservation",
    "content",
    "content_anew",
    "count",
    "follow_the_records",
    "follow_the_rule",
    "forgotten",
    "history",
    "in_flight",
    "lay_differing",
    "leaf_of",
    "outside",
    "partition",
    "queues",
    "read_after",
    "standings",
    "unfinished",
    "unread",
]
