"""Serve the pages; needs a migrated database."""

import argparse

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from throughcare.cli.program import Needs
from throughcare.config import front_end, ports, processes, releases, running
from throughcare.config.environment import Role, current

NEEDS = Needs.NOTHING
ROLE = Role.APP
SECONDS_TO_FINISH = 8
"""What a request that is being answered has when the server is told to stop."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=ports.number, help="listen here instead of on PORT or 8000")
    parser.add_argument("--until-closed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    environment = current()
    port = options.port or environment.port
    ports.require_free(address=environment.address, port=port)
    # Whoever starts this beside itself has built already.
    build = None if options.until_closed else front_end.start_build(environment.home)
    with running.database(environment), running.kept_alive(environment):
        releases.require_current(environment)
        if build:
            front_end.finish_build(build, home=environment.home)
        server = Server(
            "throughcare.config.wsgi:application",
            address=environment.address,
            port=port,
            interface=Interfaces.WSGI,
            workers=environment.processes,
            blocking_threads=environment.threads,
            log_level=LogLevels.error,  # it warns of threads that wait for the database
            respawn_failed_workers=True,
            # One told to stop while it starts does not hear it, and would be waited for for ever.
            workers_kill_timeout=SECONDS_TO_FINISH,
        )
        if options.until_closed:
            processes.stop_when_closed()
        server.serve()
    return 0
