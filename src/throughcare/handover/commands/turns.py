"""One hand-over of a body at a time, wherever it is written to. A turn is a lock of the session that hands over, and ends with it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from django.db import OperationalError, connection, transaction
from psycopg.errors import LockNotAvailable

from throughcare.access import queries as access
from throughcare.audit import queries as audit
from throughcare.handover.queries import sql
from throughcare.handover.queries.owners import Body
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries as restructure

BEGIN: Final = "handover.begin"
_TURN: Final = "hashtext('handover')"
# A server looks no sooner than this whether the program that it works for still lives.
_LOOKS_FOR_US_EVERY: Final = "500ms"
_SOON: Final = "3s"
"""Long enough for the session of a program that was killed to be gone."""


@contextmanager
def turn(bodies: Sequence[Body]) -> Iterator[None]:
    """Have the turn at some bodies for as long as the block runs.

    Raises:
        Refused: somebody else has it at one of them; says who, and since when.
    """
    taken: list[int] = []
    session = None
    try:
        for body in bodies:
            if not _take(body):
                raise Refused.because("under-way", _is_under_way(body))
            taken.append(body.unit_id)
            session = connection.connection
        yield
    finally:
        # A session that was lost has given them up.
        if taken and connection.connection is session and not connection.needs_rollback:
            sql.rows(
                f"select pg_advisory_unlock({_TURN}, id) from unnest(%s::integer[]) id", [taken]
            )


def _take(body: Body) -> bool:
    try:
        with transaction.atomic():
            sql.rows(
                "select set_config('client_connection_check_interval', %s, false),"
                " set_config('lock_timeout', %s, true)",
                [_LOOKS_FOR_US_EVERY, _SOON],
            )
            sql.rows(f"select pg_advisory_lock({_TURN}, %s::integer)", [body.unit_id])
            sql.write("set local lock_timeout to default")
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable):
            return False
        raise
    return True


def _is_under_way(body: Body) -> str:
    acts = audit.acts_about(subject_kind="unit", subject_reference=body.code, limit=50)
    begun = next((act for act in acts if act.action == BEGIN), None)
    if begun is None:
        who = "somebody has just begun it"
    else:
        names = access.display_names({begun.account_id or 0})
        who = f"{names.get(begun.account_id or 0, 'somebody')} is doing it since {restructure.civil(begun.at)}"
    return f"A hand-over of {body.code} is under way: {who}. Wait until it has ended."
