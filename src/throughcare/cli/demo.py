"""Show Throughcare: the demonstration nation, ready to sign in to.

Starts PostgreSQL, loads the nation the first time, serves it on 127.0.0.1 and, at Ctrl-C, stops all
that it started. Killed at any point and started again, it goes on.
"""

import argparse
import os
import time
from contextlib import ExitStack
from importlib import import_module

from throughcare.cli.program import Needs
from throughcare.config import (
    front_end,
    ports,
    processes,
    releases,
    resetting,
    running,
)
from throughcare.config.environment import Environment, Role, current
from throughcare.config.faults import Fault

NEEDS = Needs.NOTHING
ROLE = Role.OWNER
SIZES = ("small", "medium", "national")
ADDRESS = "127.0.0.1"
SECONDS_BEFORE_ANOTHER_WORKER = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--size",
        choices=SIZES,
        help="a fiftieth, a tenth or all of the nation; left out, the one that is there, or small",
    )
    parser.add_argument("--port", type=ports.number, help="listen here instead of on PORT or 8000")
    parser.add_argument("--no-serve", action="store_true", help="load, then stop")
    parser.add_argument(
        "--reset",
        action="store_true",
        help="first delete the demonstration's database that is there; one with real records stays",
    )


def run(options: argparse.Namespace) -> int:
    os.environ |= {"THROUGHCARE_DEMONSTRATION": "yes", "ADDRESS": ADDRESS}
    environment = current()
    port = options.port or environment.port
    if not options.no_serve:
        # One that was killed a moment ago has a web server that is just stopping.
        ports.require_free(
            address=ADDRESS, port=port, is_stopping=lambda: running.is_used(environment)
        )
    if options.reset:
        _say(resetting.reset(environment))
    build = front_end.start_build(environment.home)
    with running.database(environment):
        size = _ready_size(environment)
        is_made = size is not None and size == (options.size or size)
        if not is_made:
            size = _prepare(size=options.size)
        if environment.is_embedded:
            resetting.mark(environment)
        front_end.finish_build(build, home=environment.home)
        if options.no_serve:
            _say(f"The {size} nation is ready. `./throughcare demo` serves it.")
        elif is_made:
            _serve(port=port)
    if not is_made and not options.no_serve:
        # PostgreSQL was filled as a new one, and starts again as one that can be copied while it serves.
        with running.database(environment):
            _serve(port=port)
    return 0


def _ready_size(environment: Environment) -> str | None:
    """Give the nation that an earlier start left whole, at this release; asked without Django."""
    with releases.connect_as_owner(environment) as connection:
        if releases.unapplied(connection):
            return None
        ready = connection.execute("SELECT size FROM nation_load WHERE is_complete").fetchone()
    return str(ready[0]) if ready else None


def _prepare(*, size: str | None) -> str:
    """Bring the database to this release and make the nation; gives its size."""
    import_module("django").setup()
    migrating = import_module("throughcare.config.migrating")
    nation = import_module("throughcare.cli.nation")
    if applied := migrating.migrate():
        _say(f"Prepared the database ({len(applied)} steps).")
    made = str(nation.make_or_go_on(size=size))
    import_module("django.db").connections.close_all()
    return made


def _serve(*, port: int) -> None:
    """Serve until told to stop.

    Raises:
        Fault: a program that this one started ended by itself.
    """
    with ExitStack() as started:
        web = started.enter_context(processes.child(["serve", "--port", str(port)], environ={}))
        ports.wait_until_answered(address=ADDRESS, port=port, is_alive=lambda: web.poll() is None)
        _print_who_to_sign_in_as()
        _say(f"Open http://{ADDRESS}:{port}/ (Ctrl-C stops it)")
        while web.poll() is None:
            # A worker ends when it loses the database, which may come back.
            with processes.child(["worker"], environ={}) as worker:
                processes.wait_for_one_of(web, worker)
            time.sleep(SECONDS_BEFORE_ANOTHER_WORKER)
        raise Fault("The web server ended by itself; the lines above say why. Start again.")


def _print_who_to_sign_in_as() -> None:
    import_module("django").setup()
    access = import_module("throughcare.access.queries")
    rich = import_module("rich.console")
    table = import_module("rich.table").Table("Sign in as", "Who is", "In")
    for kind in access.kinds_of_user():
        table.add_row(kind.display_name, kind.role.label, kind.unit or kind.body)
    rich.Console().print(table)


def _say(words: str) -> None:
    print(words, flush=True)
