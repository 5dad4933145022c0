"""Deliver events and run background jobs; needs a migrated database."""

import argparse

from throughcare.config import processes
from throughcare.config.environment import Role

ROLE = Role.ENGINE


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until-closed", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    from procrastinate.contrib.django import app  # noqa: PLC0415 needs Django set up

    if options.until_closed:
        processes.stop_when_closed()
    connector = app.connector.get_worker_connector()
    with app.replace_connector(connector) as working:
        working.run_worker(name="throughcare", listen_notify=True, delete_jobs="successful")
    return 0
