"""How the text of a letter comes from its template, and when it is fit to be sent."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from throughcare.kernel.refusals import Reason

TO_COMPLETE: Final = "[to be completed:"
_NAME: Final = re.compile(r"\{([a-z ]+)\}")


@dataclass(frozen=True, kw_only=True)
class Text:
    """A part of a document."""

    heading: str
    words: str
    is_needed: bool


def filled(words: str, facts: Mapping[str, str]) -> str:
    """The words of a template with what the record knows in them; what it does not know is left to be completed.

    >>> filled("Speak to {officer} of {unit}.", {"unit": "Elmstead"})
    'Speak to [to be completed: officer] of Elmstead.'
    """
    return _NAME.sub(lambda found: facts.get(found[1]) or f"{TO_COMPLETE} {found[1]}]", words)


def reasons_against_finishing(texts: Sequence[Text]) -> list[Reason]:
    """Every part that is still to be written, by its heading."""
    reasons = []
    for text in texts:
        if text.is_needed and not text.words.strip():
            reasons.append(Reason("empty", f"Write “{text.heading}”."))
        elif TO_COMPLETE in text.words:
            reasons.append(Reason("to-complete", f"Complete what is marked in “{text.heading}”."))
    return reasons


def paragraphs(words: str) -> list[str]:
    """Words parted where a line is empty, and each line of a list by itself."""
    return [line.strip() for line in words.splitlines() if line.strip()]
