"""Taking back what was written ahead: the way from a staged plan to one that can be answered anew, or changed."""

from datetime import datetime
from typing import Final

from django.db import transaction

from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.organisation import queries as organisation
from throughcare.restructure.choices import Gate, Phase
from throughcare.restructure.commands import answers, freezing, staging, structure
from throughcare.restructure.models import Approval, Plan
from throughcare.restructure.queries import plans, sql

KEPT_AT_STAGING: Final = ("digest", "sheaf", "clock", "awaited")


def give_up(plan: Plan, *, now: datetime) -> None:
    """Have nothing count any more that was written ahead for a version of a plan, so that it can be answered anew or by a newer one.

    What was in force for a time, before an abort, is superseded and not deleted; its units can begin once more.
    """
    answers.forget(plan=plan)
    if organisation.was_live(change_id=plan.change_id):
        staging.supersede(plan, now=now)
        _forget_what_was_kept(plan)
    else:
        staging.unstage(plan)
        structure.unstage(plan=plan)


def _forget_what_was_kept(plan: Plan) -> None:
    for kept in KEPT_AT_STAGING:
        sql.write(f"delete from restructure_{kept} where plan_id = %s", [plan.pk])


@transaction.atomic
def unstage_plan(*, account_id: int, plan_id: int, now: datetime) -> Plan:
    """Delete what a plan has written ahead, which nobody has seen, so that it stands where its dry run left it.

    Its answers, what was set by hand and the signature of the plan stay. The go decision is withdrawn, and with it the freeze
    that it brought. Unstaged twice, the second changes nothing.

    Raises:
        Refused: the plan is not staged, or was live before an abort: what was in force is never deleted.
    """
    plan = Plan.objects.select_for_update(no_key=True).get(id=plan_id)
    if plan.phase == Phase.DRY_RUN:
        return plan
    if why := plans.why_not_unstaged(plan):
        raise Refused.because("not-unstaged", why)
    staging.unstage(plan)
    _forget_what_was_kept(plan)
    go = Approval.objects.filter(plan=plan, gate=Gate.GO).first()
    if go is not None:
        freezing.end_with_the_go(go, account_id=account_id, now=now)
        go.delete()
    plan.phase = Phase.DRY_RUN
    plan.save(update_fields=["phase"])
    audit.record(
        account_id=account_id,
        action="restructure.unstage",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={"go withdrawn": go is not None},
    )
    return plan
