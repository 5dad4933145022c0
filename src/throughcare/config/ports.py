"""A port to listen on."""

import argparse
import errno
import socket
import time
from collections.abc import Callable

from throughcare.config.environment import HIGHEST_PORT
from throughcare.config.faults import Fault

SECONDS_BETWEEN_TRIES = 0.05
SECONDS_FOR_AN_ANSWER = 10
SECONDS_FOR_WHAT_STOPS = 12


def number(text: str) -> int:
    """Read a port that was typed, for `argparse`."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= HIGHEST_PORT:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number from 1 to {HIGHEST_PORT}")


def any_free(*, address: str) -> int:
    """A port that nothing listens on, chosen by the system; another program may take it before it is used."""
    with socket.socket() as listener:
        listener.bind((address, 0))
        return int(listener.getsockname()[1])


def require_free(
    *, address: str, port: int, is_stopping: Callable[[], bool] = lambda: False
) -> None:
    """See that nothing listens on a port; wait a little for what may be stopping there.

    Raises:
        Fault: something does, or we may not.
    """
    deadline = time.monotonic() + SECONDS_FOR_WHAT_STOPS
    while True:
        try:
            _try(address=address, port=port)
        except Fault:
            if time.monotonic() > deadline or not is_stopping():
                raise
            time.sleep(SECONDS_BETWEEN_TRIES)
        else:
            return


def _try(*, address: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((address, port))
        except OSError as fault:
            raise Fault(_explain(fault, address=address, port=port)) from fault


def _explain(fault: OSError, *, address: str, port: int) -> str:
    if fault.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is in use by another program. Stop that program, or choose another "
            f"port: --port {port + 1 if port < HIGHEST_PORT else port - 1}."
        )
    if fault.errno == errno.EACCES:
        return f"Only root may listen on port {port}. Choose one above 1023: --port 8000."
    return f"Cannot listen on {address} port {port} ({fault.strerror}). Check ADDRESS and PORT."


def wait_until_answered(*, address: str, port: int, is_alive: Callable[[], bool]) -> None:
    """Wait until a web server answers on a port: it listens sooner than it can.

    Raises:
        Fault: what should listen there is not alive any more.
    """
    while True:
        try:
            with socket.create_connection((address, port), timeout=SECONDS_FOR_AN_ANSWER) as web:
                web.sendall(
                    f"HEAD / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n".encode()
                )
                if web.recv(1):
                    return
        except OSError:
            if not is_alive():
                raise Fault("The web server did not start; the lines above say why.") from None
        time.sleep(SECONDS_BETWEEN_TRIES)
