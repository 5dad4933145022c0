"""What the pinned account asked for, and the published score of its posts."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from throughcare.access.models import StaffChoice


@dataclass(frozen=True, kw_only=True)
class Choice:
    """For one post of the account: what it asked for, since when, and its score of 0 to 100."""

    post_id: int
    post_code: str
    preference: str
    score: Decimal
    stated_on: date


def choices_of(*, account_id: int) -> list[Choice]:
    """The choices of an account, which row-level security shows to itself alone; by post."""
    rows = StaffChoice.objects.filter(post__account_id=account_id).select_related("post")
    return [
        Choice(
            post_id=row.post_id,
            post_code=row.post.code,
            preference=row.preference,
            score=row.score,
            stated_on=row.stated_on,
        )
        for row in rows.order_by("post__code")
    ]
