"""One step of a plan at a time. A turn is a lock of the session that performs the step, and ends with it, however it ends."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from throughcare.restructure.queries import sql
from throughcare.restructure.queries.turns import TURN

# A server that works on a long statement looks no sooner than this whether the program that asked for it still lives;
# unasked it would not look at all, and keep the turn of one that was killed until the statement ends.
_LOOKS_FOR_US_EVERY: Final = "500ms"
AT_ONCE: Final = "10ms"
"""For whoever may as well come later."""
SOON: Final = "3s"
"""Long enough for the session of a program that was killed to be gone."""
LONG: Final = "60s"


class StillTaken(Exception):  # noqa: N818 no fault: whoever waits for the turn comes again
    """Another session has the plan's turn and has not given it up in time."""


@contextmanager
def turn(plan_id: int, *, wait: str) -> Iterator[bool]:
    """Have the turn at a plan for as long as the block runs, if it can be had within a time."""
    if not _take(plan_id, wait=wait):
        yield False
        return
    session = connection.connection
    try:
        yield True
    finally:
        # A session that was lost has given it up.
        if connection.connection is session and not connection.needs_rollback:
            sql.rows(f"select pg_advisory_unlock({TURN}, %s)", [plan_id])


def take_asking_turn(plan_id: int) -> None:
    """Let nobody else ask for a step of the plan until this transaction ends."""
    sql.rows("select pg_advisory_xact_lock(hashtext('restructure_asking'), %s)", [plan_id])


def _take(plan_id: int, *, wait: str) -> bool:
    try:
        with transaction.atomic():
            sql.rows(
                "select set_config('client_connection_check_interval', %s, false),"
                " set_config('lock_timeout', %s, true)",
                [_LOOKS_FOR_US_EVERY, wait],
            )
            sql.rows(f"select pg_advisory_lock({TURN}, %s)", [plan_id])
            sql.write("set local lock_timeout to default")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True
