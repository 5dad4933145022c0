"""Release dates: calculate cases that are kept in files, and compare with those that were published.

`./throughcare sentences calculate FILE.json…|DIR --output DIR` writes the answer to each case under the same relative name: dates, or
what is wrong. Without a file one case is read from standard input. With --explain each answer says how every date came about. A file
that is no case has an answer that says so, and stops no other.
`./throughcare sentences sheet FILE.json… --output DIR` writes a calculation sheet for each, as a page and as a PDF, to go the way to
each date again on paper.
`./throughcare sentences conformance DIR` compares with cases whose answers were published, and prints passed and all, by category and
by the law they were made under; it fails where a first-level answer differs.
`./throughcare sentences recalculate --all --output DIR` works everybody's dates out again, and tells whose would change; with --law
SCENARIO and --on DAY under a law before its day. With --keep, what changes waits for somebody to approve it. Stopped and started
again, it goes on where it was.
"""

import argparse
import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from throughcare.cli.program import Needs
from throughcare.config.faults import Fault
from throughcare.sentences import queries as sentences

NEEDS = Needs.NOTHING
NEEDS_SHEET = Needs.DJANGO
NEEDS_RECALCULATE = Needs.CURRENT_DATABASE
AT_A_TIME = 32
STANDARD_INPUT = Path("case.json")

Given = TypeVar("Given")
Made = TypeVar("Made")


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="part", required=True, metavar="PART")
    calculate = parts.add_parser("calculate", help="work out the release dates of cases in files")
    calculate.add_argument(
        "paths", type=Path, nargs="*", metavar="FILE.json|DIR", help="else one case is read"
    )
    calculate.add_argument("--output", type=Path, metavar="DIR", help="else answers are printed")
    calculate.add_argument("--explain", action="store_true", help="say how each date came about")
    sheet = parts.add_parser("sheet", help="write calculation sheets, as pages and PDFs")
    sheet.add_argument("paths", type=Path, nargs="+", metavar="FILE.json|DIR")
    sheet.add_argument("--output", type=Path, required=True, metavar="DIR")
    conformance = parts.add_parser("conformance", help="compare with published answers")
    conformance.add_argument("directory", type=Path, metavar="DIR")
    conformance.add_argument("--json", action="store_true", help="print the result as JSON")
    recalculate = parts.add_parser("recalculate", help="work everybody's dates out again")
    if _has_django():
        importlib.import_module("throughcare.cli._recalculate").arguments(recalculate)
    for each in (calculate, conformance):
        each.add_argument("--jobs", type=int, default=1, metavar="N", help="processes to use")


def run(options: argparse.Namespace) -> int:
    if options.part == "sheet":
        return _sheets(options)
    if options.part == "recalculate":
        code: int = importlib.import_module("throughcare.cli._recalculate").run(options)
        return code
    if options.jobs < 1:
        raise Fault("There must be one job at least.")
    if options.part == "conformance":
        return _conformance(options.directory, jobs=options.jobs, is_json=options.json)
    return _calculate(options)


def _has_django() -> bool:
    """Whether what needs Django may be read: not where files alone are calculated."""
    return "django.apps" in sys.modules and sys.modules["django.apps"].apps.ready


def _calculate(options: argparse.Namespace) -> int:
    if not options.paths:
        _tell_answer(
            STANDARD_INPUT,
            _answered_text(sys.stdin.read(), explain=options.explain),
            to=options.output,
        )
        return 0
    named = list(_named(options.paths))
    work = partial(_answered, explain=options.explain)
    failed = 0
    for (name, _), found in zip(
        named, _mapped(work, [path for _, path in named], jobs=options.jobs), strict=True
    ):
        failed += found.get("error") == sentences.NOT_A_CASE
        _tell_answer(name, found, to=options.output)
    print(f"{len(named)} cases, of which {failed} could not be read.", file=sys.stderr)
    return 0


def _sheets(options: argparse.Namespace) -> int:
    sheets = importlib.import_module(
        "throughcare.sentences.queries.sheets"
    )  # needs Django, as nothing else here does
    now = importlib.import_module("throughcare.clock.queries").now()
    for name, path in _named(options.paths):
        try:
            given = sentences.read(json.loads(path.read_text(encoding="utf-8")))
        except (AttributeError, LookupError, OSError, TypeError, ValueError) as error:
            raise Fault(f"{path} is not in the layout of a case: {error!r}.") from error
        found = sheets.sheet(given, reference=name.with_suffix("").as_posix())
        place = options.output / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.with_suffix(".html").write_text(sheets.html(found), encoding="utf-8")
        place.with_suffix(".pdf").write_bytes(sheets.pdf(found, now=now))
    return 0


def _named(paths: Iterable[Path]) -> Iterator[tuple[Path, Path]]:
    """Every file with the relative name that its answer has."""
    for path in paths:
        if path.is_dir():
            for file in sorted(path.rglob("*.json")):
                yield file.relative_to(path), file
        elif path.exists():
            yield Path(path.name), path
        else:
            raise Fault(f"There is no {path}.")


def _answered(path: Path, *, explain: bool) -> sentences.Answer:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        return {"outcome": "error", "error": sentences.NOT_A_CASE, "message": str(error)}
    return _answered_text(text, explain=explain)


def _answered_text(text: str, *, explain: bool) -> sentences.Answer:
    try:
        written = json.loads(text)
    except (RecursionError, ValueError) as error:
        return {"outcome": "error", "error": sentences.NOT_A_CASE, "message": str(error)}
    return sentences.answer(written, explain=explain)


def _tell_answer(name: Path, found: sentences.Answer, *, to: Path | None) -> None:
    if to is None:
        print(json.dumps({"name": name.as_posix(), **found}, ensure_ascii=False))
        return
    path = to / name
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(found, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")


def _mapped(
    work: Callable[[Given], Made], several: Sequence[Given], *, jobs: int
) -> Iterator[Made]:
    if jobs == 1:
        yield from map(work, several)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(work, several, chunksize=AT_A_TIME)


def _conformance(directory: Path, *, jobs: int, is_json: bool) -> int:
    inner = directory / "cases"
    files = sorted((inner if inner.is_dir() else directory).rglob("*.json"))
    if not files:
        raise Fault(f"There are no cases in {directory}.")
    found = list(_mapped(_compared, files, jobs=jobs))
    print(json.dumps(_report(found), indent=2)) if is_json else _tell(found)
    return 0 if all(each.agrees for each in found) else 1


def _compared(path: Path) -> sentences.Compared:
    try:
        case = json.loads(path.read_text(encoding="utf-8"))
        return sentences.compared(case, sentences.answer(case))
    except (KeyError, ValueError) as error:
        raise Fault(f"{path} is not a published case: {error!r}.") from error


def _report(found: Sequence[sentences.Compared]) -> dict[str, Any]:  # Any: JSON
    levels = {
        by: {
            name: {"passed": passed, "all": count}
            for name, (passed, count) in _counted(found, by).items()
        }
        for by in ("category", "configuration")
    }
    second = {
        name: {"passed": passed, "all": count} for name, (passed, count) in _second(found).items()
    }
    return {
        "passed": sum(each.agrees for each in found),
        "all": len(found),
        **levels,
        "second": second,
        "differing": {each.id: each.first for each in found if not each.agrees},
    }


def _tell(found: Sequence[sentences.Compared]) -> None:
    for by in ("category", "configuration"):
        print(f"By {by}:")
        for name, (passed, count) in _counted(found, by).items():
            print(f"  {name}: {passed} / {count}")
    print("Second level:")
    for name, (passed, count) in _second(found).items():
        print(f"  {name}: {passed} / {count}")
    print(f"All, first level: {sum(each.agrees for each in found)} / {len(found)}")
    for each in found:
        for key, (expected, answered) in each.first.items():
            print(f"{each.id}: {key}: expected {json.dumps(expected)}, answered {answered}")


def _counted(found: Iterable[sentences.Compared], by: str) -> dict[str, tuple[int, int]]:
    several = list(found)
    every = Counter(getattr(each, by) for each in several)
    passed = Counter(getattr(each, by) for each in several if each.agrees)
    return {name: (passed[name], count) for name, count in sorted(every.items())}


def _second(found: Iterable[sentences.Compared]) -> dict[str, tuple[int, int]]:
    several = list(found)
    every = Counter(key for each in several for key in each.second)
    passed = Counter(key for each in several for key, differs in each.second.items() if not differs)
    return {name: (passed[name], count) for name, count in sorted(every.items())}
