"""The first hour of the first day: accounts sign in one after the other, with password and code, open their caseload and one case.

A second process sends them by a timetable, whether those before have been answered or not. Needs a database with an invented
nation, before its reform or after, and gives its accounts a password and a key for codes. The floor is the sign-in page alone,
asked for fifty times a second.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

LOAD = Path(__file__).with_name("_arrivals.py")
ADDRESS = "127.0.0.1"

Line = dict[str, str | float]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument(
        "--in-thirty-minutes",
        type=int,
        default=20_000,
        help="accounts that sign in within thirty minutes; fewer minutes have fewer in proportion",
    )

    parser.add_argument(
        "--record",
        type=Path,
        metavar="FILE",
        help="write down what was measured, for `restructure capacity PLAN --record FILE`",
    )


def run(options: argparse.Namespace) -> Iterator[Line]:
    from throughcare.config import front_end, ports, processes  # noqa: PLC0415
    from throughcare.config.environment import current  # noqa: PLC0415

    seconds = options.minutes * 60
    count = round(options.in_thirty_minutes * options.minutes / 30)
    arriving = _arriving(count)
    port = ports.any_free(address=ADDRESS)
    home = current().home
    front_end.finish_build(front_end.start_build(home), home=home)
    with processes.child(
        ["serve", "--port", str(port)],
        environ={**os.environ, "THROUGHCARE_DEMONSTRATION": "yes", "THROUGHCARE_ROLE": "app"},
    ) as web:
        ports.wait_until_answered(address=ADDRESS, port=port, is_alive=lambda: web.poll() is None)
        yield _told("the sign-in page alone", _sent([], port, seconds=30, count=1500))
        told = _told(
            f"{count:,} accounts in {options.minutes:g} minutes",
            _sent(arriving, port, seconds=seconds, count=count),
        )
    if options.record:
        options.record.write_text(_record(told, accounts=count, minutes=options.minutes))
    yield told


def _record(told: Line, *, accounts: int, minutes: float) -> str:
    """What a gate rests on: what was measured, when, of which code, in how large a database. As JSON."""
    from throughcare.clock.queries import machine_now  # noqa: PLC0415
    from throughcare.probation.models import Case  # noqa: PLC0415

    return json.dumps(
        {
            "benchmark": Path(__file__).stem,
            "accounts": accounts,
            "minutes": minutes,
            "requests": told["requests"],
            "failed": told["failed"],
            "percentile_95_ms": told["95th percentile, ms"],
            "open_cases": Case.objects.filter(closed_at=None).count(),
            "code": _code(),
            "measured_at": machine_now().isoformat(),
        },
        indent=1,
    )


def _code() -> str:
    """A digest of the program that was measured, whether it lies in a repository or not."""
    digest = hashlib.sha256()
    source = Path(__file__).parents[1] / "src"
    for path in sorted(source.rglob("*")):
        if path.suffix in {".py", ".html", ".sql"}:
            digest.update(str(path.relative_to(source)).encode() + path.read_bytes())
    return f"sha256:{digest.hexdigest()[:16]}"


def _arriving(count: int) -> list[str]:
    """A line for everybody who arrives. A code counts once: of fewer accounts than arrivals, each comes again in its turn."""
    from django.test import override_settings  # noqa: PLC0415

    from throughcare.access import commands as access  # noqa: PLC0415
    from throughcare.access import queries  # noqa: PLC0415
    from throughcare.access.models import Account  # noqa: PLC0415
    from throughcare.clock import queries as clock  # noqa: PLC0415

    if not queries.is_invented():
        raise SystemExit("These people are real: nobody is given another password here.")
    accounts = Account.objects.filter(is_active=True, is_system=False).order_by("id")
    with override_settings(REHEARSAL=True):  # nobody is stood in for elsewhere
        proofs = access.give_proofs(
            account_ids=list(accounts.values_list("id", flat=True)[:count]),
            now=clock.now(),
            machine_now=clock.machine_now(),
        )
    lines = [f"{each.username} {each.password} {each.key}" for each in proofs.values()]
    return (lines * (count // len(lines) + 1))[:count]


def _sent(arriving: list[str], port: int, *, seconds: float, count: int) -> dict[str, list[float]]:
    """Times by kind of page, in seconds; what failed stands under `failed`."""
    told = subprocess.run(
        [sys.executable, str(LOAD), str(port), str(seconds), str(count)],
        input="\n".join(arriving),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return dict(json.loads(told.stdout))


def _told(work: str, seen: dict[str, list[float]]) -> Line:
    failed = seen.pop("failed")
    every = sorted(each for times in seen.values() for each in times)
    line: Line = {"work": work, "requests": len(every), "failed": len(failed)}
    for percent in (50, 95, 99):
        line[f"{percent}th percentile, ms"] = _percentile(every, percent)
    line["slowest, ms"] = round(every[-1] * 1000)
    for kind, times in seen.items():
        line[f"95th of {kind}, ms"] = _percentile(sorted(times), 95)
    return line


def _percentile(ordered: list[float], percent: int) -> int:
    return round(ordered[max(len(ordered) * percent // 100 - 1, 0)] * 1000) if ordered else 0
