"""How much supervision people need: answer cases of tiering that are kept in a file.

`./throughcare allocation tier FILE.json` reads cases in the layout of the published ones and prints an answer for each.
With --compare it prints how many have the answer that the file expects, by framework, and fails where one has not.

`./throughcare allocation decide FILE.json` decides who manages each case of a file, and gives the rule with its reason, every other
rule that is true, and what could not be judged. With --compare it fails where an answer is not the one that the file expects.

`./throughcare allocation try TITLE --rule NAME=CONDITION` decides the whole caseload by rules that are altered, beside those in
force, and says how many people would change body, by group. `--score` makes OGRS3 and RSR anew first. Nobody is moved by it.
`./throughcare allocation calibration OGRS3` says how scores of two years ago and more did, by group.

`./throughcare allocation recalculate` works the tiers of all open cases out again, as after a change of the rules.
`./throughcare allocation keep-workload` keeps what the work of each post comes to today; run it once a day.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from throughcare.access import commands as change_access
from throughcare.allocation import commands as change_allocation
from throughcare.allocation import queries as allocation
from throughcare.cli.program import Needs
from throughcare.clock import queries as clock
from throughcare.config.faults import Fault
from throughcare.kernel.refusals import Refused

NEEDS_TIER = Needs.DJANGO
NEEDS_DECIDE = Needs.DJANGO


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    tier = parts.add_parser("tier", help="answer the cases of a file")
    tier.add_argument("file", type=Path, metavar="FILE.json")
    tier.add_argument(
        "--compare",
        action="store_true",
        help="print passed and all, by framework, and what differs",
    )
    recalculate = parts.add_parser("recalculate", help="work the tiers of all cases out again")
    recalculate.add_argument("--json", action="store_true", help="print what was done as JSON")
    keep = parts.add_parser("keep-workload", help="keep what the work of each post is today")
    keep.add_argument("--json", action="store_true", help="print what was done as JSON")
    tier.add_argument("--explain", action="store_true", help="print what each answer is made from")
    attempt = parts.add_parser("try", help="decide all cases by altered rules, and move nobody")
    attempt.add_argument("title", metavar="TITLE", help="what the trial is called on its page")
    attempt.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="NAME=CONDITION",
        help="another condition of a rule, or never",
    )
    attempt.add_argument("--score", action="store_true", help="make OGRS3 and RSR anew")
    attempt.add_argument("--json", action="store_true", help="print the groups as JSON")
    did = parts.add_parser("calibration", help="how scores of a predictor did")
    did.add_argument("tool", metavar="PREDICTOR")
    did.add_argument("--json", action="store_true", help="print each line as JSON")
    decide = parts.add_parser("decide", help="decide who manages each case of a file")
    decide.add_argument("file", type=Path, metavar="FILE.json", help="or - for standard input")
    decide.add_argument(
        "--on", type=date.fromisoformat, metavar="DAY", help="by the rules of a day, as 2014-06-02"
    )
    decide.add_argument(
        "--compare", action="store_true", help="print passed and all, and what differs"
    )
    decide.add_argument("--json", action="store_true", help="print a line of JSON for each case")


def run(options: argparse.Namespace) -> int:
    return _PARTS[options.part](options)


def _tier(options: argparse.Namespace) -> int:
    found = _answered(options.file)
    if options.compare:
        return _compare(found)
    for each in found:
        line: dict[str, object] = {
            "id": each.reference,
            "framework": each.framework,
            "answer": each.answer,
        }
        if options.explain:
            line["terms"] = [asdict(term) for term in each.terms]
        print(json.dumps(line, default=str))
    return 0


def _recalculate(options: argparse.Namespace) -> int:
    now = clock.now()
    with change_access.as_engine(now=now):
        changed = change_allocation.calculate_all(now=now)
    print(json.dumps({"changed": changed}) if options.json else f"{changed} tiers changed.")
    return 0


def _keep_workload(options: argparse.Namespace) -> int:
    now = clock.now()
    with change_access.as_engine(now=now):
        kept = change_allocation.keep_workload(now=now)
    print(json.dumps({"kept": kept}) if options.json else f"The work of {kept} posts is kept.")
    return 0


def _decide(options: argparse.Namespace) -> int:
    found = _decided(options.file, on=options.on)
    if options.compare:
        return _compare_decided(found)
    for each in found:
        if options.json or not sys.stdout.isatty():
            print(json.dumps({"id": each.reference, **each.answer}))
        else:
            print(f"{each.reference}: {_in_words(each)}")
    return 1 if any(each.refused for each in found) else 0


def _try(options: argparse.Namespace) -> int:
    whens = dict(each.partition("=")[::2] for each in options.rule)
    now = clock.now()
    with change_access.as_engine(now=now):
        try:
            made = change_allocation.try_rules(
                title=options.title, whens=whens, is_scored=options.score, now=now
            )
        except (LookupError, Refused) as error:
            raise Fault(str(error)) from error
        groups = allocation.groups_of(made)
    for group in groups:
        if options.json:
            print(json.dumps({"trial": made.number, **asdict(group)}))
        else:
            share = group.share_changed()
            said = "" if share is None else f", {share} percent"
            print(f"{group.words}: {group.changed:,} of {group.cases:,} would change body{said}")
    return 0


def _calibration(options: argparse.Namespace) -> int:
    with change_access.as_engine(now=clock.now()):
        lines = allocation.calibration(options.tool)
    for line in lines:
        if options.json:
            print(json.dumps(asdict(line), default=str))
        else:
            low, high = line.interval
            print(
                f"{line.words}, {line.band or 'no band'}: {line.expected} percent expected, {line.observed} percent"
                f" of {line.cases:,} happened ({low} to {high}){' !' if line.is_off else ''}"
            )
    if not lines and not options.json:
        print("No group has ten scores that are two years old.")
    return 0


def _in_words(each: allocation.DecidedCase) -> str:
    if each.refused:
        return f"refused. {' '.join(each.refused)}"
    outcome = each.answer["outcome"] or "no decision"
    also = f" Also true: {', '.join(each.answer['also'])}." if each.answer["also"] else ""
    return f"{outcome}, by {each.answer['rule']}. {each.answer['says']}{also}"


def _decided(path: Path, *, on: date | None) -> list[allocation.DecidedCase]:
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        return list(allocation.decided_cases(json.loads(text, parse_float=Decimal), on=on))
    except OSError as error:
        raise Fault(f"{path} cannot be read: {error.strerror}.") from error
    except KeyError as error:
        raise Fault(f"{path} is not in the layout of decisions: it lacks {error}.") from error
    except LookupError as error:
        raise Fault(str(error)) from error
    except (TypeError, ValueError, AttributeError) as error:
        raise Fault(f"{path} is not in the layout of decisions: {error}.") from error


def _compare_decided(found: list[allocation.DecidedCase]) -> int:
    wrong = [(each, differs) for each in found if (differs := allocation.differs(each))]
    print(f"all: {len(found) - len(wrong)} / {len(found)}")
    for each, differs in wrong:
        print(f"{each.reference}: expected {json.dumps(differs, default=str)}")
    return 1 if wrong else 0


def _answered(path: Path) -> list[allocation.Answered]:
    try:
        return list(allocation.answered(json.loads(path.read_text(), parse_float=Decimal)))
    except OSError as error:
        raise Fault(f"{path} cannot be read: {error.strerror}.") from error
    except (KeyError, TypeError, ValueError) as error:
        raise Fault(f"{path} is not in the layout of tier cases: {error!r}.") from error


def _compare(found: list[allocation.Answered]) -> int:
    every = Counter(each.framework for each in found)
    wrong = [(each, differs) for each in found if (differs := allocation.differences(each))]
    failed = Counter(each.framework for each, _ in wrong)
    for framework, count in sorted(every.items()):
        print(f"{framework}: {count - failed[framework]} / {count}")
    print(f"all: {len(found) - len(wrong)} / {len(found)}")
    for each, differs in wrong:
        answer = json.dumps(each.answer, default=str)
        print(f"{each.reference}: expected {json.dumps(differs, default=str)}, answered {answer}")
    return 1 if wrong else 0


_PARTS: Final[Mapping[str, Callable[[argparse.Namespace], int]]] = {
    "tier": _tier,
    "decide": _decide,
    "try": _try,
    "calibration": _calibration,
    "recalculate": _recalculate,
    "keep-workload": _keep_workload,
}
