"""Who may challenge what of a plan, who may decide it, and until when a preference may be stated."""

from datetime import date, timedelta
from typing import Final

from throughcare.kernel.refusals import Reason

ANSWERED: Final = frozenset({"dry-run", "staged", "live", "reconciled", "signed-off"})
"""Phases of a plan whose answers people can see, and that can still be put right."""
NOT_STAGED: Final = frozenset({"checked", "dry-run"})
"""Phases in which the list of staff is still made anew at each dry run."""


def reasons_against_challenge(
    *, phase: str, is_found: bool, is_appeal: bool, grounds: str, reason: str, has_one: bool
) -> list[Reason]:
    """Why a challenge is not taken. An appeal is a challenge of one's own assignment, and names its grounds."""
    reasons = []
    if phase not in ANSWERED:
        reasons.append(Reason("not-open", "This plan has no answers that can be challenged now."))
    elif not is_found:
        reasons.append(
            Reason(
                "no-item",
                "The plan says nothing of this for you. Check the reference: it must be of your own post, case or task.",
            )
        )
    if is_appeal and not grounds:
        reasons.append(Reason("no-grounds", "Select the grounds of your appeal."))
    if not reason.strip():
        reasons.append(Reason("no-reason", "Say what is wrong, and why."))
    if has_one:
        reasons.append(
            Reason("already", "You have challenged this already. You are told when it is decided.")
        )
    return reasons


def reasons_against_recommending(
    *, state: str, account_id: int, maker_id: int, words: str, is_to_be_upheld: bool, unit_code: str
) -> list[Reason]:
    """Why somebody's recommendation is not taken."""
    reasons = []
    if state != "open":
        reasons.append(Reason("not-waiting", "This challenge does not wait for a recommendation."))
    if account_id == maker_id:
        reasons.append(
            Reason("own-challenge", "You made this challenge. Somebody else looks at it.")
        )
    if not words.strip():
        reasons.append(Reason("no-words", "Say what you found."))
    if is_to_be_upheld and not unit_code.strip():
        reasons.append(Reason("no-unit", "Enter the code of the provider where it should go."))
    return reasons


def reasons_against_deciding(
    *, state: str, account_id: int, made_by: frozenset[int | None], words: str
) -> list[Reason]:
    """Why somebody may not decide: `made_by` are the makers of the challenge, its recommendation and the plan (I17)."""
    reasons = []
    if state != "recommended":
        reasons.append(Reason("not-waiting", "This challenge does not wait for a decision."))
    if account_id in made_by:
        reasons.append(
            Reason(
                "own-work",
                "You made the plan, the challenge or the recommendation. Somebody else decides.",
            )
        )
    if not words.strip():
        reasons.append(Reason("no-words", "Give the reasons for the decision."))
    return reasons


def preferences_close_on(*, effective_on: date, days_before: int) -> date:
    """The last day on which a preference counts.

    >>> preferences_close_on(effective_on=date(2014, 6, 1), days_before=28)
    datetime.date(2014, 5, 4)
    """
    return effective_on - timedelta(days=days_before)


def reasons_against_preference(
    *, phase: str, today: date, closes_on: date, preference: str, outcomes: tuple[str, ...]
) -> list[Reason]:
    """Why a preference is not taken."""
    reasons = []
    if phase not in NOT_STAGED:
        reasons.append(Reason("list-made", "The list of staff stands. Appeal against it instead."))
    elif today > closes_on:
        reasons.append(
            Reason("closed", f"Preferences closed on {closes_on.day} {closes_on:%B %Y}.")
        )
    if preference not in outcomes:
        reasons.append(Reason("no-such", "Select one of the preferences on the page."))
    return reasons
