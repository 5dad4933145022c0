"""Score people by predictors of reoffending, from a file; no database is needed.

`./throughcare risk score FILE.csv --output FILE.csv` reads one person from each row and writes a row for each: by predictor the percentage
and its band, the probability, every term, the version and variant, what lacked for an interview, and why a row was refused. Columns
have the names that `./throughcare risk inputs` lists; one may be `reference`, which is passed on. Stopped and started again, it
goes on where it was.

Without --tool it scores OGRS3, RSR, OVP and OGP as far as the file has their columns, and says what lacks for the others. RSR is made
from the record alone for whoever has no answer from an interview: the row says so, and what lacked.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from throughcare.cli.program import Needs
from throughcare.clock import queries as clock
from throughcare.config import faults
from throughcare.config.faults import Fault
from throughcare.kernel.days import local_day
from throughcare.risk import queries as risk

NEEDS = Needs.DJANGO
UNCHECKED = " Not all of it was checked against published examples: see the notes of each row."


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    score = parts.add_parser("score", help="score the people of a file")
    score.add_argument("file", type=Path, metavar="FILE.csv")
    score.add_argument("--output", type=Path, required=True, metavar="FILE.csv")
    score.add_argument(
        "--tool",
        action="append",
        default=[],
        metavar="NAME[:VARIANT]",
        help="a predictor, such as RSR or RSR:brief; may be given several times",
    )
    score.add_argument(
        "--on", type=_day, help="the day whose versions count, as YYYY-MM-DD; today if left out"
    )
    score.add_argument("--json", action="store_true", help="print what was done as JSON")
    inputs = parts.add_parser("inputs", help="list what predictors are made from")
    inputs.add_argument("tool", nargs="*", metavar="NAME", help="of these predictors alone")
    inputs.add_argument("--on", type=_day, help="the day whose versions count")
    inputs.add_argument("--json", action="store_true", help="print it as JSON")


def run(options: argparse.Namespace) -> int:
    on = options.on or local_day(clock.machine_now())
    if options.part == "inputs":
        return _inputs(options, on=on)
    try:
        asked = risk.ask(options.file, tools=options.tool, on=on)
        outcome = _score(asked, options)
    except risk.BadFile as error:
        raise Fault(str(error)) from error
    except OSError as error:
        raise Fault(faults.unusable(options.output, error)) from error
    _say(asked, outcome, is_json=options.json)
    return 0


def _score(asked: risk.Asked, options: argparse.Namespace) -> risk.Outcome:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(*columns, console=console, disable=options.json, transient=True) as bar:
        task = bar.add_task("Scoring", total=None)

        def tell(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        return risk.score_file(asked, output=options.output, tell=tell)


def _say(asked: risk.Asked, outcome: risk.Outcome, *, is_json: bool) -> None:
    if is_json:
        said = {
            "rows": outcome.rows,
            "went_on_from": outcome.went_on_from,
            "tools": {
                sheet.tool.name: {
                    "version": sheet.tool.version,
                    "checked": [each for each in sheet.variants if each in sheet.tool.checked],
                }
                | asdict(outcome.counted[sheet.tool.name])
                for sheet in asked.sheets
            },
            "left_out": asked.left_out,
        }
        print(json.dumps(said))
        return
    before = f", {outcome.went_on_from} of them before" if outcome.went_on_from else ""
    print(f"{outcome.rows} rows{before}.")
    for sheet in asked.sheets:
        counted = outcome.counted[sheet.tool.name]
        without = counted.without_interview
        print(
            f"{sheet.tool.label}: {counted.rows - counted.refused} scored, {counted.refused} refused"
            + (f", {without} without an interview" if without else "")
            + "."
            + ("" if set(sheet.variants) <= set(sheet.tool.checked) else UNCHECKED)
        )
    for name, lacking in asked.left_out.items():
        print(f"{name}: not scored, for want of {', '.join(lacking)}.", file=sys.stderr)


def _inputs(options: argparse.Namespace, *, on: date) -> int:
    catalogue = risk.catalogue()
    try:
        tools = [risk.in_force(risk.tools(), name=name, on=on) for name in options.tool]
    except LookupError as error:
        raise Fault(f"{error} Predictors are {', '.join(risk.names(risk.tools()))}.") from error
    named = {name for tool in tools for variant in tool.variants for name in tool.inputs(variant)}
    for name, each in catalogue.inputs.items():
        if tools and name not in named:
            continue
        if options.json:
            told = {"name": name, "words": each.words, "may_be": each.may_be} | {
                "values": dict(each.values)
            }
            print(json.dumps(told))
        else:
            print(f"{name}: {each.words}. It is {each.may_be}.")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("must be a day, as YYYY-MM-DD") from error
