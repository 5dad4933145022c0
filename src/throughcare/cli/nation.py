"""Make the synthetic nation before the reform, in this database.

Killed at any point and started again, it goes on where it stopped.
"""

import argparse
import json
from datetime import timedelta

from django.conf import settings
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from throughcare.clock import commands as clock_commands
from throughcare.clock import queries as clock
from throughcare.config import migrating
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused
from throughcare.nation import commands as nation

SIZES = ("tiny", "small", "medium", "national")


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    generate = parts.add_parser("generate", help="make it, or go on with one that was begun")
    generate.add_argument(
        "--size",
        choices=SIZES,
        default="small",
        help="a five-hundredth, a fiftieth, a tenth or all of the nation",
    )
    generate.add_argument(
        "--seed", type=int, default=nation.DEFAULT_SEED, help="the same seed makes the same nation"
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


def make(*, size: str, seed: int, is_quiet: bool = False) -> bool:
    """Make the nation behind a progress bar and set the demonstration's clock to its eve.

    Raises:
        Fault: the database holds something else.
    """
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, transient=True, disable=is_quiet) as bar:
        task = bar.add_task("Making the nation", total=None)

        def show(done: int, total: int, label: str) -> None:
            bar.update(task, completed=done, total=total, description=label)

        try:
            was_made = nation.generate(size=size, seed=seed, progress=show)
        except Refused as refused:
            raise Fault(str(refused)) from refused
    if was_made and settings.DEMONSTRATION:
        clock_commands.set_moment(moment=nation.EVE, now_real=clock.machine_now())
    return was_made
