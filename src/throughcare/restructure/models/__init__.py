"""Tables of a restructure: plans and approvals, answers and the backlog, books, digests and evidence."""

from throughcare.restructure.models.answers import Answer, Changed, Hold, Override
from throughcare.restructure.models.books import Awaited, Book, Clock, Difference, Digest, Evidence
from throughcare.restructure.models.loads import Load
from throughcare.restructure.models.plans import Approval, Plan, Run

__all__ = [
    "Answer",
    "Approval",
    "Awaited",
    "Book",
    "Changed",
    "Clock",
    "Difference",
    "Digest",
    "Evidence",
    "Hold",
    "Load",
    "Override",
    "Plan",
    "Run",
]
