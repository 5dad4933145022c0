"""Keeping up: what changed since a plan was staged is answered again, and its staged row replaced.

The door calls it every few seconds while a plan is staged; the switch calls it a last time with the writers held off.
"""

from collections import defaultdict
from datetime import datetime

from throughcare.restructure.commands import answers, settling, staging
from throughcare.restructure.models import Changed, Plan
from throughcare.restructure.queries import kinds


def follow_changes(*, plan: Plan, now: datetime) -> int:
    """Answer and stage again every item noted for a plan since the last time; how many items.

    In a transaction of the caller's: an item stays noted until its new row is there.
    """
    noted = list(
        Changed.objects.filter(plan=plan).order_by("id").values_list("id", "kind", "item_id")
    )
    if not noted:
        return 0
    items: dict[str, set[int]] = defaultdict(set)
    for _, name, item_id in noted:
        items[name].add(item_id)
    prepared = answers.prepare(plan=plan)
    for kind in kinds.assigned():
        if only := items.get(kind.name):
            answers.answer_again(prepared=prepared, name=kind.name, only=only)
            settling.lapse(plan=plan, kind=kind.name, only=only, now=now)
            staging.stage_kind(plan, kind, now=now, only=only)
    Changed.objects.filter(id__in=[number for number, _, _ in noted]).delete()
    return sum(len(only) for only in items.values())
