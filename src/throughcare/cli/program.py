"""The program: finds the sub-command, prepares what it needs, runs it, words its failures.

A sub-command is a module of this package that has

- a docstring, whose first line is its help;
- `arguments(parser)`, which declares its options;
- `run(options)`, which does the work and gives the exit status;
- `NEEDS`, what is prepared for it: `Needs.NOTHING`, `Needs.DJANGO`, `Needs.DATABASE`, or (where it
  says nothing) `Needs.CURRENT_DATABASE`;
- `ROLE`, as whom it signs in to the database: `Role.OWNER` where it says nothing.

`throughcare/cli/nation.py` is `throughcare nation`; an underscore in the name becomes a hyphen.
`NEEDS` and `ROLE` are read from the text of the module, since both are settled before it is loaded. Where they differ
for a part of a sub-command, the module says so under a longer name: `ROLE_TAKE_OVER` is for `restructure take-over`, and
`NEEDS_HAND_OVER_VERIFY` for `restructure hand-over --verify`, wherever among the options that one stands.
"""

import argparse
import ast
import importlib
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from enum import Enum, auto
from pathlib import Path
from typing import Protocol, cast

import throughcare.cli
from throughcare.config import losses, processes, releases, running
from throughcare.config.environment import Role, current
from throughcare.config.faults import Fault

EXIT_FAULT = 1
EXIT_INTERRUPTED = 130
NOT_COMMANDS = {"apps", "dry_run", "handing_over", "program", "tests"}


class Needs(Enum):
    """What is prepared before a sub-command runs."""

    NOTHING = auto()
    DJANGO = auto()
    DATABASE = auto()
    """At whatever release."""
    CURRENT_DATABASE = auto()
    """With every migration of this release."""


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
    processes.stop_on_terminate()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    os.environ["THROUGHCARE_ROLE"] = _role(chosen, part=words[1:]).name.lower()
    try:
        if any(_needs(name, part=words[1:]) is not Needs.NOTHING for name in chosen):
            importlib.import_module("django").setup()  # a quarter of a second that some do without
        commands = {name: _load(name) for name in chosen}
        options = _parser(commands).parse_args(words)
        with ExitStack() as held:
            _prepare(_needs(options.command, part=words[1:]), held=held)
            return commands[options.command].run(options)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except Fault as fault:
        print(fault, file=sys.stderr)
        return EXIT_FAULT
    except losses.errors() as error:
        if (said := losses.worded(error, environment=current())) is None:
            raise
        print(said, file=sys.stderr)
        return EXIT_FAULT


def _prepare(needs: Needs, *, held: ExitStack) -> None:
    if needs in {Needs.DATABASE, Needs.CURRENT_DATABASE}:
        held.enter_context(running.database(current()))
    if needs is Needs.CURRENT_DATABASE:
        releases.require_current(current())


def _parser(commands: Mapping[str, Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./throughcare",
        description="Throughcare: the whole path of a person through prison and probation.",
    )
    subparsers = parser.add_subparsers(
        dest="command", required=True, metavar="COMMAND", title="commands"
    )
    for name, command in commands.items():
        about = (command.__doc__ or "").strip()
        subparser = subparsers.add_parser(
            name,
            help=about.partition("\n")[0],
            description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.arguments(subparser)
    return parser


def _role(chosen: Sequence[str], *, part: Sequence[str]) -> Role:
    declared = _declared_for(chosen[0], part=part, name="ROLE") if len(chosen) == 1 else ""
    return Role[declared] if declared else Role.OWNER


def _needs(command: str, *, part: Sequence[str]) -> Needs:
    declared = _declared_for(command, part=part, name="NEEDS")
    return Needs[declared] if declared else Needs.CURRENT_DATABASE


def _declared_for(command: str, *, part: Sequence[str], name: str) -> str:
    """Give what is declared for the words that follow a sub-command: the first with an option, the first, or none of them."""
    first = "_".join([name, *map(_in_a_name, part[:1])])
    longer = [f"{first}_{_in_a_name(word)}" for word in part[1:] if word.startswith("--")]
    return next(
        filter(None, (_declared(command, name=each) for each in [*longer, first, name])), ""
    )


def _in_a_name(word: str) -> str:
    """Write a word of the command line, without the value of an option, as it stands in the name of what is declared."""
    return word.partition("=")[0].strip("-").replace("-", "_").upper()


def _declared(command: str, *, name: str) -> str:
    """Give the last word of what a module sets a name to, or nothing where it does not."""
    spec = importlib.util.find_spec(_module(command))
    if spec is None or spec.origin is None:
        return ""
    for statement in ast.parse(Path(spec.origin).read_text()).body:
        if (
            isinstance(statement, ast.Assign)
            and isinstance(statement.value, ast.Attribute)
            and [ast.unparse(target) for target in statement.targets] == [name]
        ):
            return statement.value.attr
    return ""


def _module(command: str) -> str:
    return f"throughcare.cli.{command.replace('-', '_')}"


def _load(command: str) -> Command:
    module = importlib.import_module(_module(command))
    return cast("Command", module)  # a module is checked against a protocol only when named
