"""The parts `hand-over` and `take-over` of `restructure`: packages of what a body owns, out and in."""

import argparse
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from throughcare.access import commands as change_access
from throughcare.clock import queries as clock
from throughcare.config import releases
from throughcare.config.faults import Fault
from throughcare.handover import commands as change_handover
from throughcare.handover import queries as handover
from throughcare.handover.choices import OnCollision

PARTS = ("hand-over", "take-over")

Tell = Callable[[int, int, str], None]
Answer = dict[str, Any]  # Any: JSON


def arguments(parts: Any) -> None:  # Any: argparse gives what adds parsers no public name
    give = parts.add_parser("hand-over", help="write the package of a body that leaves, or of all")
    what = give.add_mutually_exclusive_group(required=True)
    what.add_argument("body", nargs="?", metavar="PROVIDER", help="the code of an open body")
    what.add_argument("--all", action="store_true", help="every open body, and what stays")
    what.add_argument(
        "--prove", type=Path, metavar="DIR", help="that what --all wrote is the whole, once"
    )
    what.add_argument(
        "--verify", type=Path, metavar="PACKAGE", help="check a package; needs no database"
    )
    give.add_argument(
        "--output", type=Path, help="where to write; a directory that is not there yet"
    )
    _takes_more(give)
    take = parts.add_parser("take-over", help="read the package of a body that joins")
    take.add_argument("package", type=Path, metavar="PACKAGE")
    mode = take.add_mutually_exclusive_group()
    mode.add_argument("--dry-run", action="store_true", help="say what would come of it")
    mode.add_argument("--undo", action="store_true", help="take back what was read from it")
    take.add_argument(
        "--hold",
        action="store_true",
        help="where a public name is given here already, leave that record and take the rest",
    )
    _takes_more(take)


def _takes_more(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--as", dest="username", default="", help="who does it")
    parser.add_argument("--key", default="", help="the public key that it must be signed by")
    parser.add_argument("--json", action="store_true", help="print what a program can read")


def run(options: argparse.Namespace) -> int:
    """Do the part.

    Raises:
        Refused: with every reason.
        Fault: a word is missing, or the account may not.
    """
    try:
        return _take_over(options) if options.part == "take-over" else _hand_over(options)
    except PermissionDenied as denied:
        doing = "take over" if options.part == "take-over" else "hand over"
        raise Fault(
            f"{options.username} may not {doing}: it takes somebody who may switch. Name one: --as USERNAME"
        ) from denied


def _hand_over(options: argparse.Namespace) -> int:
    if options.verify:
        return _verify(options)
    if options.prove:
        return _prove(options)
    if options.output is None:
        raise Fault("Say where to write: --output DIR")
    _require_name(options)
    with _progress(is_quiet=options.json) as (tell, say):
        words: Answer = {
            "username": options.username,
            "place": options.output.absolute(),
            "software": releases.software(),
            "now": clock.now(),
            "tell": tell,
            "say": say,
        }
        packed = (
            change_handover.hand_over_all(**words)
            if options.all
            else (change_handover.hand_over(code=options.body, **words),)
        )
    found = [
        {"body": each.body, "place": str(each.place), "rows": each.rows, "digest": each.digest}
        for each in packed
    ]
    if options.json:
        print(json.dumps(found))
        return 0
    for each in found:
        print(f"{each['body']}: {each['rows']:,} rows at {each['place']}, digest {each['digest']}")
    return 0


def _require_name(options: argparse.Namespace) -> None:
    if not options.username:
        raise Fault("Say who does it, somebody who may switch: --as USERNAME")


def _verify(options: argparse.Namespace) -> int:
    with _progress(is_quiet=options.json) as (tell, _):
        checked = handover.check(options.verify, public_key=options.key, tell=tell)
    manifest = checked.manifest
    if options.json:
        print(
            json.dumps(
                {
                    "is_whole": not checked.faults,
                    "body": manifest.body,
                    "as_at": manifest.as_at,
                    "rows": checked.rows,
                    "contents": {
                        "files": manifest.papers.files,
                        "bytes": manifest.papers.bytes,
                    },
                    "public_key": checked.public_key,
                    "faults": checked.faults,
                }
            )
        )
        return 1 if checked.faults else 0
    print(f"{manifest.body} {manifest.name}, as at {manifest.as_at}")
    print(f"signed by {checked.public_key}")
    if not options.key:
        print("Ask the giver on another way whether this is their key, or name it: --key")
    print("".join(f"BROKEN  {fault}\n" for fault in checked.faults), end="")
    if not checked.faults:
        print(
            f"whole: {checked.rows:,} rows in {len(manifest.files)} files,"
            f" {manifest.papers.files:,} contents of documents of {manifest.papers.bytes:,} bytes"
        )
    return 1 if checked.faults else 0


def _prove(options: argparse.Namespace) -> int:
    with (
        _progress(is_quiet=options.json) as (tell, _),
        change_access.as_engine(now=clock.now()),
    ):
        proof = handover.prove(options.prove, tell=tell)
    if options.json:
        lines = [
            {
                "table": line.table,
                "packed": line.packed.rows,
                "stays": line.stays.rows,
                "whole": line.whole.rows,
                "shared": line.shared,
                "digest": line.whole.text,
                "faults": line.faults,
            }
            for line in proof.lines
        ]
        print(json.dumps({"holds": proof.holds, "lines": lines, "faults": proof.faults}))
        return 0 if proof.holds else 1
    for line in proof.lines:
        mark = "BROKEN" if line.faults else "holds "
        print(
            f"{mark}  {line.table}: {line.packed.rows:,} in packages, {line.stays.rows:,} stay,"
            f" {line.whole.rows:,} in all"
        )
        if line.shared:
            print(f"        {line.shared:,} of them are in more than one package, and counted once")
        print("".join(f"        {fault}\n" for fault in line.faults), end="")
    print("".join(f"BROKEN  {fault}\n" for fault in proof.faults), end="")
    if proof.holds:
        print(f"{len(proof.bodies)} packages and what stays are the whole, each record once.")
    return 0 if proof.holds else 1


def _take_over(options: argparse.Namespace) -> int:
    _require_name(options)
    now = clock.now()
    if options.undo:
        count = change_handover.undo(place=options.package, username=options.username, now=now)
        print(json.dumps({"taken_back": count}) if options.json else f"{count:,} rows taken back.")
        return 0
    do = change_handover.try_to_take_over if options.dry_run else change_handover.take_over
    with _progress(is_quiet=options.json) as (tell, _):
        taken = do(
            place=options.package,
            username=options.username,
            on_collision=OnCollision.HOLD if options.hold else OnCollision.REFUSE,
            public_key=options.key,
            now=now,
            tell=tell,
        )
    _print_taken(taken, options)
    return 0


def _print_taken(taken: change_handover.Taken, options: argparse.Namespace) -> None:
    fates = ("made", "matched", "completed", "held")
    books = [
        {"table": book.table, "part": book.part, "rows": book.rows}
        | {fate: getattr(book, fate) for fate in fates}
        for book in taken.books
    ]
    held = [{"table": row.table, "row": row.key, "reason": row.reason} for row in taken.held]
    if options.json:
        print(
            json.dumps(
                {
                    "body": taken.body,
                    "was_taken_before": taken.was_taken_before,
                    "books": books,
                    "held": held,
                }
            )
        )
        return
    if taken.was_taken_before:
        print(f"The package of {taken.body} was taken before; nothing was done. Its books:")
    print(f"{'table':<40} {'part':<10} {'rows':>11}" + "".join(f"{fate:>11}" for fate in fates))
    for book in books:
        figures = "".join(f"{book[fate]:>11,}" for fate in fates)
        print(f"{book['table']:<40} {book['part']:<10} {book['rows']:>11,}{figures}")
    for row in held:
        print(f"held: {row['table']} {row['row']} {row['reason']}")
    if options.dry_run:
        print("This was a trial: nothing was written.")


@contextmanager
def _progress(*, is_quiet: bool) -> Iterator[tuple[Tell, Callable[[str], None]]]:
    """A bar on the terminal, and a way to say sentences above it."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=is_quiet, transient=True) as bar:
        task = bar.add_task("Starting", total=None)

        def tell(done: int, total: int, doing: str) -> None:
            bar.update(task, completed=done, total=total, description=doing)

        def say(sentence: str) -> None:
            if not is_quiet:
                console.print(sentence, highlight=False, soft_wrap=True)

        yield tell, say
