"""Records of 43 invented systems linked without labels, beside Splink with the settings of a first user.

Needs no database. Each is a program of its own: raw CSV in, groups out, cleaning and training included; its memory is the most that it
took. Whose a record is was known to nobody but the generator.
"""

import argparse
import csv
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

Line = dict[str, str | float]

HERE = Path(__file__).parent
FEWEST_OF_AN_ORIGIN = 300
KIB = 1024


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2014)
    parser.add_argument("--alone", action="store_true", help="leave the others out")
    parser.add_argument(
        "--shuffled", action="store_true", help="link again in another order, and compare"
    )
    parser.add_argument("--keep", type=Path, help="a directory where the files stay")


def run(options: argparse.Namespace) -> Iterator[Line]:
    with TemporaryDirectory() as place:
        work = _Work(options, Path(options.keep or place))
        yield work.machine()
        yield from work.ours()
        if not options.alone:
            yield work.first_user()
        if options.shuffled:
            yield work.shuffled()


class _Work:
    """Files of records and of groups, and who knows whose they are. Imports wait until Django is set up."""

    def __init__(self, options: argparse.Namespace, place: Path) -> None:
        from throughcare.nation import queries as nation  # noqa: PLC0415

        place.mkdir(parents=True, exist_ok=True)
        self.place, self.options = place, options
        self.source = place / "records.csv"
        self.made = list(nation.legacy_records(records=options.records, seed=options.seed))
        self.truth = {each.cells["record_id"]: str(each.life.number) for each in self.made}
        _write(self.source, [each.cells for each in self.made])
        _write(
            place / "labels.csv",
            [{"record_id": record, "person_id": whose} for record, whose in self.truth.items()],
        )

    def machine(self) -> Line:
        return {
            "work": "records",
            "records": self.options.records,
            "people": len(set(self.truth.values())),
            "seed": self.options.seed,
            "cores": os.cpu_count() or 1,
            "load average": round(os.getloadavg()[0], 2),
        }

    def ours(self) -> Iterator[Line]:
        output, review = self.place / "groups.csv", self.place / "review.csv"
        seconds, peak = self._link(self.source, output, review)
        found, asked = _read(output, "cluster_id"), _pairs(review)
        yield (
            {"work": "throughcare people link"}
            | self._told(found, seconds, peak)
            | {
                "questions per 1,000": round(1000 * len(asked) / self.options.records, 1),
                "true among them": round(
                    sum(self.truth[a] == self.truth[b] for a, b in asked) / max(len(asked), 1), 2
                ),
            }
        )
        yield {"work": "with questions answered"} | self._told(
            self._answered(found, asked), 0.0, 0.0
        )
        yield {"work": "recall by fault"} | self._by_fault(found)
        yield {"work": "recall by origin of name"} | self._by_origin(found)

    def first_user(self) -> Line:
        output = self.place / "first-user.csv"
        program = [sys.executable, str(HERE / "_first_user.py"), str(self.source), str(output)]
        seconds, peak = _measured(program)
        return {"work": "Splink, first settings"} | self._told(
            _read(output, "cluster_id"), seconds, peak
        )

    def shuffled(self) -> Line:
        """The same records in another order; how many are in another group."""
        source, output = self.place / "shuffled.csv", self.place / "shuffled-groups.csv"
        _write(
            source,
            [
                each.cells
                for each in sorted(self.made, key=lambda each: hash(each.cells["source_id"]))
            ],
        )
        self._link(source, output, self.place / "shuffled-review.csv")
        before, after = _read(self.place / "groups.csv", "cluster_id"), _read(output, "cluster_id")
        return {
            "work": "in another order",
            "records in another group": sum(before[each] != after[each] for each in before),
        }

    def _link(self, source: Path, output: Path, review: Path) -> tuple[float, float]:
        report = self.place / "report"
        to = ["--output", str(output), "--review", str(review), "--report", str(report)]
        return _measured(
            [sys.executable, "-m", "throughcare.cli", "people", "link", str(source), *to]
        )

    def _told(self, found: dict[str, str], seconds: float, peak: float) -> Line:
        from throughcare.linkage import queries as linkage  # noqa: PLC0415

        quality = linkage.quality(found, truth=self.truth)
        return {
            "precision": round(quality.precision, 4),
            "recall": round(quality.recall, 4),
            "f1": round(quality.f1, 4),
            "cluster f1": round(quality.cluster_f1, 4),
            "b-cubed f1": round(quality.b_cubed_f1, 4),
            "people wrongly merged %": round(100 * quality.people_merged, 3),
            "twin pairs merged %": round(100 * self._twins(found), 2),
            "seconds": round(seconds, 1),
            "peak MiB": round(peak),
        }

    def _twins(self, found: dict[str, str]) -> float:
        of: dict[int, list[str]] = defaultdict(list)
        for each in self.made:
            of[each.life.number].append(found[each.cells["record_id"]])
        twins = {
            (each.life.relative, each.life.number)
            for each in self.made
            if each.life.kinship == "twins" and each.life.relative in of
        }
        pairs = [a == b for one, other in twins for a in of[one or 0] for b in of[other]]
        return sum(pairs) / len(pairs) if pairs else 0.0

    def _answered(self, found: dict[str, str], asked: Sequence[tuple[str, str]]) -> dict[str, str]:
        """The groups after each question was answered rightly."""
        to: dict[str, str] = {}

        def last(group: str) -> str:
            while group in to:
                group = to[group]
            return group

        for one, other in asked:
            a, b = last(found[one]), last(found[other])
            if self.truth[one] == self.truth[other] and a != b:
                to[b] = a
        return {record: last(group) for record, group in found.items()}

    def _by_fault(self, found: dict[str, str]) -> Line:
        from throughcare.linkage import queries as linkage  # noqa: PLC0415

        of: dict[str, list[str]] = defaultdict(list)
        for each in self.made:
            for fault in each.faults:
                of[fault].append(each.cells["record_id"])
        people: dict[str, list[str]] = defaultdict(list)
        for record, whose in self.truth.items():
            people[whose].append(record)
        return {
            fault: round(
                linkage.recall_of(found, truth=self.truth, among=records, people=people), 3
            )
            for fault, records in sorted(of.items())
        }

    def _by_origin(self, found: dict[str, str]) -> Line:
        of: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for each in self.made:
            of[each.life.origin][each.life.number].append(found[each.cells["record_id"]])
        told: Line = {}
        for origin, people in sorted(of.items()):
            if len(people) >= FEWEST_OF_AN_ORIGIN:
                pairs = [a == b for groups in people.values() for a, b in combinations(groups, 2)]
                told[origin] = round(sum(pairs) / max(len(pairs), 1), 4)
        shares = [float(share) for share in told.values()]
        return told | {
            "gap in points": round(100 * (max(shares) - min(shares)), 2) if shares else 0.0
        }


def _measured(program: Sequence[str]) -> tuple[float, float]:
    """Seconds that a program took, and the most memory that it held, in MiB."""
    began = perf_counter()
    child = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = child.stderr.read() if child.stderr else b""
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(said.decode()[-2000:])
    return perf_counter() - began, usage.ru_maxrss / KIB


def _write(path: Path, rows: Sequence[dict[str, Any]]) -> None:  # Any: cells
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def _read(path: Path, column: str) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["record_id"]: row[column] for row in csv.DictReader(lines)}


def _pairs(path: Path) -> list[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [(row["record_id_l"], row["record_id_r"]) for row in csv.DictReader(lines)]
