"""What the person at the keyboard can put right."""

import errno
from pathlib import Path

DISK_FULL = {errno.ENOSPC, errno.EDQUOT}


class Fault(Exception):  # noqa: N818 printed for people, as a sentence and without a trace
    """Its text says what is wrong and what to do."""


def disk_full(place: Path) -> str:
    return (
        f"The disk that holds {place} is full. Free some space and start again, or set "
        "THROUGHCARE_HOME to a directory on a larger disk."
    )


def unusable(place: Path, fault: OSError) -> str:
    """Word what the system said when something of ours was to be read or written."""
    if fault.errno in DISK_FULL:
        return disk_full(place)
    return (
        f"{place} cannot be written ({fault.strerror}). Make it writable, or name another "
        "directory with THROUGHCARE_HOME."
    )
