"""What decides whether a case, or a part of one, may be given to a post."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import connection

from throughcare.kernel.refusals import Reason, Refused
from throughcare.probation.models import ManagerReason

_SEAT = """
SELECT s.owner_id, s.holder_id, p.account_id,
    p.ends_at IS NULL OR p.ends_at > %(now)s AS is_held,
    EXISTS (
        SELECT FROM access_reach(tc_account(), tc_now(), tc_live()) r
        WHERE r.action = 'case.allocate' AND (r.provider_id IS NULL AND r.unit_id IS NULL
            OR r.provider_id = s.owner_id OR r.unit_id = s.holder_id)
    ) AS may
FROM access_post p
CROSS JOIN LATERAL (
    SELECT x.owner_id, x.holder_id FROM access_postassignment x
    WHERE x.item_id = p.id AND x.starts_at <= %(now)s AND x.superseded_at IS NULL
        AND (x.change_id IS NULL OR x.change_id = ANY (tc_live()))
    ORDER BY x.starts_at DESC, x.change_id DESC NULLS LAST, x.id DESC LIMIT 1
) s
WHERE p.id = %(post)s
"""


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A post as one that work may be given to, and whether its officer would be kept out of the record."""

    post_id: int
    owner_id: int
    holder_id: int
    account_id: int | None
    is_held: bool
    would_be_refused: bool


def seat_to_give(*, case_id: int, post_id: int, now: datetime) -> Seat:
    """The post, for whoever may allocate there.

    Raises:
        PermissionDenied: the account may not allocate in the unit of the post.
        Refused: there is no such post.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEAT, {"post": post_id, "now": now})
        found = cursor.fetchone()
        if found is None:
            raise Refused.because("no-such-post", "There is no such post.")
        owner_id, holder_id, account_id, is_held, may = found
        if not may:
            raise PermissionDenied
        cursor.execute("SELECT probation_would_be_refused(%s, %s)", [case_id, account_id])
        (would_be_refused,) = cursor.fetchone()
    return Seat(
        post_id=post_id,
        owner_id=owner_id,
        holder_id=holder_id,
        account_id=account_id,
        is_held=is_held,
        would_be_refused=would_be_refused,
    )


def reasons_against_seat(seat: Seat, *, owner_id: int | None) -> list[Reason]:
    """Why a post cannot have what a provider answers for."""
    reasons = []
    if seat.owner_id != owner_id:
        reasons.append(
            Reason(
                "another-provider", "The post is in another provider: ask for a transfer instead."
            )
        )
    if seat.account_id is None or not seat.is_held:
        reasons.append(Reason("post-empty", "Nobody holds this post."))
    if seat.would_be_refused:
        reasons.append(
            Reason("limited-access", "The officer may not open this record, which is limited.")
        )
    return reasons


def reason_given(code: str) -> tuple[ManagerReason | None, list[Reason]]:
    """The reason that a code stands for, or that none was selected."""
    found = ManagerReason.objects.filter(code=code, is_offered=True).first()
    return found, [] if found else [Reason("no-such-reason", "Select why it is given to them.")]
