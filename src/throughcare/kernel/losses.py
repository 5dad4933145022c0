"""What may become of a database while it is used, by the code that PostgreSQL gives."""

from enum import Enum, auto
from typing import Final

NO_SPACE: Final = "No space left on device"


class Loss(Enum):
    FULL = auto()
    """Its disk has no room. Nothing of the transaction was kept."""
    LOST = auto()
    """It answers no more. What was being committed may have been kept, or not."""
    IN_THE_WAY = auto()
    """Somebody else was changing the same. Nothing of the transaction was kept."""
    FAULT = auto()
    """A fault of the program."""


_BY_CODE: Final = {
    "53100": Loss.FULL,  # disk_full
    "55P03": Loss.IN_THE_WAY,  # lock_not_available
    "40P01": Loss.IN_THE_WAY,  # deadlock_detected
    "40001": Loss.IN_THE_WAY,  # serialization_failure
}
_CLASSES_OF_A_LOSS: Final = ("08", "57P")
"""Connection exceptions, and a server that was told to end, crashed, or is just starting."""


def loss_of(*, code: str | None, said: str) -> Loss:
    """Tell what happened; `code` is the SQLSTATE, or None where the database could not say anything any more.

    >>> loss_of(code="57P01", said="terminating connection due to administrator command")
    <Loss.LOST: 2>
    >>> loss_of(code="58030", said="could not extend file: No space left on device")
    <Loss.FULL: 1>
    >>> loss_of(code="42601", said="syntax error")
    <Loss.FAULT: 4>
    """
    if NO_SPACE in said:
        return Loss.FULL
    if code is None or code.startswith(_CLASSES_OF_A_LOSS):
        return Loss.LOST
    return _BY_CODE.get(code, Loss.FAULT)
