"""What may be written about somebody's day at work (domain rules of unpaid work 1 and 4)."""

from typing import Final

from throughcare.kernel.refusals import Reason

LONGEST_NOTES: Final = 4_000


def reasons_against_entry(
    *, is_attended: bool, penalty: int, notes: str, has_hi_vis: bool, has_grades: bool
) -> list[Reason]:
    """Why what was written does not fit together: of somebody who did not attend there is no work to judge.

    >>> [r.code for r in reasons_against_entry(is_attended=False, penalty=30, notes="", has_hi_vis=False, has_grades=True)]
    ['not-there']
    """
    reasons = []
    if not is_attended and (penalty or has_hi_vis or has_grades):
        reasons.append(
            Reason(
                "not-there",
                "Did not attend: leave time not worked, hi-vis, work and behaviour empty.",
            )
        )
    if len(notes) > LONGEST_NOTES:
        reasons.append(
            Reason("notes-too-long", f"Notes must be {LONGEST_NOTES:,} characters or fewer.")
        )
    return reasons
