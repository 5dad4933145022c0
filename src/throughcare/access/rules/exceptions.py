"""What an exception needs before it is made."""

from collections.abc import Collection
from datetime import datetime
from enum import Enum

from throughcare.access.choices import RestrictionKind
from throughcare.kernel.refusals import Reason

LONGEST_EMERGENCY_HOURS = 24
SHORTEST_REASON = 10


class Refusal(Reason, Enum):
    NO_REASON = (
        "reason-missing",
        f"Say why, in {SHORTEST_REASON} letters or more: the reason is kept and read by others.",
    )
    SEEN_ALREADY = ("seen-already", "You can open this record already. Nothing more is needed.")
    TOO_LONG = (
        "emergency-too-long",
        f"Emergency access lasts for 1 to {LONGEST_EMERGENCY_HOURS} hours.",
    )
    ENDS_BEFORE_IT_STARTS = ("ends-in-the-past", "The end must be later than now.")
    STANDS_ALREADY = ("stands-already", "The same restriction of this account stands already.")
    KEEPS_ITS_MAKER_OUT = (
        "maker-kept-out",
        "Name yourself first. Only those named can open the record, or change who is named.",
    )


def refusals_of_minimum_view(*, reason: str, seen: str | None) -> list[Reason]:
    found: list[Reason] = []
    if len(reason.strip()) < SHORTEST_REASON:
        found.append(Refusal.NO_REASON)
    if seen is not None:
        found.append(Refusal.SEEN_ALREADY)
    return found


def refusals_of_emergency(*, reason: str, hours: int, seen: str | None) -> list[Reason]:
    found: list[Reason] = []
    if len(reason.strip()) < SHORTEST_REASON:
        found.append(Refusal.NO_REASON)
    if not 1 <= hours <= LONGEST_EMERGENCY_HOURS:
        found.append(Refusal.TOO_LONG)
    if seen == "full":
        found.append(Refusal.SEEN_ALREADY)
    return found


def refusals_of_reading(*, reason: str, ends_at: datetime, now: datetime) -> list[Reason]:
    """Of going on reading a case that was handed over."""
    found: list[Reason] = []
    if len(reason.strip()) < SHORTEST_REASON:
        found.append(Refusal.NO_REASON)
    if ends_at <= now:
        found.append(Refusal.ENDS_BEFORE_IT_STARTS)
    return found


def refusals_of_restriction(
    *,
    reason: str,
    kind: RestrictionKind,
    ends_at: datetime | None,
    account_id: int,
    made_by_id: int,
    standing: Collection[tuple[str, int]],
    now: datetime,
) -> list[Reason]:
    """`standing` holds kind and account of what has not ended. The first whom a restriction lets in is its maker.

    Otherwise nobody could add a second name, nor end it.
    """
    found: list[Reason] = []
    if len(reason.strip()) < SHORTEST_REASON:
        found.append(Refusal.NO_REASON)
    if ends_at is not None and ends_at <= now:
        found.append(Refusal.ENDS_BEFORE_IT_STARTS)
    if (kind, account_id) in standing:
        found.append(Refusal.STANDS_ALREADY)
    if (
        kind is RestrictionKind.RESTRICTION
        and made_by_id != account_id
        and (kind, made_by_id) not in standing
    ):
        found.append(Refusal.KEEPS_ITS_MAKER_OUT)
    return found
