"""Measure one piece of work beside its floor, in one run.

Each benchmark is a file of `benchmarks/` with `arguments(parser)` and `run(options)`, which gives
the lines of its table, each as soon as it is measured.
"""

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterable
from types import ModuleType

from throughcare.cli.program import Needs
from throughcare.config.environment import ROOT

NEEDS_FAULTS = Needs.NOTHING
NEEDS_GROWTH = Needs.NOTHING
NEEDS_LINKAGE = Needs.DJANGO
NEEDS_NATION = Needs.DATABASE
NEEDS_PAGE_GROWTH = Needs.NOTHING
NEEDS_RISK = Needs.DJANGO
NEEDS_SENTENCES = Needs.NOTHING
PLACE = ROOT / "benchmarks"


def names() -> list[str]:
    return sorted(path.stem for path in PLACE.glob("[a-z]*.py"))


def arguments(parser: argparse.ArgumentParser) -> None:
    parts = parser.add_subparsers(dest="name", required=True, metavar="NAME")
    for name in names():
        benchmark = _load(name)
        part = parts.add_parser(name, help=(benchmark.__doc__ or "").strip().splitlines()[0])
        part.add_argument("--json", action="store_true", help="print each line as JSON")
        benchmark.arguments(part)


def run(options: argparse.Namespace) -> int:
    rows: Iterable[dict[str, str | float]] = _load(options.name).run(options)
    for row in rows:
        text = "  ".join(f"{key}: {value}" for key, value in row.items())
        print(json.dumps(row) if options.json else text, flush=True)
    return 0


def _load(name: str) -> ModuleType:
    if str(ROOT) not in sys.path:  # one that fills several files finds the others
        sys.path.append(str(ROOT))
    spec = importlib.util.spec_from_file_location(f"benchmarks.{name}", PLACE / f"{name}.py")
    if spec is None or spec.loader is None:
        raise LookupError(name)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
