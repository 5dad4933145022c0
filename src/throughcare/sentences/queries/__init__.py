"""What others may ask of sentences. What reads the database, or is printed by another room, needs Django: it is read once asked for."""

import importlib
from typing import TYPE_CHECKING

from throughcare.sentences.queries.agreement import Compared, compared
from throughcare.sentences.queries.answers import NOT_A_CASE, Answer, answer
from throughcare.sentences.queries.layout import Given, read
from throughcare.sentences.rules.by_hand import BY_HAND_ONLY, types_by_hand
from throughcare.sentences.rules.dates import Duration
from throughcare.sentences.rules.picture import Picture, picture
from throughcare.sentences.rules.what_if import WhatIf
from throughcare.sentences.statute_book import AS_ENACTED, laws, scenarios
from throughcare.sentences.statute_book import version as law_version

if TYPE_CHECKING:
    from throughcare.sentences.queries.kept import (
        DAYS_AHEAD,
        Adjustment,
        Approved,
        Booking,
        Calculation,
        CourtOrder,
        Difference,
        Due,
        Entered,
        Movement,
        Part,
        Recall,
        Recorded,
        Reviewed,
        Sentence,
        Supposed,
        approved,
        approved_with,
        booking,
        bookings_of,
        calculation,
        counting,
        dates_alone,
        difference,
        due,
        entered,
        history,
        html,
        latest,
        meaning,
        pdf,
        reasons_against_approval,
        records_between,
        review,
        row_in_force,
        rows_before,
        sheet_of,
        span,
        types,
        warnings_of,
        what_if,
        without_dates,
    )
else:

    def __getattr__(name: str) -> object:
        """What is kept, for whoever has Django: `./throughcare sentences calculate` has not."""
        if name not in __all__:
            raise AttributeError(name)
        return getattr(importlib.import_module(f"{__name__}.kept"), name)


__all__ = [
    "AS_ENACTED",
    "BY_HAND_ONLY",
    "DAYS_AHEAD",
    "NOT_A_CASE",
    "Adjustment",
    "Answer",
    "Approved",
    "Booking",
    "Calculation",
    "Compared",
    "CourtOrder",
    "Difference",
    "Due",
    "Duration",
    "Entered",
    "Given",
    "Movement",
    "Part",
    "Picture",
    "Recall",
    "Recorded",
    "Reviewed",
    "Sentence",
    "Supposed",
    "WhatIf",
    "answer",
    "approved",
    "approved_with",
    "booking",
    "bookings_of",
    "calculation",
    "compared",
    "counting",
    "dates_alone",
    "difference",
    "due",
    "entered",
    "history",
    "html",
    "latest",
    "law_version",
    "laws",
    "meaning",
    "pdf",
    "picture",
    "read",
    "reasons_against_approval",
    "records_between",
    "review",
    "row_in_force",
    "rows_before",
    "scenarios",
    "sheet_of",
    "span",
    "types",
    "types_by_hand",
    "warnings_of",
    "what_if",
    "without_dates",
]
