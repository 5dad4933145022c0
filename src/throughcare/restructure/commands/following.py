"""Keeping up: what changed since a plan was staged is answered again, and its staged row replaced.

Each change has the worker do so at once. The switch does it for the last ones: once while writers go on, and once more, for
what came meanwhile, while they are held off.
"""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.restructure.choices import Phase
from throughcare.restructure.commands import answers, settling, staging, turns
from throughcare.restructure.models import Changed, Plan
from throughcare.restructure.queries import kinds

KEEP_UP: Final = "restructure.keep_up"
"""The task that `restructure_note_change` defers."""
AT_MOST: Final = 1000
"""Changes answered in one transaction, so that nobody who wants to take a step waits long."""

Items = Mapping[str, AbstractSet[int]]


def keep_up(*, now: datetime) -> int:
    """Follow what changed, for every staged plan that no step is at work on; how many items.

    As the engine. A plan at which a step is at work is left to it, and to the next look.
    """
    staged = Plan.objects.filter(phase=Phase.STAGED).order_by("id")
    return sum(_keep_up(plan_id, now=now) for plan_id in list(staged.values_list("id", flat=True)))


def _keep_up(plan_id: int, *, now: datetime) -> int:
    count = 0
    with turns.turn(plan_id, wait=turns.AT_ONCE) as is_ours:
        while is_ours:
            with transaction.atomic():
                plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
                items = follow_changes(plan=plan, now=now, at_most=AT_MOST)
            if not items:
                break
            count += sum(map(len, items.values()))
    return count


def follow_changes(*, plan: Plan, now: datetime, at_most: int | None = None) -> Items:
    """Answer and stage again every item noted for a staged plan since the last time; which, by kind.

    In a transaction of the caller's: an item stays noted until its new row is there.
    """
    if plan.phase != Phase.STAGED:
        return {}
    noted = list(
        Changed.objects.filter(plan=plan)
        .order_by("id")
        .values_list("id", "kind", "item_id")[:at_most]
    )
    items: dict[str, set[int]] = defaultdict(set)
    for _, name, item_id in noted:
        items[name].add(item_id)
    if noted:
        _answer_again(plan, items, now=now)
        Changed.objects.filter(id__in=[number for number, _, _ in noted]).delete()
    return items


def _answer_again(plan: Plan, items: Items, *, now: datetime) -> None:
    prepared = answers.prepare(plan=plan)
    for kind in kinds.assigned():
        if only := items.get(kind.name):
            answers.answer_again(prepared=prepared, name=kind.name, only=only)
            settling.lapse(plan=plan, kind=kind.name, only=only, now=now)
            staging.stage_kind(plan, kind, now=now, only=only)
