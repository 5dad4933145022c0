"""Deliver events and run background jobs; needs a migrated database."""

import argparse
from importlib import import_module

from throughcare.config import processes
from throughcare.config.environment import Role

ROLE = Role.ENGINE


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until-closed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.until_closed:
        processes.stop_when_closed()
    queue = import_module("procrastinate.contrib.django").app  # needs Django set up
    with queue.replace_connector(queue.connector.get_worker_connector()) as working:
        working.run_worker(name="throughcare", listen_notify=True, delete_jobs="successful")
    return 0
