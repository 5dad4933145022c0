"""Scores of a caseload, OGRS3 and RSR, beside plain NumPy on arrays in memory.

Needs no database, and NumPy (requirements-dev.txt). People are invented so that nothing of them is unknown or contradicts itself, but
for one in a hundred, of whom one input is unknown.
"""

import argparse
import csv
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import duckdb

Line = dict[str, str | float]

ON = date(2014, 6, 1)
TIMES = 5
ONE_BY_ONE = 2_000
CLOSE = 1e-9

AGES = "with a as (select i, h, 18 + (h // 7) % 45 as now from chances)"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=240_000)


def run(options: argparse.Namespace) -> list[Line]:
    work = People(options.people)
    lines = [work.machine()]
    lines += [work.in_memory(name, variant) for name, variant in _SCORES]
    lines += [work.one_by_one(name, variant) for name, variant in _SCORES]
    lines.append(work.file())
    return lines


_SCORES = (("OGRS3", "convicted"), ("RSR", "brief"), ("RSR", "extended"))


class People:
    """People as a table in memory. Imports wait until Django is set up."""

    def __init__(self, people: int) -> None:
        from throughcare.risk import queries as risk  # noqa: PLC0415
        from throughcare.risk.rules import sql  # noqa: PLC0415

        self.risk, self.sql, self.people = risk, sql, people
        self.inputs = risk.catalogue().inputs
        self.connection = duckdb.connect()
        names = {name for tool, variant in _SCORES for name in self.tool(tool).inputs(variant)}
        self.names = [name for name in self.inputs if name in names]
        self._invent()

    def tool(self, name: str) -> Any:  # Any: a predictor, whose room is not loaded yet
        return self.risk.in_force(self.risk.tools(), name=name, on=ON)

    def machine(self) -> Line:
        return {
            "work": "people",
            "people": self.people,
            "cores": os.cpu_count() or 1,
            "load average": round(os.getloadavg()[0], 2),
        }

    def in_memory(self, name: str, variant: str) -> Line:
        """From a table in memory to a table in memory: checked, every term kept, digits as those of one by one."""
        compiled = self.sql.compiled(self.tool(name), variant=variant, given="known")
        seconds = _median(
            lambda: self.connection.execute(f"create or replace table scores as {compiled.sql}")
        )
        sure = self._value("select count(*) from scores where is_sure")
        floor, plain = self.plain(name, variant)
        self._compare(plain)
        return {
            "work": f"{name} {variant}, in memory",
            "seconds": round(seconds, 3),
            "rows a second": round(self.people / seconds),
            "plain NumPy": round(floor, 3),
            "its rows a second": round(self.people / floor),
            "times": round(seconds / floor, 2),
            "asked of the function for one": round(1 - sure / self.people, 4),
        }

    def one_by_one(self, name: str, variant: str) -> Line:
        from throughcare.risk.rules import score  # noqa: PLC0415

        tool = self.tool(name)
        wanted = ", ".join(tool.inputs(variant))
        rows = self.connection.execute(f"select {wanted} from known limit {ONE_BY_ONE}").fetchall()
        facts = [dict(zip(tool.inputs(variant), row, strict=True)) for row in rows]
        started = perf_counter()
        for each in facts:
            score(tool, each, variant=variant)
        seconds = perf_counter() - started
        return {
            "work": f"{name} {variant}, one by one",
            "rows a second": round(len(facts) / seconds),
        }

    def file(self) -> Line:
        """From file to file, with each term, as `risk score` does it."""
        with TemporaryDirectory() as place:
            path, output = Path(place) / "people.csv", Path(place) / "scores.csv"
            self.connection.execute(f"copy written to '{path}' (header, delimiter ',')")
            started = perf_counter()
            asked = self.risk.ask(path, tools=["OGRS3", "RSR"], on=ON)
            outcome = self.risk.score_file(asked, output=output, tell=_to_nobody)
            seconds = perf_counter() - started
            with output.open(newline="") as lines:
                columns = len(next(csv.reader(lines)))
            return {
                "work": "OGRS3 and RSR, file to file",
                "seconds": round(seconds, 2),
                "rows a second": round(self.people / seconds),
                "columns": columns,
                "megabytes": round(output.stat().st_size / 1e6),
                "refused": sum(each.refused for each in outcome.counted.values()),
                "asked of the function for one": sum(
                    each.told for each in outcome.counted.values()
                ),
            }

    def _invent(self) -> None:
        self.connection.execute(
            f"""create table chances as
            select i, (hash(i) % 1000000000000000)::bigint as h from range({self.people}) t(i)"""
        )
        columns = ", ".join(f"{_drawn(self.inputs[name])} as {name}" for name in self.names)
        self.connection.execute(f"create table known as {AGES} select i + 1 as n, {columns} from a")
        texts = ", ".join(
            f"case when (n // 7) % 100 = 0 and n % {len(self.names)} = {at} then 'unknown' else {name}::varchar end as {name}"
            for at, name in enumerate(self.names)
        )
        self.connection.execute(f"create table written as select {texts} from known order by n")

    def plain(self, name: str, variant: str) -> tuple[float, Any]:  # Any: an array
        from benchmarks import _plain_numpy as plain  # noqa: PLC0415

        parts = self.risk.tools()[0].parts
        codes: dict[str, dict[str, int]] = {
            name: {answer: at for at, answer in enumerate(each.values)}
            for name, each in self.inputs.items()
        }
        interview = [each for each in self.names if self.inputs[each].comes_from == "interview"]
        codes["needs"] = dict.fromkeys(interview if variant == "extended" else [], 0)
        arrays = self._arrays(codes)
        work = (
            plain.ogrs3(parts["ogrs3"], codes)
            if name == "OGRS3"
            else plain.rsr(parts, variant, codes)
        )
        return _median(lambda: work(arrays)), work(arrays)

    def _arrays(self, codes: dict[str, dict[str, int]]) -> dict[str, Any]:  # Any: arrays
        listed = ", ".join(
            f"case {name} {_arms(self._coded(name, codes))} end as {name}"
            if self.inputs[name].values
            else name
            for name in self.names
        )
        arrays = self.connection.execute(f"select {listed} from known order by n").fetchnumpy()
        return {name: each.astype("int64") for name, each in arrays.items()}

    def _coded(self, name: str, codes: dict[str, dict[str, int]]) -> dict[str, int]:
        if set(self.inputs[name].values) == {"yes", "no"}:
            return {"yes": 1, "no": 0}
        return codes[name]

    def _compare(self, plain: Any) -> None:  # Any: an array
        """Both do the same work: where a row is sure the probabilities are alike."""
        found = self.connection.execute(
            "select total_2, is_sure from scores order by n"
        ).fetchnumpy()
        ours = found["total_2"].astype(float) / self.sql.UNIT
        assert abs(ours - plain)[found["is_sure"]].max() < CLOSE

    def _value(self, statement: str) -> int:
        found = self.connection.execute(statement).fetchone()
        return int(found[0]) if found else 0


def _drawn(asked: Any) -> str:  # Any: an input, whose room is not loaded yet
    """SQL that invents an answer; ages and counts contradict nothing."""
    total = "(1 + (h // 1000) % 40)"
    first = f"case when {total} = 1 then now else greatest(10, now - (h // 50000) % 25) end"
    violent = f"greatest((h // 3000000) % 5 % ({total} + 1), 1)"
    special = {
        "sex": "case when (h // 11) % 10 = 0 then 'F' else 'M' end",
        "age_at_follow_up": "now + (h // 13) % 3",
        "age_at_current_conviction": "now",
        "age_at_first_sanction": first,
        "total_sanctions": total,
        "violent_sanctions": violent,
        "offence_free_months": "(h // 17) % 48",
        "sexual_history": f"case when (h // 19) % 20 = 0 or {_offence(asked)} then 'yes' else 'no' end",
        "age_at_last_sexual_offence": first,
        "stranger_victim": "case when (h // 19) % 20 = 0 and (h // 23) % 4 = 0 then 'yes' else 'no' end",
    }
    if asked.name in special:
        value = special[asked.name]
    elif asked.name.endswith("_sanctions"):
        value = f"case when (h // 19) % 20 = 0 then (h // 29) % 4 % ({total} + 1) else 0 end"
    elif asked.values:
        value = f"({list(asked.values)})[1 + ((h // {_prime(asked.name)}) % {len(asked.values)})]"
    else:
        value = f"((h // {_prime(asked.name)}) % 3)"
    return f"({value})::{'varchar' if asked.values else 'integer'}"


def _offence(asked: Any) -> str:  # Any: an input
    """Whether the current offence is drawn as a sexual one: the fifteenth and sixteenth of the groups."""
    del asked
    return f"((h // {_prime('rsr_offence')}) % 20) in (14, 15)"


def _prime(name: str) -> int:
    return 31 + sum(map(ord, name)) * 2


def _arms(codes: dict[str, int]) -> str:
    return " ".join(f"when '{answer}' then {code}" for answer, code in codes.items())


def _median(work: Callable[[], object]) -> float:
    work()
    return median(_seconds(work) for _ in range(TIMES))


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _to_nobody(_done: int, _total: int) -> None:
    """Nobody watches."""
