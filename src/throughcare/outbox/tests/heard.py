"""Facts to announce in tests, and a room that listens."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection

from throughcare.outbox.events import Event

NOON = datetime(2014, 6, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class CaseMoved(Event, name="outbox.case-moved.v1", subject="case_id"):
    case_id: int
    step: int


class Listener:
    """Remembers what it heard; fails on the steps it is told to fail on, after hearing them."""

    __module__ = "throughcare.outbox.tests.heard"

    def __init__(self, name: str) -> None:
        self.__qualname__ = name
        self.heard: list[tuple[int, int]] = []
        self.fails_on: set[tuple[int, int]] = set()

    def __call__(self, event: CaseMoved, /, *, now: datetime) -> None:
        self.heard.append((event.case_id, event.step))
        if (event.case_id, event.step) in self.fails_on:
            raise LookupError(now)


def note_down(event: CaseMoved, /, *, now: datetime) -> None:
    """React with a row, which stands or falls with the record of the delivery."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO outbox_heard (case_id, step, at) VALUES (%s, %s, %s)",
            [event.case_id, event.step, now],
        )
