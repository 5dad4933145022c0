"""Reads of what is kept, which need Django: the front door of the room gives them one by one as they are asked for."""

from throughcare.sentences.models import (
    Adjustment,
    Booking,
    Calculation,
    CourtOrder,
    Movement,
    Recall,
    Recorded,
    Sentence,
)
from throughcare.sentences.queries.calculations import (
    Approved,
    Difference,
    approved,
    approved_with,
    booking,
    bookings_of,
    calculation,
    counting,
    difference,
    history,
    latest,
    reasons_against_approval,
    warnings_of,
)
from throughcare.sentences.queries.entries import (
    Entered,
    entered,
    row_in_force,
    rows_before,
    types,
)
from throughcare.sentences.queries.kept_sheets import meaning, sheet_of
from throughcare.sentences.queries.releases import DAYS_AHEAD, Due, due, without_dates
from throughcare.sentences.queries.reviewing import Part, Reviewed, records_between, review, span
from throughcare.sentences.queries.sheets import html, pdf
from throughcare.sentences.queries.supposing import Supposed, what_if
from throughcare.sentences.queries.working import dates_alone

__all__ = [
    "DAYS_AHEAD",
    "Adjustment",
    "Approved",
    "Booking",
    "Calculation",
    "CourtOrder",
    "Difference",
    "Due",
    "Entered",
    "Movement",
    "Part",
    "Recall",
    "Recorded",
    "Reviewed",
    "Sentence",
    "Supposed",
    "approved",
    "approved_with",
    "booking",
    "bookings_of",
    "calculation",
    "counting",
    "dates_alone",
    "difference",
    "due",
    "entered",
    "history",
    "html",
    "latest",
    "meaning",
    "pdf",
    "reasons_against_approval",
    "records_between",
    "review",
    "row_in_force",
    "rows_before",
    "sheet_of",
    "span",
    "types",
    "warnings_of",
    "what_if",
    "without_dates",
]
