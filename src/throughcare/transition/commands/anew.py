"""Making previews anew whose answers came out otherwise since: at once those whose own seat or work it is, at night everybody's.

How many cases somebody can open changes with every case of a body. It is counted for everybody at once, and once a night.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.restructure import queries as restructure
from throughcare.transition import queries
from throughcare.transition.choices import RoundState
from throughcare.transition.commands import rounds
from throughcare.transition.models import Preview, Round
from throughcare.transition.queries import sql

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from throughcare.restructure.models import Plan

WORK_OUT_ANEW: Final = "transition.work_out_anew"

_NOTE: Final = """
update transition_preview pv set stale_since = %(now)s
where pv.plan_id = %(plan)s and pv.stale_since is null
  and pv.account_id in (select p.account_id from access_post p where p.id = any (%(posts)s))
"""


@transaction.atomic
def note_changed_answers(
    *, reference: str, version: int, post_ids: Collection[int], now: datetime
) -> int:
    """Mark the previews that rest on answers which came out otherwise, and have the worker make them anew; how many.

    To be called as the engine. Where previews of the plan were never counted, there is nothing to mark.
    """
    plan = restructure.latest(reference)
    counted = _counted(plan) if plan is not None and plan.version == version else None
    if plan is None or counted is None:
        return 0
    Round.objects.filter(pk=counted.pk, changed_at=None).update(changed_at=now)
    marked = sql.write(_NOTE, {"plan": plan.pk, "posts": sorted(post_ids), "now": now})
    if marked:  # whoever was stale before is on the way already
        go_on_anew(plan.pk)
    return marked


def work_out_anew(*, plan_id: int, now: datetime) -> int:
    """Make a part of the stale previews of a plan anew, in a transaction of its own; how many are left."""
    with change_access.as_engine(now=now):
        stale = Preview.objects.filter(plan_id=plan_id, stale_since__isnull=False)
        accounts = stale.order_by("stale_since", "account_id").values_list("account_id", flat=True)
        part = list(accounts[: rounds.PART])
        plan = restructure.by_id(plan_id)
        if (
            not part or _counted(plan) is None
        ):  # it was tried again, and everybody's are being worked out
            return 0
        rounds.work_out_some(account_ids=part, plan=plan, now=now)
        return stale.count()


def begin_previews_again(*, now: datetime) -> list[Round]:
    """Have everybody's previews worked out again where answers came out otherwise since cases were counted; each night.

    To be called as the engine.
    """
    begun = []
    for plan in restructure.newest_of_each():
        counted = _counted(plan)
        if counted is None or queries.latest_round(plan) != counted:
            continue
        if counted.changed_at is not None and counted.state == RoundState.DONE:
            asked = Round.objects.create(plan=plan, answered_by=counted.answered_by, asked_at=now)
            rounds.go_on(asked)
            begun.append(asked)
    return begun


def _counted(plan: Plan) -> Round | None:
    """The newest round that rests on the plan's answers and was begun, and so has counted cases; None where there is none."""
    answered_by = queries.answered_by(plan)
    if answered_by is None:
        return None
    begun = Round.objects.exclude(state=RoundState.WAITING)
    return begun.filter(plan=plan, answered_by=answered_by).order_by("-id").first()


def go_on_anew(plan_id: int) -> None:
    """Have the worker make the next stale previews of a plan anew, once nothing that is more urgent waits."""
    app.configure_task(
        WORK_OUT_ANEW,
        lock=f"previews {plan_id}",
        queue=rounds.QUEUE,
        priority=rounds.BEHIND_THE_REST,
    ).defer(plan_id=plan_id)
