"""Work the release dates of everybody in custody out again from the database, and tell whose would change.

Beside it three floors in the same run, all of the same people and in as many processes: the bare rows read by one statement for each table,
nothing made of them; the rows read as the work reads them, and made into records; and the records calculated that are in memory already.
With --fill, times in custody are made of people of the database who have none, until there are as many as asked for: for a database that is
there to be measured alone.
"""

import argparse
from collections.abc import Iterator
from importlib import import_module
from typing import Final

from throughcare.sentences import queries as sentences

LAW_BEFORE: Final = "calculation-params"

Line = dict[str, str | float]


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--jobs", type=int, default=2, help="processes (%(default)s)")
    parser.add_argument("--fill", type=int, default=0, metavar="N", help="have so many in custody")
    parser.add_argument("--seed", type=int, default=2003, help="of chance (%(default)s)")
    parser.add_argument("--law", choices=sentences.scenarios(), default=LAW_BEFORE)


def run(options: argparse.Namespace) -> Iterator[Line]:
    # What reads the database is read once it is asked for: other benchmarks need none.
    yield from import_module("benchmarks._everybody").lines(options)
