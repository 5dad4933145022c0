"""The posts of whoever asks, which the head of every page names."""

from django.http import HttpRequest

from throughcare.probation import queries as probation


def seats_now(request: HttpRequest) -> tuple[probation.Seat, ...]:
    """The posts that the account of a request holds now, by code; none where nobody is signed in. Asked once for a request."""
    kept: tuple[probation.Seat, ...] | None = getattr(request, "seats_now", None)
    if kept is None:
        account, now = getattr(request, "visitor", None), getattr(request, "now", None)
        kept = probation.seats(account_id=account.pk, at=now) if account and now else ()
        # A request has no such attribute of its own; the name is this room's.
        request.seats_now = kept  # type: ignore[attr-defined]
    return kept
