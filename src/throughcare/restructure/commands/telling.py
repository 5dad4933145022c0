"""Telling other rooms that answers of a plan came out otherwise than before, and whose posts that concerns."""

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime

from throughcare.outbox import commands as outbox
from throughcare.restructure.events import ItemsAnsweredAgain
from throughcare.restructure.models import Answer, Plan
from throughcare.restructure.queries import facts
from throughcare.restructure.queries.kinds import Kind

Standings = Mapping[int, tuple[str, int | None, int | None, int | None, int | None]]
"""For each item its standing, owner, holder and post after the day, and its post before it."""


def standings(plan: Plan, kind: Kind, only: Collection[int]) -> Standings:
    """How items are answered now."""
    found = Answer.objects.filter(plan=plan, kind=kind.name, item_id__in=only).values_list(
        "item_id", "standing", "to_owner_id", "to_holder_id", "to_post_id", "from_post_id"
    )
    return {each[0]: each[1:] for each in found}


def concerned(kind: Kind, before: Standings, after: Standings) -> tuple[set[int], set[int]]:
    """The items that are answered otherwise than before, and the posts that had them, were to have them, or will."""
    items = {item for item in {*before, *after} if before.get(item) != after.get(item)}
    if kind.name == facts.ACCOUNT:
        return items, set(items)
    sides = (each[item] for each in (before, after) for item in items if item in each)
    return items, {post for *_, to, of in sides for post in (to, of) if post is not None}


def held_before(*found: Standings) -> set[int]:
    """The posts that have items before the day."""
    return {post for each in found for *_, post in each.values() if post is not None}


def tell_answered_again(plan: Plan, *, items: int, posts: AbstractSet[int], now: datetime) -> None:
    """Announce it; nothing where no item came out otherwise. In a transaction of the caller's."""
    if items:
        outbox.publish(
            ItemsAnsweredAgain(
                plan=plan.reference,
                version=plan.version,
                answers=items,
                post_ids=tuple(sorted(posts)),
            ),
            now=now,
        )
