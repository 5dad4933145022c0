"""What may happen to the database under a step, in words for whoever asked for it: by the code that PostgreSQL gives."""

from typing import Final

from throughcare.kernel.refusals import Reason

NO_SPACE: Final = "No space left on device"

_NOTHING: Final = "Nothing of this step was kept"
_FULL: Final = Reason(
    "disk-full",
    f"The disk of the database is full. {_NOTHING}. Free some space, then run it again.",
)
_LOST: Final = Reason(
    "connection-lost",
    f"The connection to the database was lost. {_NOTHING}. Run it again.",
)
_IN_THE_WAY: Final = Reason(
    "in-the-way",
    f"Somebody else was changing the same records. {_NOTHING}. Run it again.",
)
FAULT: Final = Reason(
    "fault",
    f"The step broke off at a fault of the program, which is in the worker's log. {_NOTHING}. "
    "Run it again; if it breaks off again, report it.",
)
STOPPED: Final = Reason("stopped", f"The step was stopped. {_NOTHING}. Run it again.")

CODES: Final = {each.code for each in (_FULL, _LOST, _IN_THE_WAY, FAULT, STOPPED)}

_BY_CODE: Final = {
    "53100": _FULL,  # disk_full
    "55P03": _IN_THE_WAY,  # lock_not_available
    "40P01": _IN_THE_WAY,  # deadlock_detected
    "40001": _IN_THE_WAY,  # serialization_failure
}
_CLASSES_OF_A_LOSS: Final = ("08", "57P")
"""Connection exceptions, and a server that was told to end, crashed, or is just starting."""


def of_loss(*, code: str | None, said: str) -> Reason:
    """Word what the database said; `code` is its SQLSTATE, or None where it could not say anything any more.

    >>> of_loss(code="57P01", said="terminating connection due to administrator command").code
    'connection-lost'
    >>> of_loss(code="58030", said="could not extend file: No space left on device").code
    'disk-full'
    >>> of_loss(code="42601", said="syntax error").code
    'fault'
    """
    if NO_SPACE in said:
        return _FULL
    if code is None or code.startswith(_CLASSES_OF_A_LOSS):
        return _LOST
    return _BY_CODE.get(code, FAULT)
