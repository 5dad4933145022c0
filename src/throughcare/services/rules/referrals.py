"""Which step of a referral follows which, for whom, and what has to be there first (domain rules, 22).

The steps and moves are rows with their days, and practice of the service; that two suppliers do not hold one person for the same
without somebody's confirming it is a rule of this house.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare.kernel.refusals import Reason
from throughcare.kernel.ways import Way


@dataclass(frozen=True, kw_only=True)
class Other:
    """A supplier that holds the person for a category under the same sentence already."""

    category: str
    supplier: str
    reference: str


@dataclass(frozen=True, kw_only=True)
class Known:
    """What there is of a referral. `without_outcomes` are names of categories, `unplanned` and `unfound` wordings of outcomes.

    `not_for` is empty, or says for whom the service is where the person is none of them.
    """

    categories: int = 0
    without_outcomes: Sequence[str] = ()
    complete_by: date | None = None
    has_risk: bool = False
    is_in_force: bool = True
    not_for: str = ""
    others: Sequence[Other] = ()
    has_meeting: bool = False
    is_assessed: bool = False
    has_plan: bool = False
    unplanned: Sequence[str] = ()
    has_report: bool = False
    unfound: Sequence[str] = ()
    untold: int = 0


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said with a step, where the step asks for it. `reasons` are those that may be chosen."""

    note: str = ""
    worker: str = ""
    reason: str = ""
    is_confirmed: bool = False
    reasons: Collection[str] = ()


def reasons_against(way: Way, *, known: Known, said: Said, today: date) -> list[Reason]:
    """Everything that a move lacks."""
    checks = {
        "complete": lambda: _incomplete(known, today=today) + _beside(known, said),
        "worker": lambda: _if(
            not said.worker.strip(), "no-worker", "Enter who will work with the person."
        ),
        "meeting": lambda: _if(
            not known.has_meeting,
            "no-meeting",
            "Book a time for the first meeting before you say that it is booked.",
        ),
        "assessed": lambda: _if(
            not known.is_assessed,
            "not-assessed",
            "The first meeting has not been attended. Record it, or book another.",
        ),
        "plan": lambda: _unplanned(known),
        "note": lambda: _if(not said.note.strip(), "no-note", "Say what has to be changed."),
        "reason": lambda: _if(said.reason not in said.reasons, "no-reason", "Select a reason."),
        "report": lambda: _unreported(known),
    }
    return [reason for need in way.needs for reason in checks[need]()]


def age_in_days(since: date, *, until: date) -> int:
    """How old something is in whole days.

    >>> age_in_days(date(2024, 2, 28), until=date(2024, 3, 1))
    2
    """
    return (until - since).days


def _if(is_so: bool, code: str, sentence: str) -> list[Reason]:  # noqa: FBT001  a fact, not a switch
    return [Reason(code, sentence)] if is_so else []


def _incomplete(known: Known, *, today: date) -> list[Reason]:
    reasons = _if(not known.categories, "no-category", "Select at least one category of help.")
    reasons += [
        Reason("no-outcome", f"Select at least one outcome for {name}.")
        for name in known.without_outcomes
    ]
    if known.complete_by is None:
        reasons.append(Reason("no-day", "Enter the day by which the work is to be complete."))
    elif known.complete_by < today:
        reasons.append(Reason("day-over", "The day of completion is over."))
    reasons += _if(not known.has_risk, "no-risk", "Enter what the supplier has to know about risk.")
    reasons += _if(
        not known.is_in_force, "order-ended", "The sentence or the requirement has ended."
    )
    return reasons + reasons_against_person(known.not_for)


def reasons_against_person(not_for: str) -> list[Reason]:
    """Why somebody may not be referred to a service that is for others; nothing where it is for everybody or for them.

    >>> [reason.code for reason in reasons_against_person("women")]
    ['for-others']
    """
    return _if(
        bool(not_for),
        "for-others",
        f"This service is for {not_for}, and the record does not say that the person is one of them. "
        "If the record is wrong, put their details right first.",
    )


def not_for(offered_to: str, *, sex: str, words: str) -> str:
    """For whom a service is, where the person is none of them: nobody whose sex is not known is taken to be.

    >>> not_for("F", sex="M", words="women"), not_for("F", sex="F", words="women"), not_for("", sex="M", words="")
    ('women', '', '')
    """
    return words if offered_to and offered_to != sex else ""


def _beside(known: Known, said: Said) -> list[Reason]:
    if said.is_confirmed:
        return []
    return [
        Reason(
            "held-by-another",
            f"{each.supplier} has the person for {each.category} already ({each.reference}). "
            "Confirm that two suppliers are wanted.",
        )
        for each in known.others
    ]


def _unplanned(known: Known) -> list[Reason]:
    if not known.has_plan:
        return [Reason("no-plan", "Write the action plan first.")]
    return [
        Reason("no-activity", f"Say what is to be done for: {wording}.")
        for wording in known.unplanned
    ]


def _unreported(known: Known) -> list[Reason]:
    reasons = _if(not known.has_report, "no-report", "Write the end-of-service report first.")
    if known.has_report:
        reasons += [
            Reason("no-finding", f"Say how far this was achieved: {wording}.")
            for wording in known.unfound
        ]
    if known.untold:
        words = "A session is" if known.untold == 1 else f"{known.untold} sessions are"
        reasons.append(
            Reason("sessions-untold", f"{words} booked and not recorded. Record what happened.")
        )
    return reasons
