"""What a rehearsal found, whether that would have been good enough, and whether two in a row were."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any

from throughcare.rehearsal.rules.parts import LABELS, PARTS, WHOLE, Severity

Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class Defect:
    """Something that must be mended.

    `where` is a page and a role, or a check; `key` is the same from night to night. `example` is one of the cases, by reference.
    """

    severity: Severity
    part: str
    what: str
    where: str = ""
    example: str = ""
    times: int = 1

    @property
    def key(self) -> str:
        return f"{self.part}|{self.what}|{self.where}"


@dataclass(frozen=True, kw_only=True)
class Timed:
    """A part that was run: seconds it took, seconds it may take, whether it did what it should, and a fact about it."""

    name: str
    seconds: float
    limit: float
    is_done: bool
    fact: str = ""

    @property
    def label(self) -> str:
        return LABELS[self.name]

    @property
    def is_late(self) -> bool:
        return self.seconds > self.limit


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """All that a rehearsal found. `rules` counts items by kind, rule and standing."""

    parts: tuple[Timed, ...] = ()
    defects: tuple[Defect, ...] = ()
    rules: tuple[tuple[str, str, str, int], ...] = ()
    accounts: int = 0
    pages: int = 0
    is_whole_sample: bool = True
    """Whether every role of every provider was signed in as."""
    limits: Mapping[str, float] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        return sum(part.seconds for part in self.parts)

    @property
    def late(self) -> tuple[str, ...]:
        """Labels of what took longer than it may; the whole last."""
        parts = tuple(part.label for part in self.parts if part.is_late)
        limit = self.limits.get(WHOLE)
        return (*parts, "The whole") if limit is not None and self.seconds > limit else parts

    @property
    def missing(self) -> tuple[str, ...]:
        """Labels of parts that were not reached or did not do what they should."""
        done = {part.name for part in self.parts if part.is_done}
        return tuple(part.label for part in PARTS if part.name not in done)

    def standing(self, standing: str) -> int:
        return sum(count for _, _, found, count in self.rules if found == standing)

    def above(self, agreed: Severity | None) -> tuple[Defect, ...]:
        """Defects that are worse than what was agreed to bear."""
        least = -1 if agreed is None else agreed.weight
        return tuple(each for each in self.defects if each.severity.weight > least)

    def would_have_worked(self, agreed: Severity | None) -> bool:
        return not (self.missing or self.late or self.above(agreed))

    def as_json(self) -> Json:
        return asdict(self) | {"seconds": round(self.seconds, 3)}


def read(found: Json) -> Outcome:
    """An outcome as it was kept.

    >>> read(Outcome(accounts=3).as_json()).accounts
    3
    """
    return Outcome(
        parts=tuple(Timed(**part) for part in found.get("parts", ())),
        defects=tuple(
            Defect(**each | {"severity": Severity(each["severity"])})
            for each in found.get("defects", ())
        ),
        rules=tuple(
            (kind, rule, standing, count) for kind, rule, standing, count in found.get("rules", ())
        ),
        accounts=found.get("accounts", 0),
        pages=found.get("pages", 0),
        is_whole_sample=found.get("is_whole_sample", True),
        limits=found.get("limits", {}),
    )


def gathered(defects: Sequence[Defect]) -> tuple[Defect, ...]:
    """The same defect once with how often it was met, the worst first."""
    counted: dict[tuple[Severity, str], Defect] = {}
    for each in defects:
        known = counted.get((each.severity, each.key))
        first = known or each
        times = each.times + (known.times if known else 0)
        counted[each.severity, each.key] = replace(first, times=times)
    return tuple(sorted(counted.values(), key=lambda each: (-each.severity.weight, each.key)))


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


def gate(latest_first: Sequence[Outcome], *, agreed: Severity | None) -> tuple[Light, str]:
    """Whether two rehearsals in a row were good enough (restructure rules, section 6), and why not in a sentence.

    >>> gate([], agreed=None)
    (<Light.RED: 'red'>, 'No rehearsal yet.')
    """
    if not latest_first:
        return Light.RED, "No rehearsal yet."
    last = latest_first[0]
    if reasons := _reasons_against(last, agreed=agreed):
        return Light.RED, f"The last rehearsal would not have worked: {'; '.join(reasons)}."
    if len(latest_first) == 1 or _reasons_against(latest_first[1], agreed=agreed):
        return Light.AMBER, "The last rehearsal would have worked. One more in a row is needed."
    return Light.GREEN, "Two rehearsals in a row would have worked."


def reversal_gate(last: Outcome) -> tuple[Light, str]:
    """Whether a rehearsal took everything back, each part done and in time; and the fact in a sentence.

    >>> reversal_gate(Outcome())
    (<Light.RED: 'red'>, 'The last rehearsal did not take everything back.')
    """
    wanted = {part.name for part in PARTS if part.name.startswith("reverse")}
    parts = [part for part in last.parts if part.name in wanted]
    if {part.name for part in parts if part.is_done} != wanted:
        return Light.RED, "The last rehearsal did not take everything back."
    seconds = sum(part.seconds for part in parts)
    if any(part.is_late for part in parts):
        return (
            Light.RED,
            f"The last rehearsal took everything back too slowly: in {seconds:,.0f} seconds.",
        )
    return Light.GREEN, f"The last rehearsal took everything back in {seconds:,.0f} seconds."


def _reasons_against(outcome: Outcome, *, agreed: Severity | None) -> list[str]:
    reasons = []
    if outcome.missing:
        reasons.append(f"not done: {', '.join(outcome.missing)}")
    if outcome.late:
        reasons.append(f"took too long: {', '.join(outcome.late)}")
    if above := outcome.above(agreed):
        worse = "1 defect is" if len(above) == 1 else f"{len(above)} defects are"
        reasons.append(f"{worse} worse than agreed")
    if not outcome.is_whole_sample:
        reasons.append("not every role of every provider was signed in as")
    return reasons
