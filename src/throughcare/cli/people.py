"""Say whom records are of: of files without a database, or of one person against everybody known.

`./throughcare people link FILE.csv… --output FILE.csv` reads records, one to a row, and writes each out once as `record_id,cluster_id`:
records of one person have one cluster. Columns are known by name (`record_id`, `first_name`, `last_name`, `date_of_birth`, `postcodes`,
`pncs` and so on; several values in a cell are parted by `|`); others are named by `--map last_name=surname`. What somebody has to decide
goes into the file of `--review`. Weights are learned from the records themselves, without labels; of fewer than 10,000 they are those
of the published model.

`./throughcare people evaluate CLUSTERS.csv --labels FILE.csv` says how well that agrees with what is known.

`./throughcare people match --json` reads one person as JSON from standard input, by the same names, and tells who of those in the
database they may be: with probabilities, reasons in words, and the numbers in common. With --as USERNAME it tells what that account
may know, and the trail keeps that it was asked. `./throughcare people ready` makes everybody ready to be matched, once after many were
loaded; the worker keeps them so.
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from rich.console import Console

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.audit import commands as audit
from throughcare.cli.program import Needs
from throughcare.clock import queries as clock
from throughcare.config import faults
from throughcare.config.faults import Fault
from throughcare.kernel.days import local_day
from throughcare.linkage import commands as linkage
from throughcare.people import commands as change_people
from throughcare.people import queries as people

NEEDS = Needs.DJANGO
NEEDS_MATCH = Needs.CURRENT_DATABASE
NEEDS_READY = Needs.CURRENT_DATABASE
_DECISIONS = {
    "known": "This is somebody known:",
    "possible": "This may be:",
    "new": "Nobody known is like this.",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    _link_arguments(parts.add_parser("link", help="say which records of files are of one person"))
    evaluate = parts.add_parser("evaluate", help="say how well groups agree with what is known")
    evaluate.add_argument("clusters", type=Path, metavar="CLUSTERS.csv")
    evaluate.add_argument("--labels", type=Path, required=True, metavar="FILE.csv")
    evaluate.add_argument(
        "--label", default="person_id", help="the column of the labels that says whose a record is"
    )
    evaluate.add_argument(
        "--by",
        default="",
        metavar="COLUMN",
        help="side by side for each value of a column of the labels",
    )
    evaluate.add_argument("--json", action="store_true", help="print it as JSON")
    match = parts.add_parser("match", help="say who of those known somebody is")
    match.add_argument("--as", dest="username", metavar="USERNAME", help="who asks")
    match.add_argument("--json", action="store_true", help="print what a program can read")
    parts.add_parser("ready", help="make everybody ready to be matched")


def _link_arguments(link: argparse.ArgumentParser) -> None:
    link.add_argument("files", type=Path, nargs="*", metavar="FILE.csv")
    link.add_argument("--input", type=Path, nargs="+", default=[], metavar="FILE.csv")
    link.add_argument("--output", type=Path, required=True, metavar="FILE.csv")
    link.add_argument(
        "--map",
        nargs="+",
        action="extend",
        default=[],
        metavar="OURS=THEIRS",
        help="which column of the files is which of ours",
    )
    link.add_argument(
        "--review", type=Path, metavar="FILE.csv", help="pairs for somebody to decide"
    )
    link.add_argument("--report", type=Path, metavar="DIR", help="report and model go there")
    weights = link.add_mutually_exclusive_group()
    weights.add_argument(
        "--model",
        type=Path,
        metavar="FILE.json",
        help="weights of an earlier run; none are learned",
    )
    link.add_argument(
        "--pins",
        type=Path,
        metavar="FILE.csv",
        help="decisions: record_id_l,record_id_r,is_same (yes or no)",
    )
    link.add_argument(
        "--known",
        type=Path,
        metavar="FILE.csv",
        help="groups of an earlier run: they stay whole, and keep their ids",
    )
    link.add_argument(
        "--memory", default="", metavar="SIZE", help="most that the engine takes: 4GB"
    )
    link.add_argument("--json", action="store_true", help="print what was done as JSON alone")


def run(options: argparse.Namespace) -> int:
    parts = {"link": _link, "evaluate": _evaluate, "match": _match, "ready": _ready}
    try:
        return parts[options.part](options)
    except linkage.BadFile as error:
        raise Fault(str(error)) from error


def _link(options: argparse.Namespace) -> int:
    paths = [*options.files, *options.input]
    if not paths:
        raise Fault("Name a file of records.")
    asked = linkage.Asked(
        paths=paths,
        mapped=linkage.read_map(options.map),
        output=options.output,
        review=options.review,
        report=options.report,
        model=options.model,
        pins=options.pins,
        known=options.known,
        memory=options.memory,
    )
    console = Console(stderr=True)
    try:
        with console.status("Reading") as status:
            outcome = linkage.link_files(
                asked,
                today=local_day(clock.machine_now()),
                tell=lambda stage: status.update(stage.capitalize()),
            )
    except OSError as error:
        raise Fault(faults.unusable(options.output, error)) from error
    print(json.dumps(asdict(outcome)), file=sys.stderr)
    if not options.json:
        print(
            f"{outcome.records} records are of {outcome.people} people. {outcome.questions} pairs are left to decide."
        )
    return 0


def _evaluate(options: argparse.Namespace) -> int:
    found, by = linkage.evaluate_files(
        options.clusters, labels=options.labels, label=options.label, by=options.by
    )
    if options.json:
        told = {"by": {kind: asdict(each) for kind, each in by.items()}} if by else {}
        print(json.dumps(asdict(found) | told))
        return 0
    print(f"Pairs: precision {found.precision:.4f}, recall {found.recall:.4f}, F1 {found.f1:.4f}")
    print(f"Whole people: F1 {found.cluster_f1:.4f}; B-cubed F1 {found.b_cubed_f1:.4f}")
    print(f"People put together with somebody else: {found.people_merged:.2%}")
    for kind, each in by.items():
        print(
            f"{kind}: precision {each.precision:.4f}, recall {each.recall:.4f},"
            f" people put together with somebody else {each.people_merged:.2%}"
        )
    return 0


def _match(options: argparse.Namespace) -> int:
    asked = _person_from(sys.stdin.read())
    now = clock.now()
    if options.username is None:
        with change_access.as_engine(now=now):
            matched = people.match(asked, today=local_day(now))
    else:
        matched = _match_as(options.username, asked, now=now)
    if options.json:
        print(json.dumps(asdict(matched)))
        return 0
    print(_DECISIONS[matched.decision])
    for candidate in matched.candidates:
        print(_line(candidate))
    return 0


def _match_as(username: str, asked: dict[str, str], *, now: datetime) -> people.Matched:
    with change_access.as_engine(now=now):
        account_id = access.account_id(username=username)
    if account_id is None:
        raise Fault(f"There is no active account {username}.")
    with change_access.acting_as(account_id=account_id, now=now):
        matched = people.match(asked, today=local_day(now))
        audit.record_many(
            account_id=account_id,
            action="person.matched",
            subject_kind="person",
            subject_references=[each.crn for each in matched.candidates],
            now=now,
        )
    return matched


def _person_from(text: str) -> dict[str, str]:
    """One person, as JSON has them; lists become the cells that files have."""
    try:
        told = json.loads(text)
    except ValueError as error:
        raise Fault("Standard input is no JSON.") from error
    if not isinstance(told, dict):
        raise Fault("Standard input has to be one person: a JSON object.")
    return {
        name: "|".join(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in told.items()
        if value is not None
    }


def _line(candidate: people.Candidate) -> str:
    if candidate.is_limited:
        return f"{candidate.crn}: the record is closed to you."
    against = f" But: {candidate.guard}." if candidate.guard else ""
    reasons = "; ".join(reason.words for reason in candidate.reasons if reason.weight > 0)
    return f"{candidate.crn}: {candidate.probability:.2%}. {reasons.capitalize()}.{against}"


def _ready(options: argparse.Namespace) -> int:  # noqa: ARG001  the shape of a part
    now = clock.now()
    made = change_people.make_ready(now=now)
    counted = change_people.count_terms(now=now)
    print(f"{made} people were made ready; {counted.people} can be matched.")
    return 0
