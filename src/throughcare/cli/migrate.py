"""Bring the database to this release; safe to repeat."""

import argparse
import json

from throughcare.cli.program import Needs
from throughcare.config import migrating

NEEDS = Needs.DATABASE


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the applied migrations as JSON")


def run(options: argparse.Namespace) -> int:
    applied = migrating.migrate()
    if options.json:
        print(json.dumps({"applied": applied}))
    else:
        print("\n".join(f"Applied {name}" for name in applied) or "Nothing to apply.")
    return 0
