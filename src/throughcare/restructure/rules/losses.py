"""What may happen to the database under a step, in words for whoever asked for it."""

from typing import Final

from throughcare.kernel.losses import Loss, loss_of
from throughcare.kernel.refusals import Reason

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

_WORDS: Final = {
    Loss.FULL: _FULL,
    Loss.LOST: _LOST,
    Loss.IN_THE_WAY: _IN_THE_WAY,
    Loss.FAULT: FAULT,
}


def of_loss(*, code: str | None, said: str) -> Reason:
    """Word what the database said; `code` is its SQLSTATE, or None where it could not say anything any more.

    >>> of_loss(code="57P01", said="terminating connection due to administrator command").code
    'connection-lost'
    """
    return _WORDS[loss_of(code=code, said=said)]
