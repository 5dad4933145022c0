"""How a warning, a breach or a recall goes on: which steps may follow, who may take them, and until when (domain rules 14.3 and 15)."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.kernel import business_days
from throughcare.kernel.refusals import Reason

TO_ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Step:
    """A place in a process; `acts` says who has to do something next."""

    code: str
    kind: str
    title: str
    state: str
    acts: str
    names_presenter: bool


@dataclass(frozen=True, kw_only=True)
class Move:
    """From one step to another, in force on [starts_on, ends_on); from none it is the beginning."""

    code: str
    from_step: str
    to: Step
    label: str
    parties: frozenset[str]
    needs: tuple[str, ...]
    other_than: str
    begins_for: str
    clock_days: int | None
    due_days: int | None
    due_from_opening: bool
    is_in_business_days: bool
    starts_on: date
    ends_on: date | None

    def is_in_force(self, on: date) -> bool:
        return self.starts_on <= on and (self.ends_on is None or on < self.ends_on)

    def due_on(self, *, day: date, opened_on: date) -> date | None:
        """Until when the step that is reached is to be left; never before the day on which it is reached."""
        if self.due_days is None:
            return None
        counted = self._days(opened_on if self.due_from_opening else day, self.due_days)
        return max(counted, day)

    def clock(self, opened_on: date) -> date | None:
        """Until when the whole is to be done, of a move that begins it."""
        return None if self.clock_days is None else self._days(opened_on, self.clock_days)

    def _days(self, day: date, days: int) -> date:
        if self.is_in_business_days:
            return business_days.after(day, days=days)
        return day + timedelta(days=days)


def beginning(moves: Sequence[Move], *, kind: str, owner_kind: str, on: date) -> Move | None:
    """How one of a kind begins for a provider of some kind: as is said for that kind, or else as for all."""
    found = [
        move
        for move in moves
        if not move.from_step and move.to.kind == kind and move.is_in_force(on)
    ]
    own = [move for move in found if move.begins_for == owner_kind]
    return next(iter([*own, *(move for move in found if move.begins_for == TO_ALL)]), None)


def moves_from(moves: Sequence[Move], step: str, *, on: date) -> tuple[Move, ...]:
    return tuple(move for move in moves if move.from_step == step and move.is_in_force(on))


@dataclass(frozen=True, kw_only=True)
class Known:
    """What the rules ask about a process before the next step is taken.

    `is_party` says which of the parties the account is; `taken_by_me` which steps it took itself.
    """

    parties: frozenset[str]
    taken_by_me: frozenset[str]
    failures: int
    unanswered: Sequence[str]
    report_is_complete: bool
    has_document: bool


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said with a step. `reason` and `result` are of the kind's lists, or empty."""

    note: str
    reason: str
    result: str
    presenter: int | None
    reasons: Collection[str]
    results: Collection[str]


def reasons_against(move: Move, *, known: Known, said: Said) -> list[Reason]:
    """Every reason against a step, in the order in which a page asks for what is missing."""
    reasons = [_NEEDS[need][0] for need in move.needs if not _NEEDS[need][1](known, said)]
    if move.other_than and move.other_than in known.taken_by_me:
        reasons.append(
            Reason(
                "same-person",
                "You countersigned this already. Somebody else has to countersign at the second level.",
            )
        )
    if not move.parties & known.parties:
        reasons.append(Reason("not-yours", "This step is for somebody else to take."))
    return reasons


Needed = Callable[[Known, Said], bool]

_NEEDS: Mapping[str, tuple[Reason, Needed]] = {
    "failures": (
        Reason("no-failures", "Choose the failures that are the evidence first."),
        lambda known, _: known.failures > 0,
    ),
    "presenter": (
        Reason("no-presenter", "Enter the code of a unit of the public service."),
        lambda _, said: said.presenter is not None,
    ),
    "note": (Reason("no-note", "Say why."), lambda _, said: bool(said.note.strip())),
    "reason": (
        Reason("no-reason", "Select why it is withdrawn."),
        lambda _, said: said.reason in said.reasons,
    ),
    "result": (
        Reason("no-result", "Select what came of it."),
        lambda _, said: said.result in said.results,
    ),
    "answers": (
        Reason("no-answers", "Answer the questions about the recall first."),
        lambda known, _: not known.unanswered,
    ),
    "report": (
        Reason("no-report", "Write every part of the report that is needed first."),
        lambda known, _: known.report_is_complete,
    ),
    "document": (
        Reason("no-document", "Make the document and finish it first."),
        lambda known, _: known.has_document,
    ),
}
"""What a move may need, why it is refused without, and whether it is there."""
