"""Tables of a restructure: plans and approvals, answers and the backlog, books, digests and evidence."""

from throughcare.restructure.models.answers import Answer, Changed, Hold, Listed, Override
from throughcare.restructure.models.books import (
    Awaited,
    Book,
    Clock,
    Difference,
    Digest,
    Evidence,
    LapsedExplanation,
    Sheaf,
    Tally,
)
from throughcare.restructure.models.constraints import ConstraintsAsked
from throughcare.restructure.models.loads import Load
from throughcare.restructure.models.outside import (
    OutsideDifference,
    OutsideList,
    OutsideReference,
)
from throughcare.restructure.models.plans import Approval, Plan, Run
from throughcare.restructure.models.readiness import (
    Acceptance,
    Freeze,
    Measurement,
    Publication,
    Statement,
)
from throughcare.restructure.models.sign_offs import ListedException, ProviderList, SignOff

__all__ = [
    "Acceptance",
    "Answer",
    "Approval",
    "Awaited",
    "Book",
    "Changed",
    "Clock",
    "ConstraintsAsked",
    "Difference",
    "Digest",
    "Evidence",
    "Freeze",
    "Hold",
    "LapsedExplanation",
    "Listed",
    "ListedException",
    "Load",
    "Measurement",
    "OutsideDifference",
    "OutsideList",
    "OutsideReference",
    "Override",
    "Plan",
    "ProviderList",
    "Publication",
    "Run",
    "Sheaf",
    "SignOff",
    "Statement",
    "Tally",
]
