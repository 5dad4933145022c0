"""Changes of sentences and release dates. One file for each subject."""

from throughcare.sentences.commands.approving import approve, override_dates
from throughcare.sentences.commands.filling import Made, fill_bookings
from throughcare.sentences.commands.recording import (
    add,
    amend,
    ask_again,
    close_booking,
    describe_person,
    enter_order,
    open_booking,
    remove,
)
from throughcare.sentences.commands.reviewing import keep_reviewed
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.said import (
    AdjustmentSaid,
    MovementSaid,
    OrderSaid,
    RecallSaid,
    Said,
    SentenceSaid,
)

__all__ = [
    "AdjustmentSaid",
    "Duration",
    "Made",
    "MovementSaid",
    "OrderSaid",
    "RecallSaid",
    "Said",
    "SentenceSaid",
    "add",
    "amend",
    "approve",
    "ask_again",
    "close_booking",
    "describe_person",
    "enter_order",
    "fill_bookings",
    "keep_reviewed",
    "open_booking",
    "override_dates",
    "remove",
]
