"""Challenges of a version of a plan that another takes the place of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.restructure import queries as restructure
from throughcare.transition.queries import sql

if TYPE_CHECKING:
    from datetime import datetime

# Whoever challenged the same item again under the newer version has withdrawn what waited under the older one.
_WITHDRAW: Final = """
update transition_challenge c set state = 'withdrawn'
from restructure_plan p
where p.id = c.plan_id and p.reference = %(reference)s and p.version < %(version)s and c.state in ('open', 'recommended')
  and exists (select from transition_challenge n
              where n.plan_id = %(plan)s and n.account_id = c.account_id and n.kind = c.kind and n.item_id = c.item_id)
"""
_TAKE_OVER: Final = """
update transition_challenge c set plan_id = %(plan)s
from restructure_plan p
where p.id = c.plan_id and p.reference = %(reference)s and p.version < %(version)s and p.phase = 'aborted'
  and c.state in ('open', 'recommended', 'upheld')
returning c.reference::text as reference
"""


@transaction.atomic
def take_over_challenges(*, reference: str, version: int, now: datetime) -> None:
    """Have challenges that wait, and those whose answer counts, belong to a version from now on; clocks and desks stay.

    To be called as the engine. Called again, it changes nothing; nor where a still newer version is there, which takes all over.
    """
    plan = restructure.latest(reference)
    if plan is None or plan.version != version:
        return
    asked = {"plan": plan.pk, "reference": reference, "version": version}
    sql.write(_WITHDRAW, asked)
    taken = [row["reference"] for row in sql.rows(_TAKE_OVER, asked)]
    if taken:
        audit.record_many(
            account_id=None,
            action="transition.challenge.take-over",
            subject_kind="challenge",
            subject_references=taken,
            now=now,
            detail={"plan": str(plan)},
        )
