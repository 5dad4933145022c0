"""Whoever changes what rules read holds a lock, shared, until it commits (`restructure_note`); here it is taken alone.

So nobody slips between the last look at what changed and a switch, and no dry run overlooks what was begun before it.
"""

from typing import Final

from django.db import OperationalError, transaction
from psycopg.errors import LockNotAvailable

from throughcare.kernel.refusals import Refused
from throughcare.restructure.queries import sql

# Waiting is bounded: writers behind us wait no longer than this.
_LOCK_WAIT: Final = "900ms"


def hold_off(*, otherwise: str) -> None:
    """Wait for those who write, and let nobody write until the caller's transaction ends.

    Raises:
        Refused: somebody writes for too long; says what has `otherwise` not been done.
    """
    try:
        sql.write(f"set local lock_timeout = '{_LOCK_WAIT}'")
        sql.rows("select pg_advisory_xact_lock(hashtext('restructure_switch'))")
        sql.write("set local lock_timeout = '4s'")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            raise Refused.because(
                "writers-busy",
                f"Somebody is still saving a change to a case. {otherwise} Try again.",
            ) from error
        raise


def wait_for_those_at_work(*, otherwise: str) -> None:
    """Wait until everybody who is writing now has committed, and let all go on: what they wrote can be read from here on.

    Raises:
        Refused: as `hold_off` does.
    """
    with transaction.atomic():
        hold_off(otherwise=otherwise)
        transaction.set_rollback(True)  # which gives the lock up, and takes back nothing else
