"""A second lane: checks that read only what is committed, made on a connection of their own beside the books."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from django.db import connection

from throughcare.access import commands as change_access
from throughcare.restructure.models import Plan
from throughcare.restructure.queries import sql
from throughcare.restructure.queries.reconciliation import Check, Found

Run = Callable[[Check], Found]


@contextmanager
def beside(plan: Plan, most: Mapping[Check, int], *, now: datetime) -> Iterator[Run]:
    """Have checks made in their order, each naming as many as `most` says; yields what waits for one, and gives what it found.

    Nothing that they read may have been written in the caller's transaction: the other connection does not see it. Within a
    test's transaction, which it would not see either, each is made when it is waited for. Where the caller fails, the check that
    is being made is the last.
    """
    if connection.savepoint_ids:
        yield lambda check: check.run(plan, most=most[check])
        return
    lane = ThreadPoolExecutor(1, thread_name_prefix="checks")
    try:
        begun = {
            check: lane.submit(_made, check, plan, named, now) for check, named in most.items()
        }
        yield lambda check: begun[check].result()
    finally:
        lane.shutdown(wait=True, cancel_futures=True)


def _made(check: Check, plan: Plan, most: int, now: datetime) -> Found:
    try:
        with change_access.as_engine(now=now):
            sql.write(sql.ROOMY_MEMORY)
            return check.run(plan, most=most)
    finally:
        connection.close()
