"""Have a database: ours, started and stopped here, or the one that DATABASE_URL names."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from throughcare.config import ends, postgres, roles
from throughcare.config.environment import Environment
from throughcare.config.faults import Fault

SECONDS_BETWEEN_LOOKS = 1
SECONDS_AFTER_A_FAILURE = 10


def embedded_server(environment: Environment) -> postgres.Server:
    return postgres.Server(home=environment.home)


def is_used(environment: Environment) -> bool:
    """Tell whether any program uses our own PostgreSQL."""
    return environment.is_embedded and postgres.is_used(embedded_server(environment))


@contextmanager
def database(environment: Environment) -> Iterator[None]:
    """Have a prepared database for as long as the block runs.

    Raises:
        Fault: it cannot be had; says why and what to do.
    """
    if not environment.is_embedded:
        roles.prepare_given(environment)
        yield
        return
    server = embedded_server(environment)
    with postgres.running(server):
        superuser = roles.Superuser(socket=server.socket, password=server.superuser_password)
        try:
            roles.prepare_embedded(superuser, secret_key=environment.secret_key)
        except psycopg.OperationalError as fault:
            raise Fault(
                ends.of_silence(server, said=str(fault), is_alive=postgres.is_alive(server))
            ) from fault
        yield


@contextmanager
def kept_alive(environment: Environment) -> Iterator[None]:
    """Start our PostgreSQL again, should it be killed while the block runs."""
    if not environment.is_embedded:
        yield
        return
    server = embedded_server(environment)
    ended = threading.Event()

    def look() -> None:
        wait = SECONDS_BETWEEN_LOOKS
        while not ended.wait(wait):
            wait = SECONDS_BETWEEN_LOOKS
            if postgres.is_alive(server):
                continue
            try:
                postgres.revive(server)
                print("PostgreSQL had ended; it was started again.", file=sys.stderr)
            except Fault as fault:
                print(fault, file=sys.stderr)
                wait = SECONDS_AFTER_A_FAILURE

    watcher = threading.Thread(target=look, name="postgres-watcher", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        ended.set()
        watcher.join()
