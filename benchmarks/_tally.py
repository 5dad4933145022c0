"""What a drill has counted, kept in a file after each round so that another can go on where it was stopped."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

Line = dict[str, str | float]

VICTIMS: Final = ("worker", "web", "PostgreSQL")
PHASES: Final = ("stage", "keep-up", "switch", "reconcile", "hand-over", "reverse")
COUNTED: Final = ("kills", "before", "during", "after", "whole")


@dataclass(kw_only=True)
class Tally:
    """Counts by phase, victim and what is counted; only rounds that were played to their end are in it."""

    rounds: int = 0
    expected: dict[str, str] = field(default_factory=dict)
    """What the undisturbed round came to."""
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    sums: Counter[str] = field(default_factory=Counter)
    """Of all rounds: contacts, requests, steps asked for again, and how often each program was started again."""
    broken: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    longest: float = 0
    """Seconds from a kill until all was verified."""

    @property
    def kills(self) -> int:
        return sum(count for (_, _, what), count in self.counts.items() if what == "kills")

    def add(self, other: "Tally") -> None:
        """Take in what one round counted."""
        self.rounds += other.rounds
        self.counts.update(other.counts)
        self.sums.update(other.sums)
        self.broken += other.broken
        self.differing += other.differing
        self.longest = max(self.longest, other.longest)

    def table(self) -> Iterator[Line]:
        for phase in PHASES:
            for victim in VICTIMS:
                figures = {name: self.counts[phase, victim, name] for name in COUNTED}
                yield {"phase": phase, "killed": victim, **figures}
        yield {
            "kills": self.kills,
            "rounds": self.rounds,
            "came to another outcome": "; ".join(self.differing) or "none",
            "broken": "; ".join(self.broken) or "nothing",
            **self.sums,
            "longest from a kill to verified": round(self.longest, 1),
        }

    def keep(self, file: Path) -> None:
        """Write it whole or not at all."""
        draft = file.with_name(f"{file.name}.new")
        counts = [[*key, count] for key, count in self.counts.items()]
        draft.write_text(json.dumps(vars(self) | {"counts": counts}), encoding="utf-8")
        draft.replace(file)

    @classmethod
    def read(cls, file: Path) -> "Tally":
        """Give what a file has; nothing counted where there is none yet."""
        if not file.exists():
            return cls()
        found = json.loads(file.read_text(encoding="utf-8"))
        counts = Counter({(p, v, what): count for p, v, what, count in found.pop("counts")})
        return cls(**found | {"counts": counts, "sums": Counter(found["sums"])})
