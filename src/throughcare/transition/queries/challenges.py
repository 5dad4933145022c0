"""Challenges: one's own, and the queue of those who look at them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from throughcare.access import queries as access
from throughcare.transition.choices import ChallengeState, Subject
from throughcare.transition.models import Challenge
from throughcare.transition.queries import sql

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from throughcare.restructure.models import Plan

WAITING = (ChallengeState.OPEN, ChallengeState.RECOMMENDED)


@dataclass(frozen=True, kw_only=True)
class Item:
    """What a challenge is about, as the plan has it."""

    kind: str
    item_id: int
    reference: str


def item_of(plan: Plan, *, subject: Subject, reference: str) -> Item | None:
    """An item of the pinned account's own, by what it says is wrong and the reference that it gives; None for any other."""
    kinds = {Subject.ASSIGNMENT: ["account"], Subject.CASE: ["case"], Subject.TASK: None}[subject]
    rows = sql.rows(
        "select * from transition_item(%s, %s::text[], %s)", [plan.pk, kinds, reference]
    )
    return Item(**rows[0]) if rows else None


def challenge(reference: UUID) -> Challenge | None:
    """A challenge that may be seen: one's own, or any for the programme."""
    return Challenge.objects.filter(reference=reference).select_related("plan", "account").first()


def challenges_of(plan: Plan, *, account_id: int) -> list[Challenge]:
    """An account's own challenges of a plan, newest first."""
    return list(Challenge.objects.filter(plan=plan, account_id=account_id).order_by("-id"))


def count_queue(*, owner_id: int | None, is_open: bool) -> int:
    return _queue(owner_id=owner_id, is_open=is_open).count()


def queue(*, owner_id: int | None, is_open: bool, part: slice) -> list[Challenge]:
    """A part of the challenges on somebody's desk or on any, by the day on which they are due."""
    found = _queue(owner_id=owner_id, is_open=is_open).select_related("plan", "account")
    return list(found.order_by("due_on", "id")[part])


def _queue(*, owner_id: int | None, is_open: bool) -> QuerySet[Challenge]:
    found = Challenge.objects.all()
    found = found.filter(state__in=WAITING) if is_open else found.exclude(state__in=WAITING)
    return found if owner_id is None else found.filter(owner_id=owner_id)


def late(challenges: Collection[Challenge], *, today: date) -> set[int]:
    """The numbers of those past their day."""
    return {each.pk for each in challenges if each.state in WAITING and each.due_on < today}


def names_in(challenges: Collection[Challenge]) -> dict[int, str]:
    """How everybody who had a part in some challenges is called."""
    return access.display_names(
        {
            number
            for each in challenges
            for number in (
                each.account_id,
                each.owner_id,
                each.recommended_by_id,
                each.decided_by_id,
            )
            if number
        }
    )
