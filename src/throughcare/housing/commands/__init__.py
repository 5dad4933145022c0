"""What somebody does about housing. Each asks whether the account that is pinned may."""

from throughcare.housing.commands.beds import close_bed, open_bed, record_premises
from throughcare.housing.commands.booking import (
    book_bed,
    cancel_booking,
    cancel_booking_as_officer,
)
from throughcare.housing.commands.drafting import Asking, draft_application, write_draft
from throughcare.housing.commands.entries import name_keyworker, write_entry
from throughcare.housing.commands.stays import (
    change_end,
    record_arrival,
    record_departure,
    record_non_arrival,
)
from throughcare.housing.commands.steps import (
    Words,
    answer_application,
    expire_applications,
    take_step,
)

__all__ = [
    "Asking",
    "Words",
    "answer_application",
    "book_bed",
    "cancel_booking",
    "cancel_booking_as_officer",
    "change_end",
    "close_bed",
    "draft_application",
    "expire_applications",
    "name_keyworker",
    "open_bed",
    "record_arrival",
    "record_departure",
    "record_non_arrival",
    "record_premises",
    "take_step",
    "write_draft",
    "write_entry",
]
