"""What is done about copies of records. One file for each subject."""

from throughcare.disclosure.commands.copying import PREPARE, QUEUE, prepare
from throughcare.disclosure.commands.requests import (
    approve,
    ask_for_copy,
    decline,
    have_prepared,
    leave_out,
    withdraw,
)

__all__ = [
    "PREPARE",
    "QUEUE",
    "approve",
    "ask_for_copy",
    "decline",
    "have_prepared",
    "leave_out",
    "prepare",
    "withdraw",
]
