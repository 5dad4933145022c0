"""The program: finds the sub-command, prepares what it needs, runs it, words its failures.

A sub-command is a module of this package that has

- a docstring, whose first line is its help;
- `arguments(parser)`, which declares its options;
- `run(options)`, which does the work and gives the exit status;
- `NEEDS`, what is prepared for it: `Needs.NOTHING`, `Needs.DJANGO`, or (where it says nothing)
  `Needs.DATABASE`;
- `ROLE`, as whom it signs in to the database: `Role.OWNER` where it says nothing.

`throughcare/cli/nation.py` is `throughcare nation`; an underscore in the name becomes a hyphen.
"""

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from enum import Enum, auto
from typing import Protocol, cast

import django

import throughcare.cli
from throughcare.config import processes, running
from throughcare.config.environment import Role, current
from throughcare.config.faults import Fault

EXIT_FAULT = 1
EXIT_INTERRUPTED = 130
NOT_COMMANDS = {"apps", "program", "tests"}


class Needs(Enum):
    """What is prepared before a sub-command runs."""

    NOTHING = auto()
    DJANGO = auto()
    DATABASE = auto()


class Command(Protocol):
    __doc__: str | None
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Callable[[argparse.Namespace], int]


def names() -> list[str]:
    """Give the sub-commands as they are typed, in order."""
    return sorted(
        module.name.replace("_", "-")
        for module in pkgutil.iter_modules(throughcare.cli.__path__)
        if not module.name.startswith("_") and module.name not in NOT_COMMANDS
    )


def main(words: Sequence[str]) -> int:
    """Run one sub-command and give the exit status."""
    known = names()
    chosen = [words[0]] if words and words[0] in known else known
    parser = argparse.ArgumentParser(
        prog="./throughcare",
        description="Throughcare: the whole path of a person through prison and probation.",
    )
    subparsers = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", title="commands"
    )
    commands = {name: _load(name) for name in chosen}
    for name, command in commands.items():
        about = (command.__doc__ or "").strip()
        subparser = subparsers.add_parser(
            name,
            help=about.splitlines()[0] if about else "",
            description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(subparser)
    options = parser.parse_args(words)
    return _run(commands[options.command], options=options)


def _load(name: str) -> Command:
    module = importlib.import_module(f"throughcare.cli.{name.replace('-', '_')}")
    return cast("Command", module)  # a module is checked against a protocol only when named


def _run(command: Command, *, options: argparse.Namespace) -> int:
    os.environ["THROUGHCARE_ROLE"] = getattr(command, "ROLE", Role.OWNER).name.lower()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    needs = getattr(command, "NEEDS", Needs.DATABASE)
    processes.stop_on_terminate()
    try:
        with ExitStack() as held:
            if needs is Needs.DATABASE:
                held.enter_context(running.database(current()))
            if needs is not Needs.NOTHING:
                django.setup()
            return command.run(options)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Fault as fault:
        print(fault, file=sys.stderr)
        return EXIT_FAULT
