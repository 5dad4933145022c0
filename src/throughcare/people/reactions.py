"""What people do on hearing that a plan was tried, or that somebody changed.

The gates of a plan ask whether anybody stands in the records twice; whoever changed is made ready to be matched.
"""

from datetime import datetime

from throughcare.outbox import subscriptions
from throughcare.outbox.events import Event
from throughcare.people import commands
from throughcare.people.events import (
    DetailsChanged,
    IdentityChanged,
    MergeCompleted,
    MergeTakenBack,
    PersonAdded,
)
from throughcare.restructure.events import PlanAnswered


def compare_again(event: PlanAnswered, *, now: datetime) -> None:  # noqa: ARG001  the shape of a reaction
    """Have everybody compared with one another, behind whatever is more urgent."""
    commands.have_people_compared()


def make_ready_again(event: Event, *, now: datetime) -> None:  # noqa: ARG001  the shape of a reaction
    """Have whoever changed made ready to be matched."""
    commands.have_people_made_ready()


subscriptions.subscribe(PlanAnswered, compare_again)
for changed in (PersonAdded, IdentityChanged, DetailsChanged, MergeCompleted, MergeTakenBack):
    subscriptions.subscribe(changed, make_ready_again)
