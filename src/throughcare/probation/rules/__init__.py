"""Decisions of probation that need no database. One file for each subject."""

from typing import Final

from throughcare.probation.rules.lengths import months_later

__all__ = ["DAYS_TO_ANSWER_A_REFERRAL", "months_later"]

DAYS_TO_ANSWER_A_REFERRAL: Final = 7
"""Until a referral is to be answered: practice of this house, not law."""
