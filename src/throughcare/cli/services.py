"""Record which supplier offers what, and to the cases of which units.

`services record-contract` takes the supplier, a unit of the kind `supplier`, and the areas by their codes. A contract is changed by
ending it and recording another. Nobody is referred under one before its first day, nor from its end on.
"""

import argparse
from datetime import date

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused
from throughcare.services import commands as change_services

SEXES = {"everybody": "", "women": "F", "men": "M"}


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    record = acts.add_parser("record-contract", help="say what a supplier offers, and where")
    record.add_argument("code", help="the code of the contract")
    record.add_argument("name", help="what officers read when they choose it")
    record.add_argument("--type", required=True, help="type of contract, such as ACC or PWB")
    record.add_argument("--supplier", required=True, help="code of the supplier")
    record.add_argument(
        "--area", required=True, action="append", help="code of a unit; may be given again"
    )
    record.add_argument(
        "--for",
        choices=["everybody", "women", "men"],
        dest="offered_to",
        help="whom it is for; left out, as its type has it: women's services are for women",
    )
    record.add_argument("--from", required=True, type=date.fromisoformat, dest="starts_on")
    record.add_argument("--until", type=date.fromisoformat, dest="ends_on")


def run(options: argparse.Namespace) -> int:
    now = clock.now()
    try:
        with change_access.as_engine(now=now):
            made = change_services.record_contract(
                code=options.code,
                name=options.name,
                type_code=options.type,
                supplier=options.supplier,
                areas=options.area,
                starts_on=options.starts_on,
                ends_on=options.ends_on,
                sex=SEXES.get(options.offered_to),
                now=now,
            )
    except Refused as refusal:
        raise Fault(str(refusal)) from None
    print(f"{made.code} is recorded, for {len(options.area)} areas.")
    return 0
