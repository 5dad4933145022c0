"""Changes to rehearsals. One file for each subject."""

from throughcare.rehearsal.commands.asking import (
    START,
    ask,
    begin,
    clear_up,
    end,
    have_rehearsed,
    is_to_come,
    refuse,
    start_with,
    tell,
    tidy,
)
from throughcare.rehearsal.commands.asking import start as start_rehearsal
from throughcare.rehearsal.commands.scheduling import end_nightly, have_due_rehearsed, keep_nightly
from throughcare.rehearsal.commands.sequence import rehearse

__all__ = [
    "START",
    "ask",
    "begin",
    "clear_up",
    "end",
    "end_nightly",
    "have_due_rehearsed",
    "have_rehearsed",
    "is_to_come",
    "keep_nightly",
    "refuse",
    "rehearse",
    "start_rehearsal",
    "start_with",
    "tell",
    "tidy",
]
