"""How severe a need is, from the answers of its section of an assessment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from throughcare.allocation.frameworks import Needs

NONE: Final = "none"
STANDARD: Final = "standard"
SEVERE: Final = "severe"


@dataclass(frozen=True, slots=True)
class Need:
    """The sum of what was answered and how severe that is; None where nothing was, or no threshold is published."""

    score: int | None
    severity: str | None


def severity(section: str, answers: Sequence[str], *, rules: Needs, is_digital: bool) -> Need:
    """How severe a need is. What is missing counts nothing, unless all is.

    Raises:
        ValueError: there is no such section or answer.
    """
    thresholds = rules.digital if is_digital else rules.thresholds
    if section not in thresholds:
        raise ValueError(f"There is no section {section}.")
    if strange := set(answers) - set(rules.answers) - rules.unanswered:
        raise ValueError(f"There is no answer {min(strange)}.")
    answered = [rules.answers[answer] for answer in answers if answer in rules.answers]
    if not answered:
        return Need(score=None, severity=None)
    score = sum(answered)
    of_section = thresholds[section]
    if of_section is None:
        return Need(score=score, severity=None)
    if score >= of_section.severe:
        return Need(score=score, severity=SEVERE)
    return Need(score=score, severity=STANDARD if score >= of_section.standard else NONE)
