"""Record premises with their beds: approved premises, and temporary accommodation.

`housing record-premises` takes the code of a unit of the kind `premises`, which has to be there; those who work there have posts of
the role `premises` in it. Their address becomes the main address of whoever arrives.
"""

import argparse
from datetime import date

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.housing import commands as change_housing
from throughcare.housing.choices import Kind, Sexes
from throughcare.kernel.refusals import Refused

WHO = {"anybody": Sexes.ALL, "women": Sexes.FEMALE, "men": Sexes.MALE}


def arguments(parser: argparse.ArgumentParser) -> None:
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    record = acts.add_parser(
        "record-premises", help="say where premises are and how many beds they have"
    )
    record.add_argument("code", help="the code of the unit")
    record.add_argument("--kind", choices=Kind.values, default=Kind.APPROVED.value)
    record.add_argument(
        "--for", choices=sorted(WHO), required=True, dest="who", help="whom they take in"
    )
    record.add_argument("--address", required=True, help="lines of the address, without the name")
    record.add_argument("--postcode", required=True)
    record.add_argument("--telephone", default="")
    record.add_argument("--beds", type=int, required=True, help="how many beds")
    record.add_argument("--from", required=True, type=date.fromisoformat, dest="opens_on")


def run(options: argparse.Namespace) -> int:
    now = clock.now()
    try:
        with change_access.as_engine(now=now):
            made = change_housing.record_premises(
                code=options.code,
                kind=Kind(options.kind),
                sex=WHO[options.who],
                lines=options.address,
                postcode=options.postcode,
                telephone=options.telephone,
                beds=options.beds,
                opens_on=options.opens_on,
                now=now,
            )
    except Refused as refusal:
        raise Fault(str(refusal)) from None
    print(f"{made.code} is recorded, with {options.beds} beds.")
    return 0
