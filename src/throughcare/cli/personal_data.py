"""List the columns that hold personal data, by room and table, as the rooms declare them."""

import argparse
import json
from dataclasses import asdict, dataclass
from itertools import groupby

from django.apps import apps

from throughcare.cli.program import Needs
from throughcare.kernel.holdings import REGISTER, Table
from throughcare.organisation.holdings import Direct, Inherited, Joint

NEEDS = Needs.DJANGO
INTRODUCTION = """# Personal data

<!-- Written by `./throughcare personal-data`; a test holds the two together. -->

Each room says in its `holdings.py` which columns of its tables tell something about somebody, or are what they prove themselves
with. Row-level security closes every table below to whoever is not signed in or about to be; no event and no address carries a
column below. Tests in `tests/house/` hold all three.

A reference, such as a CRN, an account's number or the code of a post, points at somebody and is what events, addresses and logs
carry instead. It is not listed, and neither are the moments and days on which something began or ended: read together with what is
listed, those are about somebody too. How long a row is kept is not declared anywhere yet.
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One table with personal columns."""

    room: str
    table: str
    personal: tuple[str, ...]
    owner: str


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def run(options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps([asdict(line) for line in lines()], indent=2))
    else:
        print(page(), end="")
    return 0


def lines() -> list[Line]:
    """Give the tables with personal columns by room, in the order in which each room declares them."""
    found = [
        Line(
            room=holding.table.partition(".")[0],
            table=_name(holding.table),
            personal=holding.personal,
            owner=_owner(holding),
        )
        for holding in REGISTER.tables()
        if holding.personal
    ]
    return sorted(found, key=lambda line: line.room)


def page() -> str:
    """Give `docs/personal-data.md`."""
    parts = [INTRODUCTION]
    for room, found in groupby(lines(), key=lambda line: line.room):
        rows = [f"| `{line.table}` | {_listed(line.personal)} | {line.owner} |" for line in found]
        head = "| table | personal columns | who owns a row |\n| --- | --- | --- |"
        parts.append("\n".join([f"## {room}\n", head, *rows]) + "\n")
    return "\n".join(parts)


def _owner(holding: Table) -> str:
    if isinstance(holding, Direct | Joint):
        return f"the unit that `{_name(holding.assignments)}` gives it to"
    if isinstance(holding, Inherited):
        return f"whoever owns its `{holding.through}`"
    return "no unit"


def _name(label: str) -> str:
    return str(apps.get_model(label)._meta.db_table)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
