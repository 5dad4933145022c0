"""Facts that a restructure announces. References only."""

from dataclasses import dataclass

from throughcare.outbox.events import Event


@dataclass(frozen=True, kw_only=True)
class PlanAnswered(Event, name="restructure.plan-answered.v1", subject="plan"):
    """A dry run has answered every item: what the plan does to anybody can be worked out."""

    plan: str
    version: int


@dataclass(frozen=True, kw_only=True)
class VersionReplaced(Event, name="restructure.version-replaced.v1", subject="plan"):
    """A version of a plan takes the place of every one before it: what people settled under those goes on under this one."""

    plan: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PlanSwitched(Event, name="restructure.plan-switched.v1", subject="plan"):
    """The plan is live: readers see the new structure from its instant."""

    plan: str
    version: int


@dataclass(frozen=True, kw_only=True)
class PlanAborted(Event, name="restructure.plan-aborted.v1", subject="plan"):
    """The plan is no longer live, before it was reconciled: readers see all-old."""

    plan: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ItemsAnsweredAgain(Event, name="restructure.items-answered-again.v1", subject="plan"):
    """Items of a plan that was tried came out otherwise than before.

    `post_ids` are the posts concerned: themselves, or because they have such an item, were to have it, or will.
    """

    plan: str
    version: int
    answers: int
    post_ids: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OverrideLapsed(Event, name="restructure.override-lapsed.v1", subject="plan"):
    """An answer that was set by hand and approved counts no more: its item changed, or another took its place.

    `post_ids` is the post concerned, if there is one.
    """

    plan: str
    version: int
    override_id: int
    post_ids: tuple[int, ...]
