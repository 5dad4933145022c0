"""Whether a community order or suspended sentence may end early, by completion (Sentencing Act 2026; S.I. 2026/402).

A machine lists who qualifies; an officer decides, and tells the person the date.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.kernel.refusals import Reason

SUPERVISION = "Y"
FAMILIES = ("community", "suspended")


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is known of an order. `objectives_left` counts those of a sentence plan: None where there is no plan."""

    family: str
    is_live: bool
    is_under_review: bool
    requirements_left: Sequence[str]
    objectives_left: int | None = None


def reasons_against_completion(
    order: Order, *, commenced_on: date | None, today: date
) -> tuple[Reason, ...]:
    """Everything that stands in the way; nothing is left where an officer may decide.

    `requirements_left` are the codes of those not complied with yet; the one of supervision does not count.
    """
    found = [
        Reason("not-commenced", "The law on early completion is not in force yet."),
        Reason("not-such-order", "Only community and suspended sentence orders end so."),
        Reason("is-over", "The order has ended."),
        Reason("is-reviewed", "The court reviews this order."),
        Reason("requirements-left", "Not every requirement has been complied with."),
        Reason("objectives-left", "The sentence plan has objectives that are not met."),
    ]
    applies = (
        commenced_on is None or today < commenced_on,
        order.family not in FAMILIES,
        not order.is_live,
        order.is_under_review,
        any(code != SUPERVISION for code in order.requirements_left),
        bool(order.objectives_left),
    )
    return tuple(reason for reason, is_so in zip(found, applies, strict=True) if is_so)
