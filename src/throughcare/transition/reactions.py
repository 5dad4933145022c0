"""What a transition does on hearing that a plan was tried."""

from datetime import datetime

from throughcare.outbox import subscriptions
from throughcare.restructure.events import PlanAnswered
from throughcare.transition import commands


def work_out_previews(event: PlanAnswered, *, now: datetime) -> None:
    """Begin to work out what the plan changes for everybody."""
    commands.begin_previews(reference=event.plan, now=now)


subscriptions.subscribe(PlanAnswered, work_out_previews)
