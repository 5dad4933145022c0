"""Prove Throughcare: format, lint, types, walls, migrations, tests, browser journeys.

Installs what that needs, Debian's chromium included where it may. What follows `--` goes to pytest:
`./throughcare test -- -k caseload`.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from throughcare.cli.program import Needs
from throughcare.config import browser, front_end, installation
from throughcare.config.environment import ROOT, current
from throughcare.config.faults import Fault

NEEDS = Needs.NOTHING
MOST_PROCESSES = 4
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"


@dataclass(frozen=True, kw_only=True)
class Step:
    name: str
    words: tuple[str, ...]
    """What follows `python`."""


QUICK = (
    Step(name="format", words=("-m", "ruff", "format", "--check", "--quiet", ".")),
    Step(name="lint", words=("-m", "ruff", "check", "--quiet", ".")),
    Step(name="types", words=("-m", "mypy", "--no-error-summary")),
    Step(name="walls between rooms", words=("-c", LINT_IMPORTS)),
    Step(
        name="migrations match models",
        words=("-W", "ignore", "-m", "django", "makemigrations", "--check", "--dry-run"),
    ),
)


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--nightly", action="store_true", help="run the slow tests as well")
    parser.add_argument("--quick", action="store_true", help="stop before pytest")
    parser.add_argument("pytest", nargs="*", metavar="-- PYTEST-OPTION", help="for pytest")


def run(options: argparse.Namespace) -> int:
    _install()
    build = front_end.start_build(current().home)
    failed = [step.name for step in QUICK if not _passes(step)]
    front_end.finish_build(build, home=current().home)
    if failed:
        print(f"Failed: {', '.join(failed)}.", flush=True)
    if options.quick:
        return 1 if failed else 0
    browser.have()
    marked = [] if options.nightly else ["-m", "not nightly"]
    status = _python(["-m", "pytest", *_side_by_side(), *marked, *options.pytest]).returncode
    return status or (1 if failed else 0)


def _side_by_side() -> list[str]:
    """As many processes as there are cores, within reason: each has its own database, all of them one PostgreSQL."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    return [f"--numprocesses={processes}", "--no-loadscope-reorder"] if processes > 1 else []


def _install() -> None:
    try:
        installation.install(root=ROOT, locks=["requirements.txt", "requirements-dev.txt"])
    except installation.InstallationFault as fault:
        raise Fault(str(fault)) from fault


def _passes(step: Step) -> bool:
    started = time.monotonic()
    outcome = _python(step.words, is_quiet=True)
    passed = outcome.returncode == 0
    seconds = time.monotonic() - started
    print(f"{'passed' if passed else 'FAILED'}  {step.name} ({seconds:.0f} s)", flush=True)
    if not passed:
        print(outcome.stdout, flush=True)
    return passed


def _python(words: Sequence[str], *, is_quiet: bool = False) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *words],
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src"), "THROUGHCARE_ROLE": "owner"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if is_quiet else None,
        stderr=subprocess.STDOUT if is_quiet else None,
        text=True,
    )
