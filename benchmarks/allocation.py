"""A caseload scored (OGRS3 and RSR) and decided with stored reasons, beside plain NumPy in memory and the bare SQL that writes as much.

Needs a database with a nation (`nation generate`). Inputs of scores are invented for every open case and kept as its last scores,
which is not timed: a nation has none. Nothing of it stays: all is rolled back.
"""

import argparse
import csv
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

NOW = datetime(2014, 6, 2, 9, tzinfo=UTC)

Line = dict[str, str | float]

KEEP = """
insert into risk_score (case_id, number, tool, version, variant, basis, assessed_on, probability, percent, band, inputs, parts, notes,
                        lacking, made_at)
select x.case_id, 900000 + t.at, t.tool, '2014', 'brief', 'record', date '2014-06-01', 0.1, 10, 'low', x.inputs, '[]', '[]', '[]', %s
from unnest(%s::bigint[], %s::jsonb[]) x (case_id, inputs) cross join (values (1, 'OGRS3'), (2, 'RSR')) t (at, tool)
"""
# What the same answers take to write when they are there already, as rows that differ in nothing.
BARE_SCORES = """
insert into allocation_trialscore (trial_id, case_id, ogrs3, rsr, variant, lacking, refused)
select trial_id, case_id, ogrs3, rsr, variant, lacking, refused from bare_score
"""
BARE_ANSWERS = """
insert into allocation_trialanswer (trial_id, case_id, decided_for, deciding_rule, also, unknown, rsr, before, before_rule)
select trial_id, case_id, decided_for, deciding_rule, also, unknown, rsr, before, before_rule from bare_answer
"""
COPIES = (
    "create temp table bare_score on commit drop as select * from allocation_trialscore",
    "create temp table bare_answer on commit drop as select * from allocation_trialanswer",
    "analyze bare_score, bare_answer",
)


class _NothingStays(Exception):  # noqa: N818  nothing is wrong
    """Takes back all that the benchmark wrote."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size", default="", help="said in the figures; the nation that is there is used"
    )


def run(options: argparse.Namespace) -> Iterator[Line]:
    from django.db import transaction  # noqa: PLC0415  imports wait until Django is set up

    lines: list[Line] = []
    with suppress(_NothingStays), transaction.atomic():
        lines = list(_measured(options.size))
        raise _NothingStays
    yield from lines


def _measured(size: str) -> Iterator[Line]:
    from throughcare.access import commands as change_access  # noqa: PLC0415

    cases = _keep_inputs()
    yield {
        "work": f"{size or 'this'} nation",
        "cases": cases,
        "cores": os.cpu_count() or 1,
        "load average": round(os.getloadavg()[0], 2),
    }
    with change_access.as_engine(now=NOW):
        trial, timed = _tried()
    seconds = sum(timed.values())
    for work, each in timed.items():
        yield {"work": work, "seconds": round(each, 2), "rows a second": round(cases / each)}
    yield {
        "work": "scored and decided, with stored reasons",
        "seconds": round(seconds, 2),
        "rows a second": round(cases / seconds),
    }
    yield _counts(trial.pk)
    bare = _bare()
    yield {
        "work": "the bare SQL that writes as many rows",
        "seconds": round(bare, 2),
        "rows a second": round(cases / bare),
        "times": round(seconds / bare, 1),
    }
    plain = _numpy(cases)
    yield {
        "work": "plain NumPy on arrays in memory, both scores",
        "seconds": round(plain, 3),
        "rows a second": round(cases / plain),
        "times": round(timed["read, scored and written"] / plain, 1),
    }


def _tried() -> tuple[Any, dict[str, float]]:  # Any: a trial, whose room is not loaded yet
    from throughcare.allocation import commands, decisions, models  # noqa: PLC0415

    decision = decisions.in_force(decisions.NPS_OR_CRC, on=NOW.date())
    trial = models.Trial.objects.create(
        number=900_000,
        title="Benchmark",
        decision=decision.name,
        version=decision.starts_on,
        is_scored=True,
        made_at=NOW,
    )
    started = perf_counter()
    commands.score_caseload(trial, now=NOW)
    scored = perf_counter()
    commands.decide_caseload(trial, decision, decision)
    done = perf_counter()
    return trial, {
        "read, scored and written": scored - started,
        "decided twice, with reasons, and written": done - scored,
    }


def _keep_inputs() -> int:
    from benchmarks.risk import People  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("select id from probation_case where closed_at is null order by id")
        ids = [row[0] for row in cursor.fetchall()]
    work = People(len(ids))
    with TemporaryDirectory() as place:
        path = Path(place) / "people.csv"
        work.connection.execute(f"copy written to '{path}' (header, delimiter ',')")
        with path.open(newline="") as lines:
            texts = [_as_json(row) for row in csv.DictReader(lines)]
    with connection.cursor() as cursor:
        for first in range(0, len(ids), 20_000):
            last = first + 20_000
            cursor.execute(KEEP, [NOW, ids[first:last], texts[first:last]])
        cursor.execute("analyze risk_score")
    return len(ids)


def _as_json(row: dict[str, str]) -> str:
    import json  # noqa: PLC0415

    return json.dumps(
        {name: {"value": value, "source": "said", "on": None} for name, value in row.items()}
    )


def _bare() -> float:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        for statement in COPIES:
            cursor.execute(statement)
        started = perf_counter()
        cursor.execute(BARE_SCORES)
        cursor.execute(BARE_ANSWERS)
        return perf_counter() - started


def _numpy(people: int) -> float:
    from benchmarks.risk import People  # noqa: PLC0415

    work = People(people)
    return sum(
        work.plain(name, variant)[0]
        for name, variant in (("OGRS3", "convicted"), ("RSR", "extended"))
    )


def _counts(trial: int) -> Line:
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "select decided_for, count(*) from allocation_trialanswer where trial_id = %s group by 1 order by 1",
            [trial],
        )
        counted = {f"decided {outcome or 'nothing'}": count for outcome, count in cursor.fetchall()}
        cursor.execute(
            "select count(*) filter (where refused <> ''), count(*) from allocation_trialscore where trial_id = %s",
            [trial],
        )
        refused, scored = cursor.fetchone()
    return {"work": "what came of it", "scored": scored, "refused": refused} | counted
