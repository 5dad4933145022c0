"""Deliver events and run background jobs; needs a migrated database."""

import argparse
from collections.abc import Callable
from importlib import import_module

from django.db import close_old_connections
from procrastinate.exceptions import ConnectorException

from throughcare.config import losses, processes, rehearsing
from throughcare.config.environment import Role, current
from throughcare.config.faults import Fault
from throughcare.outbox import commands as outbox
from throughcare.rehearsal import commands as change_rehearsal

ROLE = Role.ENGINE


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until-closed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    environment = current()
    if environment.rehearsals.is_copy:
        raise Fault("The copy of a rehearsal has no worker: nothing is sent from it.")
    change_rehearsal.start_with(
        rehearsing.start_program, tidier=lambda: rehearsing.tidy(environment)
    )
    change_rehearsal.clear_up()
    if options.until_closed:
        processes.stop_when_closed()
    queue = import_module("procrastinate.contrib.django").app  # needs Django set up
    try:
        with (
            outbox.at_work(),
            queue.replace_connector(queue.connector.get_worker_connector()) as working,
        ):
            working.run_worker(
                name="throughcare",
                listen_notify=True,
                delete_jobs="successful",
                task_middleware=[with_sound_connection],
            )
    except ConnectorException as lost:
        raise Fault(losses.gone(environment, said=str(lost.__cause__ or lost))) from lost
    return 0


def with_sound_connection(
    call_next: Callable[[], object], _context: object, _worker: object
) -> object:
    """Do a task, and let go of a connection that broke or is too old, as requests do."""
    close_old_connections()
    try:
        return call_next()
    finally:
        close_old_connections()
