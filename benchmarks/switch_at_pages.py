"""The switch of 2014, its abort and the switch again, each in the middle of a minute of officers at the real pages.

Needs a database with the nation on its eve (`nation generate`), in a demonstration, and leaves it live. Beside `bench restructure`,
whose load is what a page does in the database: here pages are drawn too, by the processes that serve them.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from benchmarks.restructure import EVE, INSTANT, Line, Reform, percentile

LOAD = Path(__file__).with_name("_pages.py")
ADDRESS = "127.0.0.1"
AROUND = 60
"""Seconds of load, with the act in the middle."""
WRITE = "contact"

OFFICERS = """
select a.username from access_account a
join access_post p on p.account_id = a.id and p.role = 'officer'
where a.is_active and exists (select from probation_caseassignment c where c.post_id = p.id)
order by md5(a.username) limit %s
"""
NAMES = """
with old as (select distinct from_owner_id as unit_id from restructure_answer where kind = 'case' and plan_id = %(plan)s),
     new as (select distinct to_owner_id as unit_id from restructure_answer where kind = 'case' and plan_id = %(plan)s)
select n.value, n.unit_id in (select unit_id from old)
from organisation_facts_at(%(instant)s, organisation_live('infinity') || %(change)s, 'infinity') n
where n.fact = 'name' and n.unit_id in (select unit_id from old union select unit_id from new)
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size", default="", help="said in the figures; the nation that is there is used"
    )
    parser.add_argument("--rate", type=float, default=20, help="requests a second")
    parser.add_argument("--officers", type=int, default=100)


def run(options: argparse.Namespace) -> Iterator[Line]:
    from throughcare.config import front_end, ports, processes  # noqa: PLC0415
    from throughcare.config.environment import current  # noqa: PLC0415

    reform = Reform()
    yield {"work": f"{options.size or 'this'} nation", "cases": reform.count("probation_case")}
    for step in ("check", "plan"):
        reform.step(step)
    reform.sign("plan")
    reform.step("stage")
    reform.sign("go")
    port = ports.any_free(address=ADDRESS)
    home = current().home
    front_end.finish_build(front_end.start_build(home), home=home)
    with processes.child(
        ["serve", "--port", str(port)],
        environ={**os.environ, "THROUGHCARE_DEMONSTRATION": "yes", "THROUGHCARE_ROLE": "app"},
    ) as web:
        ports.wait_until_answered(address=ADDRESS, port=port, is_alive=lambda: web.poll() is None)
        people = _people(reform, options.officers)
        for act, at in (
            ("switch", INSTANT),
            ("abort", INSTANT + timedelta(minutes=10)),
            ("switch", INSTANT + timedelta(minutes=20)),
        ):
            yield from _around(reform, act, at=at, port=port, rate=options.rate, people=people)


def _people(reform: Reform, count: int) -> dict[str, list[str]]:
    from throughcare.restructure.queries import sql  # noqa: PLC0415

    asked = {"plan": reform.plan.pk, "change": reform.plan.change_id, "instant": INSTANT}
    with reform.access.as_engine(now=EVE):
        names = sql.rows(NAMES, asked)
        officers = [name for (name,) in sql.rows(OFFICERS, [count])]
    return {
        "officers": officers,
        "old": [name for name, is_old in names if is_old],
        "new": [name for name, is_old in names if not is_old],
    }


def _around(
    reform: Reform, act: str, *, at: datetime, port: int, rate: float, people: dict[str, list[str]]
) -> Iterator[Line]:
    from throughcare.clock import commands as clock  # noqa: PLC0415
    from throughcare.clock import queries  # noqa: PLC0415

    clock.set_moment(moment=at, now_real=queries.machine_now())
    with subprocess.Popen(
        [sys.executable, str(LOAD), str(port), str(rate), str(AROUND)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as load:
        assert load.stdin is not None
        assert load.stdout is not None
        load.stdin.write(f"{json.dumps(people)}\n")
        load.stdin.flush()
        if not load.stdout.readline():
            raise SystemExit("The load did not start.")
        sleep(AROUND / 2)
        reform.now = queries.now()
        began = perf_counter()
        reform.step(act)
        took = perf_counter() - began
        seen = json.loads(load.stdout.read())
    yield {"work": act, "seconds": round(took, 3)}
    yield {"work": f"{rate:g} pages a second around it", **_told(seen)}


def _told(seen: dict[str, Any]) -> Line:  # Any: as JSON holds it
    from throughcare.restructure.queries import sql  # noqa: PLC0415

    kept = sql.value(
        "select count(*) from json_array_elements(%s::json) k join people_person p on p.crn = k ->> 0"
        " join probation_case s on s.person_id = p.id join probation_contact c on c.case_id = s.id"
        " and c.number = (k ->> 1)::int and c.notes like 'Seen, %%'",
        [json.dumps(seen["kept"])],
    )
    reads = sorted(each for kind, times in seen["times"].items() for each in times if kind != WRITE)
    writes = sorted(seen["times"].get(WRITE, []))
    return {
        "reads": len(reads),
        "failed": len(seen["failed"]),
        "first failure": next(iter(seen["failed"]), "none"),
        "95th percentile of reads": percentile(reads, 95),
        "slowest read": round(reads[-1], 3),
        "writes": len(writes),
        "of them for a case that went elsewhere": seen["elsewhere"],
        "writes lost": len(seen["kept"]) - kept,
        "95th percentile of writes": percentile(writes, 95),
        "slowest write": round(writes[-1], 3),
        **{
            f"{kind} naming {bodies}": count
            for kind, found in sorted(seen["named"].items())
            for bodies, count in sorted(found.items())
        },
    }
