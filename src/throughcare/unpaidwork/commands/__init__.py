"""What somebody does about unpaid work. Each asks whether the account that is pinned may."""

from throughcare.unpaidwork.commands.adjustments import adjust
from throughcare.unpaidwork.commands.allocations import allocate, book_day, end_allocation
from throughcare.unpaidwork.commands.completions import (
    credit_completion,
    hold_completion,
    receive_completion,
    reject_completion,
)
from throughcare.unpaidwork.commands.entries import EntriesRefused, Entry
from throughcare.unpaidwork.commands.orders import (
    complete_order,
    resume_order,
    suspend_order,
    take_order,
)
from throughcare.unpaidwork.commands.projects import add_project, arrange_session, end_project
from throughcare.unpaidwork.commands.recording import record_session
from throughcare.unpaidwork.commands.scheduling import schedule

__all__ = [
    "EntriesRefused",
    "Entry",
    "add_project",
    "adjust",
    "allocate",
    "arrange_session",
    "book_day",
    "complete_order",
    "credit_completion",
    "end_allocation",
    "end_project",
    "hold_completion",
    "receive_completion",
    "record_session",
    "reject_completion",
    "resume_order",
    "schedule",
    "suspend_order",
    "take_order",
]
