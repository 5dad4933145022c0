"""The reform of 2014 and its reversal, each step beside the bare SQL that writes or reads the same rows.

Needs a database with the nation on its eve (`nation generate`), and leaves it with the reform reversed and reconciled. Around
each switch another process has officers at work. Previews are made between the dry run and staging, as `bench preview` makes them,
and the first hour comes last, as `bench first_hour` has it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, perf_counter, sleep
from typing import Any

from benchmarks import _bare_answers, first_hour, preview

from throughcare.kernel import scripts

EVE = datetime(2014, 5, 31, 8, tzinfo=UTC)
INSTANT = datetime(2014, 5, 31, 23, 0, 5, tzinfo=UTC)
BACK = datetime(2014, 6, 3, 23, tzinfo=UTC)
PLAN = Path(__file__).resolve().parents[1] / "plans" / "transforming-rehabilitation-2014.yaml"

LOAD = Path(__file__).with_name("_load.py")
LOADS = 2
"""Processes that send it: one alone has no more than a core, and half of that is Python's."""
THREADS = 8
AROUND = 60
"""Seconds of load, with the switch in the middle."""

Line = dict[str, str | float]

BARE_SWITCH = """
insert into bare_switch select * from organisation_switch where change_id = %(change)s
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size", default="", help="said in the figures; the nation that is there is used"
    )
    parser.add_argument(
        "--forward-only", action="store_true", help="leave the reversal, and the load around it"
    )
    parser.add_argument(
        "--rate", type=float, default=200, help="requests a second around each switch"
    )
    parser.add_argument(
        "--first-hour",
        type=float,
        default=30,
        metavar="MINUTES",
        help="of the thirty in which everybody signs in; 0 leaves them",
    )


def run(options: argparse.Namespace) -> Iterator[Line]:
    reform = Reform()
    yield {
        "work": f"{options.size or 'this'} nation",
        "cases": reform.count("probation_case"),
        "records of content": sum(reform.count(kept.table) for kept in reform.kept()),
    }
    yield from _forward(reform, rate=options.rate)
    if not options.forward_only:
        yield from _back(reform, rate=options.rate)
    if options.first_hour:
        yield from first_hour.run(
            argparse.Namespace(minutes=options.first_hour, in_thirty_minutes=20_000, record=None)
        )


def _forward(reform: "Reform", *, rate: float) -> Iterator[Line]:
    reform.step("check")
    dry_run = _seconds(lambda: reform.step("plan"))
    floor = reform.bare(
        *_bare_answers.ALL,
        like={"bare_answer": "restructure_answer", "bare_load": "restructure_load"},
    )
    yield _beside("dry-run with reasons", dry_run, floor)
    yield from preview.run(argparse.Namespace(size=""))
    reform.sign("plan")
    stage = _seconds(lambda: reform.step("stage"))
    floor = reform.bare(*reform.bare_stage(), like=reform.bare_tables())
    yield _beside("stage, with digests of all content", stage, floor)
    reform.sign("go")
    reform.now = INSTANT
    switch, told = reform.under_load(lambda: reform.step("switch"), rate=rate)
    floor = reform.bare(BARE_SWITCH, like={"bare_switch": "organisation_switch"})
    yield _beside("switch", switch, floor)
    yield told
    reconcile = _seconds(lambda: reform.step("reconcile"))
    yield _beside("reconcile, all content", reconcile, reform.bare(*reform.bare_reading(), like={}))


def _back(reform: "Reform", *, rate: float) -> Iterator[Line]:
    reform.reverse(at=BACK)
    for step in ("check", "plan"):
        took = _seconds(lambda step=step: reform.step(step))
    yield {"work": "dry-run of the reversal", "seconds": round(took, 3)}
    reform.sign("plan")
    stage = _seconds(lambda: reform.step("stage"))
    floor = reform.bare(*reform.bare_stage(), like=reform.bare_tables())
    yield _beside("stage of the reversal", stage, floor)
    reform.sign("go")
    reform.now = BACK + timedelta(seconds=5)
    switch, told = reform.under_load(lambda: reform.step("switch"), rate=rate)
    floor = reform.bare(BARE_SWITCH, like={"bare_switch": "organisation_switch"})
    yield _beside("reverse switch", switch, floor)
    yield told
    reconcile = _seconds(lambda: reform.step("reconcile"))
    floor = reform.bare(*reform.bare_reading(), like={})
    yield _beside("reconcile the reversal", reconcile, floor)


def _beside(work: str, seconds: float, floor: float) -> Line:
    return {
        "work": work,
        "seconds": round(seconds, 3),
        "bare SQL": round(floor, 4),
        "times": round(seconds / floor, 2),
    }


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


class Reform:
    """The reform run by its people, in a database of its own. Imports wait until Django is set up."""

    def __init__(self) -> None:
        from throughcare.access import commands as access  # noqa: PLC0415
        from throughcare.access.models import Account  # noqa: PLC0415
        from throughcare.restructure import commands  # noqa: PLC0415

        self.access, self.commands = access, commands
        self.accounts = dict(
            Account.objects.filter(username__in=["planner", "approver", "director"]).values_list(
                "username", "pk"
            )
        )
        self.now = EVE
        with access.as_engine(now=self.now):
            self.plan = commands.load_plan(
                account_id=self.accounts["planner"], text=PLAN.read_text(), now=self.now
            )

    def reverse(self, *, at: datetime) -> None:
        with self.access.as_engine(now=self.now):
            self.plan = self.commands.prepare_reversal(
                account_id=self.accounts["planner"], plan_id=self.plan.pk, instant=at, now=self.now
            )

    def step(self, name: str) -> None:
        from throughcare.restructure.choices import Step  # noqa: PLC0415

        with self.access.as_engine(now=self.now):
            run = self.commands.ask_for_step(
                account_id=self.accounts["director"],
                plan_id=self.plan.pk,
                step=Step(name),
                now=self.now,
            )
        run = self.commands.perform_step(
            run_id=run.pk,
            now=self.now,
            machine_now=_machine_now,
            tell=lambda _done, _total, _doing: None,
        )
        if run.state != "done":
            raise SystemExit(f"{name} was refused: {run.result}")

    def under_load(self, work: Callable[[], None], *, rate: float) -> tuple[float, Line]:
        """Do something in the middle of a minute of officers at work; how long it took, and what they saw."""
        from throughcare.access.models import Post  # noqa: PLC0415

        officers = Post.objects.filter(role="officer", account__isnull=False).order_by("id")
        accounts = list(officers.values_list("account_id", flat=True))[:: len(officers) // 400 + 1]
        began, moment = monotonic(), self.now
        loads = [
            subprocess.Popen(
                [
                    *(sys.executable, str(LOAD), "--rate", str(rate / LOADS)),
                    *("--seconds", str(AROUND), "--threads", str(THREADS // LOADS)),
                    *("--from", moment.isoformat(), "--at", str(began)),
                    *(str(account) for account in accounts[part::LOADS]),
                ],
                env={**os.environ, "THROUGHCARE_ROLE": "app"},
                stdout=subprocess.PIPE,
                text=True,
            )
            for part in range(LOADS)
        ]
        for load in loads:
            if load.stdout is None or not load.stdout.readline():
                raise SystemExit("The load did not start.")
        sleep(AROUND / 2)
        self.now = moment + timedelta(seconds=monotonic() - began)
        took = _seconds(work)
        seen = _together([json.loads(load.communicate()[0]) for load in loads])
        return took, {"work": f"{rate:g} requests a second around it", **self._told(seen)}

    def _told(self, seen: dict[str, Any]) -> dict[str, str | float]:  # Any: as JSON holds it
        from throughcare.restructure.queries import sql  # noqa: PLC0415

        kept = sql.value(
            "select count(*) from json_array_elements(%s::json) k join probation_contact c"
            " on c.case_id = (k ->> 0)::bigint and c.number = (k ->> 1)::int",
            [json.dumps(seen["kept"])],
        )
        return {
            "reads": len(seen["reads"]),
            "failed": len(seen["failed"]),
            "first failure": next(iter(seen["failed"]), "none"),
            "95th percentile of reads": percentile(seen["reads"], 95),
            "slowest read": round(seen["reads"][-1], 3),
            "writes": len(seen["kept"]),
            "writes lost": len(seen["kept"]) - kept,
            "95th percentile of writes": percentile(seen["writes"], 95),
            "slowest write": round(seen["writes"][-1], 3),
            "answers under the old": seen["old"],
            "under the new": seen["new"],
            "mixed": seen["mixed"],
        }

    def sign(self, gate: str) -> None:
        from throughcare.restructure.choices import Gate  # noqa: PLC0415

        with self.access.as_engine(now=self.now):
            self.commands.approve(
                account_id=self.accounts["approver"],
                plan_id=self.plan.pk,
                gate=Gate(gate),
                now=self.now,
            )

    def kept(self) -> Any:  # Any: what the restructure knows of tables that follow a case
        from throughcare.restructure.queries import kinds  # noqa: PLC0415

        return kinds.kept()

    def assigned(self) -> Any:  # Any: as above
        from throughcare.restructure.queries import kinds  # noqa: PLC0415

        return kinds.assigned()

    def leaf(self, kept: Any) -> str:  # Any: as above
        from throughcare.restructure.queries import reconciliation  # noqa: PLC0415

        return str(reconciliation.leaf_of(kept))

    def count(self, table: str) -> int:
        from throughcare.restructure.queries import sql  # noqa: PLC0415

        return int(sql.value(f"select count(*) from {table}"))

    def bare_tables(self) -> dict[str, str]:
        tables = {f"bare_{kind.assignments}": kind.assignments for kind in self.assigned()}
        return tables | {"bare_digest": "restructure_digest", "bare_clock": "restructure_clock"}

    def bare_stage(self) -> list[str]:
        """The same assignments, digests and due dates, by hand, in the same working memory."""
        return [
            "set local work_mem = '1GB'",
            *(
                f"insert into bare_{kind.assignments} select * from {kind.assignments} where change_id = %(change)s"
                for kind in self.assigned()
            ),
            *(
                "insert into bare_digest (plan_id, kind, case_id, records, digest, leaves)"
                f" select %(plan)s, '{kept.label}', t.{kept.through}, count(*), bit_xor({self.leaf(kept)}),"
                f" array_agg({self.leaf(kept)}) from {kept.table} t group by t.{kept.through}"
                for kept in self.kept()
            ),
            "insert into bare_clock select * from restructure_clock where plan_id = %(plan)s",
        ]

    def bare_reading(self) -> list[str]:
        """Reading and hashing every record of content once."""
        return [f"select bit_xor({self.leaf(kept)}) from {kept.table} t" for kept in self.kept()]

    def bare(self, *statements: str, like: dict[str, str]) -> float:
        """Time statements, committed, over empty tables with the columns, keys and checks of others."""
        from django.db import connection, transaction  # noqa: PLC0415

        params = {"plan": self.plan.pk, "change": self.plan.change_id, "now": EVE}
        with connection.cursor() as cursor:
            for table, original in like.items():
                cursor.execute(f"create table {table} (like {original} including all)")
                for key in _foreign_keys(cursor, table=original):
                    cursor.execute(f"alter table {table} add {key}")
            try:
                started = perf_counter()
                with transaction.atomic():
                    for statement in scripts.statements(";\n".join(statements)):
                        cursor.execute(statement, params)
                return perf_counter() - started
            finally:
                for table in like:
                    cursor.execute(f"drop table {table}")


def _together(parts: list[dict[str, Any]]) -> dict[str, Any]:  # Any: as JSON holds it
    """What all processes of a load saw."""
    first, *others = parts
    for other in others:
        first = {name: seen + other[name] for name, seen in first.items()}
    return first | {name: sorted(first[name]) for name in ("reads", "writes")}


def percentile(ordered: list[float], percent: int) -> float:
    return round(ordered[max(len(ordered) * percent // 100 - 1, 0)], 3)


def _foreign_keys(cursor: Any, *, table: str) -> list[str]:  # Any: Django's wrapper of a cursor
    cursor.execute(
        "select pg_get_constraintdef(oid) from pg_constraint where contype = 'f' and conrelid = %s::regclass",
        [table],
    )
    return [key for (key,) in cursor.fetchall()]


def _machine_now() -> datetime:
    from throughcare.clock import queries as clock  # noqa: PLC0415

    return clock.machine_now()
