"""List every setting, what it means and what it is when left out."""

import argparse
import json
from dataclasses import asdict

from throughcare.cli.program import Needs
from throughcare.config.environment import SETTINGS

NEEDS = Needs.NOTHING
INTRODUCTION = """# Settings

<!-- Written by `./throughcare settings`; a test holds the two together. -->

Every setting is an environment variable. All are read once and checked at the start: a wrong one
stops the program with a sentence that says what to do. None is needed for `./throughcare demo`.
"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the list as JSON")


def run(options: argparse.Namespace) -> int:
    if options.json:
        print(json.dumps([asdict(setting) for setting in SETTINGS], indent=2))
    else:
        print(page(), end="")
    return 0


def page() -> str:
    """Give `docs/settings.md`."""
    parts = [
        f"## {setting.name}\n\n{setting.meaning}\n\n"
        f"- Left out: {setting.default}\n- For example: {_code(setting.example)}\n"
        for setting in SETTINGS
    ]
    return "\n".join([INTRODUCTION, *parts])


def _code(example: str) -> str:
    return example if "`" in example else f"`{example}`"
