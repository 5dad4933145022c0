"""What the proof of a set of packages says."""

from dataclasses import dataclass

from throughcare.handover.rules.digests import Digest


@dataclass(frozen=True, kw_only=True)
class Line:
    """One table: records of all packages, those that stay, those of the database; `faults` says what does not agree.

    `shared` of those in packages are in more than one, as they may be, and are counted once.
    """

    table: str
    packed: Digest
    stays: Digest
    whole: Digest
    faults: tuple[str, ...]
    shared: int = 0


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What holds of a set of packages; `faults` are of no table alone."""

    bodies: tuple[str, ...]
    lines: tuple[Line, ...]
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.faults and not any(line.faults for line in self.lines)
