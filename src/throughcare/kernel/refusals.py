"""Saying no in words: what a command raises when the rules do not allow what was asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True)
class Reason:
    """Why something is refused: a code for programs, a whole sentence for people.

    A room with a closed list of reasons mixes this into an `Enum`, so that
    `Refusal.SESSION_FULL` is itself a reason.
    """

    code: str
    sentence: str


class Refused(Exception):  # noqa: N818  a refusal is foreseen: it is no error of the program
    """The rules do not allow it. Carries every reason, in the order in which they were found."""

    reasons: tuple[Reason, ...]

    def __init__(self, reasons: Iterable[Reason]) -> None:
        self.reasons = tuple(reasons)
        if not self.reasons:
            raise ValueError("A refusal needs at least one reason.")
        super().__init__(self.reasons)

    @classmethod
    def because(cls, code: str, sentence: str) -> Self:
        """A refusal with one reason."""
        return cls((Reason(code=code, sentence=sentence),))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.reasons)

    def __str__(self) -> str:
        return " ".join(reason.sentence for reason in self.reasons)


def broken_constraint(error: Exception) -> str:
    """The name of the constraint that a database says was broken; empty where its driver names none."""
    found = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return str(found or "")
