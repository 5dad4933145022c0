"""Show what the outbox could not deliver, and have it tried again.

`outbox list` shows what was given up, what is held behind it and what will be tried again.
"""

import argparse
import json
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from throughcare.clock import queries as clock
from throughcare.outbox import commands as change_outbox
from throughcare.outbox import queries as outbox

COLUMNS = ("delivery_id", "state", "event", "subject", "subscriber", "attempts", "fault")
MOST_SHOWN = 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listing = acts.add_parser("list", help="show what is not delivered")
    listing.add_argument("--json", action="store_true", help="print it as JSON")
    redeliver = acts.add_parser("redeliver", help="try a dead letter again")
    redeliver.add_argument("delivery_id", type=int, metavar="NUMBER")


def run(options: argparse.Namespace) -> int:
    if options.act == "redeliver":
        change_outbox.redeliver(delivery_id=options.delivery_id, now=clock.now())
        print(f"Delivery {options.delivery_id} will be tried again.")
        return 0
    letters = outbox.unsettled(limit=MOST_SHOWN)
    counts = outbox.counts()
    if options.json:
        shown = [asdict(letter) for letter in letters]
        print(json.dumps({"counts": counts, "unsettled": shown}, default=str))
        return 0
    _print_table(letters)
    print(", ".join(f"{number:,} {state}" for state, number in counts.items()))
    return 0


def _print_table(letters: list[outbox.Letter]) -> None:
    if not letters:
        return
    table = Table(*COLUMNS)
    for letter in letters:
        table.add_row(*(str(getattr(letter, column)) for column in COLUMNS))
    Console().print(table)
