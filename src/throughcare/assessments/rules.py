"""When an assessment may be signed, who else has to sign it, and which risk it comes to.

Source: practice of OASys (probation rules, section 18). That a high or very high risk is countersigned is general knowledge
[G], to be confirmed by a policy owner; that nobody countersigns what they signed is a design rule.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.refusals import Reason

LEVELS: Final = ("low", "medium", "high", "very high")
COUNTERSIGNED_FROM: Final = "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """What a kind of assessment is made of."""

    has_needs: bool
    has_rosh: bool
    has_analysis: bool
    has_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is in an assessment. Questions are by code; `risks` are by group, those in the community alone."""

    unanswered: Collection[str]
    groups_without_risk: Collection[str]
    passages_without_words: Collection[str]
    goals: int
    goals_without_step: int


def reasons_against_signing(tool: Tool, written: Written) -> list[Reason]:
    """What is missing still, all of it."""
    found = []
    if written.unanswered and (tool.has_needs or tool.has_rosh):
        found.append(
            Reason("unanswered", f"{len(written.unanswered)} questions have no answer yet.")
        )
    if tool.has_rosh and written.groups_without_risk:
        groups = ", ".join(sorted(written.groups_without_risk))
        found.append(Reason("no-risk", f"Say how high the risk is to: {groups}."))
    if tool.has_analysis and written.passages_without_words:
        found.append(
            Reason(
                "no-words",
                f"{len(written.passages_without_words)} parts about risk have no words yet.",
            )
        )
    if tool.has_plan and not written.goals:
        found.append(Reason("no-goal", "The plan has no goal yet."))
    if tool.has_plan and written.goals_without_step:
        found.append(Reason("no-step", "Each goal of the plan needs a step."))
    return found


def overall(risks: Mapping[str, str]) -> str | None:
    """The highest risk to any group; None where none was assessed.

    >>> overall({"children": "low", "public": "high", "staff": "medium"})
    'high'
    """
    return max(risks.values(), key=LEVELS.index, default=None)


def needs_countersignature(rosh: str | None) -> bool:
    """Whether somebody else has to sign as well."""
    return rosh is not None and LEVELS.index(rosh) >= LEVELS.index(COUNTERSIGNED_FROM)


def reasons_against_countersigning(
    *, signed_by: int | None, by: int, begun_by: int
) -> list[Reason]:
    """Nobody countersigns what they wrote or signed themselves."""
    if by in {signed_by, begun_by}:
        return [Reason("same-person", "Somebody other than its author and signer countersigns it.")]
    return []
