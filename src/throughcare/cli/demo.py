"""Show Throughcare: the demonstration nation, ready to sign in to.

Starts PostgreSQL, loads the nation the first time, serves it on 127.0.0.1 and, at Ctrl-C, stops all
that it started. Killed at any point and started again, it goes on.
"""

import argparse
import os
from contextlib import ExitStack
from importlib import import_module

import django
from rich.console import Console
from rich.table import Table

from throughcare.cli import program
from throughcare.cli.program import Needs
from throughcare.config import (
    front_end,
    migrating,
    ports,
    postgres,
    processes,
    running,
)
from throughcare.config.environment import Environment, Role, current
from throughcare.config.faults import Fault

NEEDS = Needs.NOTHING
ROLE = Role.OWNER
SIZES = ("small", "medium", "national")
ADDRESS = "127.0.0.1"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size", choices=SIZES, default="small", help="a fiftieth, a tenth or all of the nation"
    )
    parser.add_argument("--port", type=int, help="listen here instead of on PORT or 8000")
    parser.add_argument("--no-serve", action="store_true", help="load, then stop")
    parser.add_argument(
        "--reset", action="store_true", help="delete the database that is there, and start afresh"
    )


def run(options: argparse.Namespace) -> int:
    os.environ |= {"THROUGHCARE_DEMONSTRATION": "yes", "ADDRESS": ADDRESS}
    environment = current()
    port = options.port or environment.port
    if not options.no_serve:
        ports.require_free(address=ADDRESS, port=port)
    build = front_end.start_build(environment.home)
    if options.reset:
        _reset(environment)
    console = Console()
    with running.database(environment):
        django.setup()
        if applied := migrating.migrate():
            console.print(f"Prepared the database ({len(applied)} steps).")
        front_end.finish_build(build)
        _load(size=options.size)
        if not options.no_serve:
            _serve(port=port, console=console)
    return 0


def _load(*, size: str) -> None:
    if "nation" not in program.names():
        return
    nation = import_module("throughcare.cli.nation")  # needs Django set up
    nation.make(size=size, seed=nation.nation.DEFAULT_SEED)


def _print_who_to_sign_in_as(console: Console) -> None:
    access = import_module("throughcare.access.queries")  # needs Django set up
    table = Table("Sign in as", "Who is", "In")
    for kind in access.kinds_of_user():
        table.add_row(kind.display_name, kind.role.label, kind.unit or kind.body)
    console.print(table)


def _reset(environment: Environment) -> None:
    if not environment.is_embedded:
        raise Fault(
            "--reset deletes only a database that Throughcare runs by itself. Yours is named by "
            "DATABASE_URL: empty it there."
        )
    postgres.remove(running.embedded_server(environment))


def _serve(*, port: int, console: Console) -> None:
    """Serve until told to stop.

    Raises:
        Fault: a program that this one started ended by itself.
    """
    with ExitStack() as started:
        web = started.enter_context(processes.child(["serve", "--port", str(port)], environ={}))
        started.enter_context(processes.child(["worker"], environ={}))
        ports.wait_until_answered(address=ADDRESS, port=port, is_alive=lambda: web.poll() is None)
        _print_who_to_sign_in_as(console)
        console.print(f"Open http://{ADDRESS}:{port}/ (Ctrl-C stops it)")
        web.wait()
        raise Fault("The web server ended by itself; the lines above say why.")
