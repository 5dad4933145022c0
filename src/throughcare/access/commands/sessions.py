"""Signing in and out of a session of pages."""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase

from throughcare.access.rules import sessions
from throughcare.organisation import queries as organisation

ACCOUNT, SIGNED_IN_AT, SEEN_AT = "account", "signed_in_at", "seen_at"
STANDING = "organisation"
HALF_PROVED, HALF_PROVED_AT = "half_proved", "half_proved_at"


def begin(session: SessionBase, *, account_id: int, machine_now: datetime) -> None:
    """Sign an account in. The session's key is new, so that none set before can be used.

    Sessions of anybody that are over are thrown away here: somebody signs in every day.
    """
    session.flush()
    session.clear_expired()
    session[ACCOUNT] = account_id
    session[SIGNED_IN_AT] = session[SEEN_AT] = machine_now.isoformat()
    session[STANDING] = organisation.standing()


def note_standing(session: SessionBase, *, standing: str) -> bool:
    """Whether the pages of a session were made by other live changes until now; its next ones are made by these."""
    if session.get(STANDING, standing) == standing:
        return False
    session[STANDING] = standing
    return True


def begin_half(session: SessionBase, *, account_id: int, machine_now: datetime) -> None:
    """Remember whose password was right, under a new key; nobody is signed in by that."""
    session.flush()
    session[HALF_PROVED] = account_id
    session[HALF_PROVED_AT] = machine_now.isoformat()
    shorten(session)


def shorten(session: SessionBase) -> None:
    """Keep what nobody has signed in to yet for no longer than it is good."""
    if ACCOUNT not in session:
        session.set_expiry(sessions.HALF_PROVED_FOR)


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


def account_half_proved(session: SessionBase, *, machine_now: datetime) -> int | None:
    """Whose password was right and still waits for its code."""
    account_id: int | None = session.get(HALF_PROVED)
    if account_id is None:
        return None
    at = datetime.fromisoformat(session[HALF_PROVED_AT])
    return account_id if sessions.is_half_proved(at=at, now=machine_now) else None


def is_signed_out(session: SessionBase, *, signed_out_at: datetime | None) -> bool:
    """Whether the account has signed out everywhere since this session of it began."""
    return sessions.is_signed_out(
        signed_in_at=datetime.fromisoformat(session[SIGNED_IN_AT]), signed_out_at=signed_out_at
    )


def is_fresh(session: SessionBase, *, machine_now: datetime) -> bool:
    """Whether whoever this is signed in so lately that how they sign in may be changed."""
    return sessions.is_fresh(
        signed_in_at=datetime.fromisoformat(session[SIGNED_IN_AT]), now=machine_now
    )
