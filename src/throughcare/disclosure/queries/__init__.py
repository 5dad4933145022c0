"""Reads of disclosure. One file for each subject."""

from throughcare.disclosure.models import Request
from throughcare.disclosure.queries.collecting import (
    Days,
    Part,
    about_people,
    disclosed,
    kept_back,
    last_day,
    part_of,
)
from throughcare.disclosure.queries.requests import (
    After,
    Kept,
    entry_key,
    everybody_in,
    is_ready,
    left_out,
    may_disclose,
    request,
    requests_of,
    waiting,
    withheld,
)

__all__ = [
    "After",
    "Days",
    "Kept",
    "Part",
    "Request",
    "about_people",
    "disclosed",
    "entry_key",
    "everybody_in",
    "is_ready",
    "kept_back",
    "last_day",
    "left_out",
    "may_disclose",
    "part_of",
    "request",
    "requests_of",
    "waiting",
    "withheld",
]
