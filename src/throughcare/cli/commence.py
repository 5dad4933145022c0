"""Show the changes of law that take effect by themselves, or say on which day one does.

Until a day is set, nothing happens by itself. What has happened is not taken back when the day is moved.
"""

import argparse
from datetime import date

from django.http import Http404

from throughcare.config.faults import Fault
from throughcare.probation import commands as change_probation
from throughcare.probation import queries as probation


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", nargs="?", help="the change, as the list names it")
    parser.add_argument(
        "starts_on", nargs="?", type=date.fromisoformat, metavar="DAY", help="such as 2026-09-01"
    )


def run(options: argparse.Namespace) -> int:
    if options.code is None:
        for each in probation.commencements():
            day = each.starts_on.isoformat() if each.starts_on else "no day is set"
            print(f"{each.code}: {day}. {each.description} ({each.instrument}).")
        return 0
    if options.starts_on is None:
        raise Fault("Say on which day it takes effect, such as 2026-09-01.")
    try:
        made = change_probation.commence(code=options.code, starts_on=options.starts_on)
    except Http404:
        raise Fault(f"There is no change of law called {options.code}.") from None
    print(f"{made.code} takes effect on {made.starts_on:%-d %B %Y}.")
    return 0
