"""Everybody's release dates worked out again, in processes, part by part into a folder, so that a run that was stopped goes on."""

import argparse
import csv
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from django.db import connections
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.kernel.days import local_day
from throughcare.sentences import commands as change_sentences
from throughcare.sentences import queries as sentences

CHUNK: Final = 500
PLAN, REPORT = "review.json", "report.json"
COLUMNS: Final = ("crn", "date", "before", "after", "days later", "instead of dates")
Json = dict[str, Any]  # Any: JSON


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", required=True, help="everybody in custody")
    parser.add_argument(
        "--output", type=Path, required=True, metavar="DIR", help="where whose dates change is told"
    )
    parser.add_argument(
        "--law",
        choices=sentences.scenarios(),
        default=sentences.AS_ENACTED,
        help="(%(default)s)",
    )
    parser.add_argument(
        "--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="as if on a day; else today"
    )
    parser.add_argument(
        "--keep", action="store_true", help="keep what changes, for somebody to approve"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N")
    parser.add_argument("--json", action="store_true", help="print the report as JSON")


def run(options: argparse.Namespace) -> int:
    """Do what is not done yet, and tell of all of it.

    Raises:
        Fault: the folder has a review of something else, or the dates to be kept would be those of another day or law.
    """
    now = clock.now()
    today = options.on or local_day(now)
    if options.keep and (today != local_day(now) or options.law != sentences.AS_ENACTED):
        raise Fault("Only what the law as enacted says today is kept. Leave out --law and --on.")
    if options.jobs < 1:
        raise Fault("There must be one job at least.")
    with change_access.as_engine(now=now):
        span = sentences.span()
    options.output.mkdir(parents=True, exist_ok=True)
    plan = _plan(options, span=span, today=today)
    began = time.perf_counter()
    done = _do(plan, options=options, now=now)
    report = _report(options.output, plan) | {
        "seconds": round(time.perf_counter() - began, 1),
        "parts done in this run": done,
    }
    (options.output / REPORT).write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=2)) if options.json else _say(report, options.output)
    return 0


def _plan(options: argparse.Namespace, *, span: tuple[int, int] | None, today: date) -> Json:
    """What is reviewed: that of the folder where there is one, which has to be the same question."""
    asked = {
        "law": options.law,
        "law version": sentences.law_version(),
        "on": today.isoformat(),
        "keep": options.keep,
    }
    path = options.output / PLAN
    if not path.exists():
        plan: Json = {**asked, "first": span[0] if span else 1, "last": span[1] if span else 0}
        path.write_text(json.dumps(plan, indent=2) + "\n", encoding="utf-8")
        return plan
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    if {key: found.get(key) for key in asked} != asked:
        raise Fault(f"{options.output} has a review of something else. Name another folder.")
    return found


def _do(plan: Mapping[str, Any], *, options: argparse.Namespace, now: datetime) -> int:
    waiting = [each for each in _parts(plan) if not _path(options.output, each[0]).exists()]
    work = {
        "output": options.output,
        "law": plan["law"],
        "today": date.fromisoformat(plan["on"]),
        "keep": plan["keep"],
        "now": now,
    }
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(file=sys.stderr)
    connections.close_all()
    with (
        Progress(*columns, TimeRemainingColumn(), console=console, disable=options.json) as bar,
        ProcessPoolExecutor(options.jobs) as pool,
    ):
        task = bar.add_task("Working out", total=len(waiting))
        begun = [pool.submit(_part, first, last, work) for first, last in waiting]
        for each in as_completed(begun):
            each.result()
            bar.advance(task)
    return len(waiting)


def _parts(plan: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    for first in range(plan["first"], plan["last"] + 1, CHUNK):
        yield first, min(first + CHUNK - 1, plan["last"])


def _path(output: Path, first: int) -> Path:
    return output / f"part-{first:010}.csv"


def _part(first: int, last: int, work: Mapping[str, Any]) -> None:
    """One part, in a process of its own; its file is there once all of it is."""
    with change_access.as_engine(now=work["now"]):
        found = sentences.review(first, last, law=work["law"], today=work["today"])
        if work["keep"] and found.reviewed:
            change_sentences.keep_reviewed(
                booking_ids=[each.booking_id for each in found.reviewed],
                law=work["law"],
                now=work["now"],
            )
    path = _path(work["output"], first)
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((*COLUMNS, found.bookings, found.without_dates))
        for each in found.reviewed:
            for changed in each.changed:
                writer.writerow(
                    (
                        each.crn,
                        changed.kind,
                        changed.before or "",
                        changed.after or "",
                        "" if changed.days is None else changed.days,
                        " ".join(each.messages),
                    )
                )
    unfinished.replace(path)


def _report(output: Path, plan: Mapping[str, Any]) -> Json:
    """Counted anew from the parts: how many people, whose dates change by which date, and by how many days."""
    bookings = without = 0
    people: set[str] = set()
    by_date: dict[str, Counter[str]] = {}
    for first, _ in _parts(plan):
        with _path(output, first).open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            *_, of_part, without_of_part = next(rows)
            bookings, without = bookings + int(of_part), without + int(without_of_part)
            for crn, kind, before, after, days, _ in rows:
                people.add(crn)
                by_date.setdefault(kind, Counter())[_way(before, after, days)] += 1
    return {
        **plan,
        "people": bookings,
        "without dates": without,
        "people whose dates change": len(people),
        "by date": {kind: dict(sorted(each.items())) for kind, each in sorted(by_date.items())},
    }


def _way(before: str, after: str, days: str) -> str:
    if not before:
        return "new"
    if not after:
        return "gone"
    return "later" if int(days) > 0 else "earlier"


def _say(report: Json, output: Path) -> None:
    print(
        f"{report['people']:,} people, of whom {report['people whose dates change']:,} have other dates,"
        f" and {report['without dates']:,} none. {report['seconds']} s."
    )
    for kind, ways in report["by date"].items():
        print(f"  {kind}: " + ", ".join(f"{count:,} {way}" for way, count in ways.items()))
    print(f"Whose they are is in {output}.")
