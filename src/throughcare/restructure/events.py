"""Facts that a restructure announces. References only."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, kw_only=True)
class PlanSwitched:
    """The plan is live: readers see the new structure from its instant."""

    name: ClassVar[str] = "restructure.plan-switched.v1"
    plan: str
    version: int

    @property
    def subject(self) -> str:
        return self.plan


@dataclass(frozen=True, kw_only=True)
class PlanAborted:
    """The plan is no longer live, before it was reconciled: readers see all-old."""

    name: ClassVar[str] = "restructure.plan-aborted.v1"
    plan: str
    version: int

    @property
    def subject(self) -> str:
        return self.plan
