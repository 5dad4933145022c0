"""What people do on hearing that a plan was tried: its gates ask whether anybody stands in the records twice."""

from datetime import datetime

from throughcare.outbox import subscriptions
from throughcare.people import commands
from throughcare.restructure.events import PlanAnswered


def compare_again(event: PlanAnswered, *, now: datetime) -> None:  # noqa: ARG001  the shape of a reaction
    """Have everybody compared with one another, behind whatever is more urgent."""
    commands.have_people_compared()


subscriptions.subscribe(PlanAnswered, compare_again)
