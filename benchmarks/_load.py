"""Officers at work, in a process of its own: each request reads a seat, whose its cases are, and one of them; one in four writes a contact.

A request is what a page does in the database, without drawing it: pinned to its account and moment, through row-level security, by the
commands and queries of the rooms. They have been at work before: each account reads once before the timetable
begins. Requests are sent by it whether those before have been answered or not, and are timed from when they were due. Prints one line of
JSON when it is ready and one with what it saw.
"""

import argparse
import json
import queue
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic, sleep
from typing import Any

WRITES = 4
"""One request in so many writes."""


@dataclass
class Seen:
    """What one thread saw; latencies in seconds."""

    reads: list[float] = field(default_factory=list)
    writes: list[float] = field(default_factory=list)
    kept: list[tuple[int, int]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    mixed: int = 0
    old: int = 0
    new: int = 0


def main(words: Sequence[str]) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, required=True, help="requests a second")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--from", dest="moment", type=datetime.fromisoformat, required=True)
    parser.add_argument(
        "--at",
        type=float,
        required=True,
        help="when that moment is, by `monotonic`",
    )
    parser.add_argument("accounts", type=int, nargs="+", help="who is at work")
    options = parser.parse_args(words)
    from throughcare.config import running  # noqa: PLC0415
    from throughcare.config.environment import current  # noqa: PLC0415

    with running.database(current()):
        seen = _run(options)
        print(json.dumps(_told(seen)), flush=True)


def _run(options: argparse.Namespace) -> list[Seen]:
    due: queue.SimpleQueue[tuple[int, float] | None] = queue.SimpleQueue()
    seen = [Seen() for _ in range(options.threads)]
    warm = threading.Barrier(options.threads + 1)
    threads = [
        threading.Thread(target=_work, args=(due, each, options, part, warm))
        for part, each in enumerate(seen)
    ]
    for thread in threads:
        thread.start()
    warm.wait()
    print(json.dumps({"is": "ready"}), flush=True)
    start = monotonic()
    for number in range(int(options.rate * options.seconds)):
        when = start + number / options.rate
        if (wait := when - monotonic()) > 0:
            sleep(wait)
        due.put((number, when))
    for _ in threads:
        due.put(None)
    for thread in threads:
        thread.join()
    return seen


def _work(
    due: Any,  # Any: a queue
    seen: Seen,
    options: argparse.Namespace,
    part: int,
    warm: threading.Barrier,
) -> None:
    from django.db import connection  # noqa: PLC0415

    before = Seen()
    for number, account_id in enumerate(options.accounts[part :: options.threads]):
        _tried(before, account_id, number=number, now=options.moment, is_write=False)
    seen.failed += before.failed
    warm.wait()
    while (asked := due.get()) is not None:
        number, when = asked
        now = options.moment + timedelta(seconds=monotonic() - options.at)
        is_write = number % WRITES == 0
        account_id = options.accounts[number % len(options.accounts)]
        _tried(seen, account_id, number=number, now=now, is_write=is_write)
        (seen.writes if is_write else seen.reads).append(monotonic() - when)
    connection.close()


def _tried(seen: Seen, account_id: int, *, number: int, now: datetime, is_write: bool) -> None:
    try:
        _request(seen, account_id, number=number, now=now, is_write=is_write)
    except Exception as fault:  # noqa: BLE001  whatever fails is what is asked about
        seen.failed.append(f"{type(fault).__name__}: {fault}"[:200])


HELD = "SELECT case_id, owner_id FROM probation_held(%s::bigint[], '{}', '{}', %s, tc_live())"


def _request(seen: Seen, account_id: int, *, number: int, now: datetime, is_write: bool) -> None:
    """Read a seat, which cases it holds and whose they are, and one of the cases; write into that one."""
    from throughcare.access import commands as access  # noqa: PLC0415
    from throughcare.probation import commands as change_probation  # noqa: PLC0415
    from throughcare.probation import queries as probation  # noqa: PLC0415

    with access.acting_as(account_id=account_id, now=now):
        seats = probation.seats(account_id=account_id, at=now)
        held = _rows(HELD, [[seat.post_id for seat in seats], now])
        owners = {seat.owner_id for seat in seats}
        seen.mixed += any(owner not in owners for _, owner in held)
        seen.old += any(" Trust" in seat.owner for seat in seats)
        seen.new += not any(" Trust" in seat.owner for seat in seats)
        if not held:
            return
        case_id = held[number % len(held)][0]
        if not probation.cards([case_id], at=now)[case_id].is_open:
            raise LookupError("an officer cannot open a case of their own")
        if not is_write:
            return
        made = change_probation.record_contact(
            account_id=account_id,
            case_id=case_id,
            type_code="CTOA",
            starts_at=now,
            now=now,
            notes="Came in on the day of the change.",
        )
    seen.kept.append((made.case_id, made.number))


def _rows(
    statement: str, values: list[Any]
) -> list[tuple[int, int]]:  # Any: values that PostgreSQL knows
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _told(seen: list[Seen]) -> dict[str, Any]:  # Any: what JSON holds
    return {
        "reads": sorted(each for one in seen for each in one.reads),
        "writes": sorted(each for one in seen for each in one.writes),
        "kept": [each for one in seen for each in one.kept],
        "failed": [each for one in seen for each in one.failed],
        "mixed": sum(one.mixed for one in seen),
        "old": sum(one.old for one in seen),
        "new": sum(one.new for one in seen),
    }


if __name__ == "__main__":
    import django

    django.setup()
    main(sys.argv[1:])
