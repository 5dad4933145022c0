"""Signing in and out of a session of pages."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase

from throughcare.access.rules import sessions

ACCOUNT, SIGNED_IN_AT, SEEN_AT = "account", "signed_in_at", "seen_at"


def begin(session: SessionBase, *, account_id: int, machine_now: datetime) -> None:
    """Sign an account in. The session's key is new, so that none set before can be used."""
    session.flush()
    session[ACCOUNT] = account_id
    session[SIGNED_IN_AT] = session[SEEN_AT] = machine_now.isoformat()


def end(session: SessionBase) -> None:
    session.flush()


def account_signed_in(session: SessionBase, *, machine_now: datetime) -> int | None:
    """Whose session this is, once it has been seen to go on; one that is over is ended."""
    account_id: int | None = session.get(ACCOUNT)
    if account_id is None:
        return None
    signed_in_at, seen_at = (
        datetime.fromisoformat(session[name]) for name in (SIGNED_IN_AT, SEEN_AT)
    )
    if sessions.is_over(signed_in_at=signed_in_at, seen_at=seen_at, now=machine_now):
        end(session)
        return None
    if sessions.is_worth_noting(seen_at=seen_at, now=machine_now):
        session[SEEN_AT] = machine_now.isoformat()
    return account_id
