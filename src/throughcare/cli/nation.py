"""Make the synthetic nation before the reform, in this database.

Killed at any point and started again, it goes on where it stopped.
"""

import argparse
import json
import os
import shutil
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from sys import stdout

from django.conf import settings
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from throughcare.cli.program import Needs
from throughcare.clock import commands as clock_commands
from throughcare.clock import queries as clock
from throughcare.config import migrating, running
from throughcare.config.environment import current
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused
from throughcare.nation import commands as nation_commands
from throughcare.nation import queries as nation

NEEDS = Needs.DATABASE
DEFAULT_SIZE = "small"
GIGABYTE = 1024**3
GIGABYTES = {
    "tiny": 0.2,
    "small": 0.6,
    "medium": 3.0,
    "quarter": 7.0,
    "national": 24.0,
    "million": 52.0,
}
"""What each size needs on the disk while it is made."""
SIZES = tuple(GIGABYTES)


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    generate = parts.add_parser("generate", help="make it, or go on with one that was begun")
    generate.add_argument(
        "--size",
        choices=SIZES,
        default=DEFAULT_SIZE,
        help="a five-hundredth, a fiftieth, a tenth or all of the nation",
    )
    generate.add_argument(
        "--seed",
        type=int,
        default=nation_commands.DEFAULT_SEED,
        help="the same seed makes the same nation",
    )
    generate.add_argument("--json", action="store_true", help="print what was done as JSON")


def run(options: argparse.Namespace) -> int:
    migrating.migrate()
    started_at = clock.machine_now()
    was_made = make(size=options.size, seed=options.seed, is_quiet=options.json)
    taken = clock.machine_now() - started_at
    if options.json:
        print(
            json.dumps(
                {
                    "size": options.size,
                    "seed": options.seed,
                    "was_made": was_made,
                    "seconds": round(taken / timedelta(seconds=1), 1),
                }
            )
        )
    elif was_made:
        print(f"The {options.size} nation is there; it took {taken.total_seconds():.0f} seconds.")
    else:
        print(f"The {options.size} nation is there already. Nothing to do.")
    return 0


def make_or_go_on(*, size: str | None) -> str:
    """Make the nation, or go on with the one that is there, and give its size.

    Raises:
        Fault: the database holds something else, or the disk is too small.
    """
    held = nation.size_and_seed()
    wanted = size or (held[0] if held else DEFAULT_SIZE)
    make(size=wanted, seed=held[1] if held and held[0] == wanted else nation_commands.DEFAULT_SEED)
    return wanted


def make(*, size: str, seed: int, is_quiet: bool = False) -> bool:
    """Make the nation behind a progress bar and set the demonstration's clock to its eve.

    Raises:
        Fault: the database holds something else, or the disk is too small.
    """
    _require_disk(size)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    # Where nobody watches, a bar is noise.
    with Progress(*columns, transient=True, disable=is_quiet or not stdout.isatty()) as bar:
        task = bar.add_task("Making the nation", total=None)

        def show(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=label)

        try:
            was_made = nation_commands.generate(size=size, seed=seed, progress=show)
        except Refused as refused:
            raise Fault(str(refused)) from refused
    if was_made and settings.DEMONSTRATION:
        clock_commands.set_moment(moment=nation_commands.EVE, now_real=clock.machine_now())
    return was_made


def _require_disk(size: str) -> None:
    environment = current()
    if not environment.is_embedded or nation.is_complete():
        return
    held = running.embedded_server(environment).data
    free = shutil.disk_usage(held).free + _size_of(held)
    if free < GIGABYTES[size] * GIGABYTE:
        raise Fault(
            f"The {size} nation needs about {GIGABYTES[size]:g} GB on the disk that holds "
            f"{environment.home}, and has {free / GIGABYTE:.1f} GB. Free some space, choose a smaller "
            "--size, or set THROUGHCARE_HOME to a directory on a larger disk."
        )


def _size_of(held: Path) -> int:
    """What a directory takes; files come and go in it while it is counted."""
    total = 0
    for place, _, names in os.walk(held):
        for name in names:
            with suppress(FileNotFoundError):
                total += (Path(place) / name).stat().st_size
    return total
