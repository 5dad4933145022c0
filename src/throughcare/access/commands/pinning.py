"""Who acts in the database, at which moment, by which live changes: pinned until the block ends.

Everything in a block reads by one answer, whatever is switched meanwhile (ADR 1). Row-level
security holds in it for whoever signed in to the database, the owner of the tables included.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction


@contextmanager
def acting_as(
    *, account_id: int | None, now: datetime, known: datetime | None = None
) -> Iterator[None]:
    """Serve a request of an account, or of nobody, as `throughcare_app` in one transaction.

    `known` is the moment up to which switches count: `now` unless told otherwise.
    """
    with _pinned("SELECT access_act_as(%s, %s, %s, false)", [account_id, now, known or now]):
        yield


@contextmanager
def signing_in(*, now: datetime) -> Iterator[None]:
    """Serve a sign-in page: nobody acts, and accounts may be looked up. No other page may do this."""
    with _pinned("SELECT access_act_as(NULL, %s, %s, true)", [now, now]):
        yield


@contextmanager
def as_engine(*, now: datetime, known: datetime | None = None) -> Iterator[None]:
    """Work as `throughcare_engine`, which reads all and writes what restructures write (I20)."""
    with _pinned("SELECT access_work_at(%s, %s)", [now, known or now]):
        yield


@contextmanager
def judged_as(*, account_id: int, now: datetime) -> Iterator[None]:
    """Have the functions that row-level security asks answer for an account, in the role that is taken already.

    For the engine, which may not take the role of pages: nothing is read or written as the account.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT access_pinned()")
            (before,) = cursor.fetchone()
            cursor.execute("SELECT access_begin(%s, %s, %s)", [account_id, now, now])
        yield
        if not connection.needs_rollback:
            _restore(before)


@contextmanager
def _pinned(statement: str, values: list[int | datetime | None]) -> Iterator[None]:
    # A block that fails is rolled back, and its settings with it; one that ends well puts back
    # what was pinned around it.
    is_inner = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            (before,) = cursor.fetchone()
        yield
        if is_inner and not connection.needs_rollback:
            _restore(before)


def _restore(pinned: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_restore(%s::jsonb)", [pinned])


def prove(account_id: int) -> None:
    """On a sign-in page: let the credentials of one account be read, to hold a proof against."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_prove(%s)", [account_id])
