"""The package of one body, written and checked, beside a bare COPY of the same rows to CSV.

Uses the nation that is there and changes nothing: on the eve of a reform a trust is handed over, after it a company.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

Line = dict[str, str | float]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--body", default="", help="its code; the one with most cases if left out")
    parser.add_argument("--as", dest="username", default="director", help="who hands over")


def run(options: argparse.Namespace) -> list[Line]:
    # Only now is Django set up.
    from throughcare.clock import queries as clock  # noqa: PLC0415
    from throughcare.handover import commands, queries  # noqa: PLC0415

    now = clock.now()
    body = options.body or _largest(now)
    with tempfile.TemporaryDirectory() as directory:
        place = Path(directory) / body
        packed: list[Any] = []
        written = _seconds(
            lambda: packed.append(
                commands.hand_over(
                    username=options.username,
                    code=body,
                    place=place,
                    software="benchmark",
                    now=now,
                    tell=_silent,
                    say=_silent,
                )
            )
        )
        size = sum(path.stat().st_size for path in place.rglob("*.parquet"))
        faults: list[str] = []
        checked = _seconds(lambda: faults.extend(queries.check(place, tell=_silent).faults))
    if faults:
        raise SystemExit(f"The package is not whole: {faults[0]}")
    rows = packed[0].rows
    bare, csv = _bare_copy(body, now)
    return [
        {"work": f"package of {body}", "rows": rows, "MB of Parquet": round(size / 1e6, 1)},
        {
            "work": "written",
            "seconds": round(written, 2),
            "rows a second": round(rows / written),
            "bare COPY": round(bare, 2),
            "MB of CSV": round(csv / 1e6, 1),
            "times": round(written / bare, 2),
        },
        {"work": "checked", "seconds": round(checked, 2), "rows a second": round(rows / checked)},
    ]


def _largest(now: Any) -> str:  # Any: a moment
    """The open body with most cases."""
    from throughcare.access import commands as access  # noqa: PLC0415
    from throughcare.handover.queries import owners, sql  # noqa: PLC0415

    with access.as_engine(now=now):
        owners.prepare()
        (unit_id,) = sql.rows(
            f"select owner_id from {owners.keeper('probation.Case')} group by 1 order by count(*) desc, 1 limit 1"
        )[0]
        return next(body.code for body in owners.bodies() if body.unit_id == unit_id)


def _bare_copy(code: str, now: Any) -> tuple[float, int]:  # Any: a moment
    """Copy the same rows out as CSV and drop them: who owns what is known before. Seconds and bytes."""
    from throughcare.access import commands as access  # noqa: PLC0415
    from throughcare.handover.queries import owners, sql  # noqa: PLC0415
    from throughcare.handover.queries.shapes import shapes  # noqa: PLC0415

    with access.as_engine(now=now):
        owners.prepare()
        (body,) = [body for body in owners.bodies() if body.code == code]
        params = {"bodies": [body.unit_id]}
        started = perf_counter()
        size = sum(
            len(block)
            for shape in shapes().all
            if shape.keeper is not None
            for block in sql.copy_out(f"select t.* {owners.owned(shape).text}", params)
        )
        return perf_counter() - started, size


def _seconds(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _silent(*_words: object) -> None:
    pass
