"""Overrides that count no more: nobody learns of it by chance.

Whoever made and approved one is told in the house. Rooms above hear of it: a challenge that was upheld by it is open again.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final

from throughcare.access import queries as access
from throughcare.notify import commands as notify
from throughcare.notify.choices import Channel, RecipientKind
from throughcare.outbox import commands as outbox
from throughcare.restructure.events import OverrideLapsed
from throughcare.restructure.models import Answer, Override, Plan
from throughcare.restructure.queries import facts, sql

TEMPLATE: Final = "override-lapsed"

# Approved overrides of a kind that answer nothing: the item no longer has the values that they were made for.
_LAPSE: Final = """
update restructure_override o set lapsed_at = %(now)s
where o.plan_id = %(plan)s and o.kind = %(kind)s and o.approved_by_id is not null and o.lapsed_at is null
  and (%(only)s::bigint[] is null or o.item_id = any (%(only)s))
  and not exists (select from restructure_answer a
                  where a.plan_id = o.plan_id and a.kind = o.kind and a.item_id = o.item_id and a.rule = 'override ' || o.id)
returning o.id
"""


def lapse(*, plan: Plan, kind: str, only: Iterable[int] | None, now: datetime) -> int:
    """End overrides whose item has changed in a way that they depended on, and say so; how many. The kind must be answered."""
    asked = {
        "plan": plan.pk,
        "kind": kind,
        "only": None if only is None else sorted(only),
        "now": now,
    }
    ended = [number for (number,) in sql.rows(_LAPSE, asked)]
    _announce(plan, ended, now=now)
    return len(ended)


def replace(override: Override, *, now: datetime) -> None:
    """End what was approved for the same item before; said where it had come to another unit."""
    before = Override.objects.filter(
        plan=override.plan, kind=override.kind, item_id=override.item_id, lapsed_at=None
    ).exclude(approved_by_id=None)
    otherwise = list(before.exclude(unit_code=override.unit_code).values_list("id", flat=True))
    before.update(lapsed_at=now)
    _announce(override.plan, otherwise, now=now)


def end(overrides: Collection[Override], *, now: datetime) -> None:
    """End overrides of any plan, and say so where they counted."""
    Override.objects.filter(id__in=[each.pk for each in overrides]).update(lapsed_at=now)
    for each in overrides:
        if each.approved_by_id is not None:
            _announce(each.plan, [each.pk], now=now)


def _announce(plan: Plan, ended: Collection[int], *, now: datetime) -> None:
    for each in Override.objects.filter(id__in=ended).order_by("id"):
        answer = Answer.objects.filter(plan=plan, kind=each.kind, item_id=each.item_id).first()
        item = answer.reference if answer else each.kind.replace("-", " ")
        for account_id in sorted({each.made_by_id, each.approved_by_id or each.made_by_id}):
            _tell(plan, item, account_id=account_id, now=now)
        held_by = answer.from_post_id if answer else None
        post = each.item_id if each.kind == facts.ACCOUNT else held_by
        outbox.publish(
            OverrideLapsed(
                plan=plan.reference,
                version=plan.version,
                override_id=each.pk,
                post_ids=() if post is None else (post,),
            ),
            now=now,
        )


def _tell(plan: Plan, item: str, *, account_id: int, now: datetime) -> None:
    supervisor = access.supervisor_of(account_id)
    notify.accept(
        channel=Channel.IN_APP,
        recipient=notify.Recipient(kind=RecipientKind.ACCOUNT, reference=str(account_id)),
        template=TEMPLATE,
        parameters={"plan": plan.reference, "item": item},
        owner=supervisor.unit_code if supervisor else plan.reference,
        now=now,
    )
