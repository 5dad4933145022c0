"""What is done about copies of records. One file for each subject."""

from throughcare.disclosure.commands.copying import PREPARE, QUEUE, prepare
from throughcare.disclosure.commands.looking import ask_who_looked
from throughcare.disclosure.commands.removing import approved, remove
from throughcare.disclosure.commands.requests import (
    approve,
    ask_for_copy,
    decline,
    have_prepared,
    leave_out,
    withdraw,
)
from throughcare.disclosure.commands.retention import (
    A_NIGHT,
    REMOVE,
    agree_to_remove,
    hold,
    keep,
    lift,
    propose,
)

__all__ = [
    "A_NIGHT",
    "PREPARE",
    "QUEUE",
    "REMOVE",
    "agree_to_remove",
    "approve",
    "approved",
    "ask_for_copy",
    "ask_who_looked",
    "decline",
    "have_prepared",
    "hold",
    "keep",
    "leave_out",
    "lift",
    "prepare",
    "propose",
    "remove",
    "withdraw",
]
