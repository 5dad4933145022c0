"""Races held open: a second writer on a connection of its own, seen to wait for the first."""

import threading
import time
from collections.abc import Callable
from queue import Queue

from django.db import connection

PATIENCE = 60


class Second:
    """Somebody who does something at the same time; `outcome` is the error that it ended in, or None."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act = act
        self._pids: Queue[int] = Queue()
        self._outcomes: Queue[Exception | None] = Queue()
        self._thread = threading.Thread(target=self._run)

    def begins_and_waits(self) -> None:
        """Start, and return once the database has it waiting for a lock.

        Raises:
            AssertionError: it did not wait.
        """
        self._thread.start()
        pid = self._pids.get(timeout=PATIENCE)
        until = time.monotonic() + PATIENCE
        with connection.cursor() as cursor:
            while time.monotonic() < until:
                cursor.execute("SELECT 1 FROM pg_locks WHERE pid = %s AND NOT granted", [pid])
                if cursor.fetchone():
                    return
                assert self._thread.is_alive(), f"it ended without waiting: {self._outcomes.get()}"
                time.sleep(0.02)
        raise AssertionError("it neither waited nor ended")

    def outcome(self) -> Exception | None:
        self._thread.join(timeout=PATIENCE)
        assert not self._thread.is_alive()
        return self._outcomes.get()

    def _run(self) -> None:
        try:
            connection.ensure_connection()
            self._pids.put(connection.connection.info.backend_pid)
            self._act()
        except Exception as error:  # noqa: BLE001  handed to the test, which says what it must be
            self._outcomes.put(error)
        else:
            self._outcomes.put(None)
        finally:
            connection.close()
