"""Where the PostgreSQL of the tests has its data: in memory, where there is room.

Each copy of a database is two thousand files. Where as many were deleted within the last half minute, ext4 looks past the place
of every one of them for each file that it makes, and a copy takes more than a second; in memory it takes a tenth of one.
"""

import os
import shutil
from pathlib import Path
from tempfile import mkdtemp

from throughcare.config import machine, postgres

MEMORY = Path("/dev/shm")  # noqa: S108  entered by way of directories with drawn names, for us alone
PREFIX = "throughcare-tests-"
HOME = "home"
"""A file beside the data, that names the directory whose link leads there."""
ROOM = 3 * 1024 * machine.MEGABYTE
"""Bytes that have to be free there; a session of tests was seen to use one and a half gigabytes."""
LEAST_MEMORY = 8 * 1024 * machine.MEGABYTE
"""Of a machine, which has programs, a browser and a rehearsal to hold besides."""


def settle(server: postgres.Server, *, memory: Path = MEMORY) -> None:
    """Let a server of tests that nobody uses have its data in memory; one process at a time does this.

    What it had elsewhere is deleted: its databases are made again. Data there whose server went with its directory is deleted too.
    """
    _sweep(memory)
    if server.place.parent == memory.resolve() and server.place.exists():
        return
    if not _has_room(memory) or postgres.is_used(server):
        return
    postgres.remove(server)
    place = Path(mkdtemp(prefix=PREFIX, dir=memory))
    server.link.symlink_to(place)
    (place / HOME).write_text(str(server.home.resolve()))


def _has_room(memory: Path) -> bool:
    try:
        place = os.statvfs(memory)
    except OSError:
        return False
    return place.f_frsize * place.f_bavail >= ROOM and machine.memory() >= LEAST_MEMORY


def _sweep(memory: Path) -> None:
    for place in memory.glob(f"{PREFIX}*"):
        try:
            home = Path((place / HOME).read_text())
            is_abandoned = (home / "postgres").resolve() != place.resolve()
        except OSError:  # of another user, or just being made
            continue
        if is_abandoned:
            shutil.rmtree(place, ignore_errors=True)
