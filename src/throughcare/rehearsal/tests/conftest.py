"""The tiny nation on the eve of the reform of 2014, as the tests of restructures have it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, connections

from throughcare.rehearsal.rules.outcome import Outcome, Timed
from throughcare.rehearsal.rules.parts import LIMITS, PARTS
from throughcare.restructure.tests.conftest import (
    eve,
    eve_once,
    first_morning,
    first_morning_once,
    nation,
    sign_in,
)
from throughcare.restructure.tests.stages import EVE

__all__ = ["EVE", "eve", "eve_once", "first_morning", "first_morning_once", "nation", "sign_in"]

MACHINE = datetime(2026, 11, 26, 2, tzinfo=UTC)


def went_well(**other: Any) -> Outcome:  # Any: fields of an outcome
    """An outcome of a rehearsal in which every part was done in a second."""
    parts = tuple(
        Timed(name=part.name, seconds=1, limit=LIMITS[part.name], is_done=True) for part in PARTS
    )
    return replace(Outcome(parts=parts, limits=LIMITS, accounts=2, pages=40), **other)


def rows(statement: str, *values: str) -> list[tuple[Any, ...]]:  # Any: columns of any type
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


class _Quiet(WSGIRequestHandler):
    def log_message(self, *words: object) -> None:
        pass


@contextmanager
def pages_served() -> Iterator[str]:
    """Serve the pages of the database that Django is pointed at, one request at a time."""
    server: WSGIServer = make_server("127.0.0.1", 0, get_wsgi_application(), handler_class=_Quiet)

    def serve() -> None:
        server.serve_forever(0.05)
        connections.close_all()

    thread = Thread(target=serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        close_old_connections()


@pytest.fixture
def as_a_copy(settings) -> None:
    """Settings as the copy of a rehearsal has them."""
    settings.REHEARSAL = True
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
