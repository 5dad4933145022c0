"""What a transition does on hearing that a plan was tried, or that answers of it came out otherwise since, or count no more."""

from datetime import datetime

from throughcare.outbox import subscriptions
from throughcare.restructure.events import (
    ItemsAnsweredAgain,
    OverrideLapsed,
    PlanAnswered,
    VersionReplaced,
)
from throughcare.transition import commands


def work_out_previews(event: PlanAnswered, *, now: datetime) -> None:
    """Begin to work out what the plan changes for everybody."""
    commands.begin_previews(reference=event.plan, now=now)


def take_over_challenges(event: VersionReplaced, *, now: datetime) -> None:
    """Have what people say is wrong with an earlier version be decided under the one that takes its place."""
    commands.take_over_challenges(reference=event.plan, version=event.version, now=now)


def make_previews_anew(event: ItemsAnsweredAgain, *, now: datetime) -> None:
    """Mark what rests on the answers that came out otherwise, and have it worked out anew."""
    commands.note_changed_answers(
        reference=event.plan, version=event.version, post_ids=event.post_ids, now=now
    )


def open_challenges_again(event: OverrideLapsed, *, now: datetime) -> None:
    """Open again what was upheld by an override that counts no more, and have the preview of whoever made it worked out anew."""
    commands.open_again(override_id=event.override_id, now=now)
    commands.note_changed_answers(
        reference=event.plan, version=event.version, post_ids=event.post_ids, now=now
    )


subscriptions.subscribe(VersionReplaced, take_over_challenges)
subscriptions.subscribe(OverrideLapsed, open_challenges_again)
subscriptions.subscribe(PlanAnswered, work_out_previews)
subscriptions.subscribe(ItemsAnsweredAgain, make_previews_anew)
