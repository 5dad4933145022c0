"""Run the sequence of a rehearsal on this copy; started by `restructure rehearse`.

It refuses any database that is not the copy of a rehearsal. What it prints is for the program that started it.
"""

import argparse
import json

from django.conf import settings

from throughcare.config import processes
from throughcare.config.environment import Role, current
from throughcare.config.faults import Fault
from throughcare.rehearsal import commands as change_rehearsal

ROLE = Role.OWNER


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("plan", help="the reference of the plan")
    parser.add_argument("--address", required=True, help="where the pages of the copy answer")
    parser.add_argument("--accounts", type=int, help="sign in as so many accounts at most")
    parser.add_argument("--until-closed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if not current().rehearsals.is_copy:
        raise Fault(
            "This is not the copy of a rehearsal. Run `./throughcare restructure rehearse`."
        )
    if options.until_closed:
        processes.stop_when_closed()
    found = change_rehearsal.rehearse(
        reference=options.plan,
        address=options.address,
        most=options.accounts,
        limits=settings.REHEARSAL_LIMITS,
        tell=_print,
    )
    print(json.dumps({"outcome": found.as_json()}), flush=True)
    return 0


def _print(done: int, total: int, doing: str) -> None:
    print(json.dumps({"done": done, "total": total, "doing": doing}), flush=True)
