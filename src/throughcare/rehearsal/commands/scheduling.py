"""Rehearsals at night: begun by the worker, by the machine's clock, for as long as the plan is to come."""

from datetime import datetime, time
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db import transaction

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.rehearsal.commands import asking
from throughcare.rehearsal.models import Schedule
from throughcare.rehearsal.rules import nights
from throughcare.restructure import queries as restructure

OVER: Final = {"over", "a-reversal"}


@transaction.atomic
def keep_nightly(
    *, account_id: int, reference: str, at: time, now: datetime, machine_now: datetime
) -> Schedule:
    """Have a plan rehearsed each night at a time of day, in place of any time it had.

    Raises:
        PermissionDenied: the account may not run plans.
        Refused: there is no such plan to come.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    plan = restructure.latest(reference)
    if plan is None or plan.phase in asking.OVER:
        raise Refused.because("over", "There is no plan to come of this name.")
    Schedule.objects.filter(reference=reference, ended_at=None).update(ended_at=machine_now)
    made = Schedule.objects.create(
        reference=reference, at=at, asked_by_id=account_id, begins_at=machine_now
    )
    _record("rehearsal.nightly", account_id=account_id, reference=reference, now=now)
    return made


@transaction.atomic
def end_nightly(*, account_id: int, reference: str, now: datetime, machine_now: datetime) -> bool:
    """End the nightly rehearsals of a plan; whether there were any.

    Raises:
        PermissionDenied: the account may not run plans.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    ended = Schedule.objects.filter(reference=reference, ended_at=None).update(ended_at=machine_now)
    if ended:
        _record("rehearsal.nightly.end", account_id=account_id, reference=reference, now=now)
    return bool(ended)


def have_due_rehearsed(*, now: datetime, machine_now: datetime) -> int:
    """Have every plan rehearsed whose time has come and that was not tonight; how many were asked for.

    One at a time: whatever is due while another is under way is asked for when that is done.
    """
    asked = 0
    with change_access.as_engine(now=now):
        due = [
            each
            for each in Schedule.objects.filter(ended_at=None).order_by("id")
            if nights.is_due(
                at=each.at, begins_at=each.begins_at, last_on=each.last_on, now=machine_now
            )
        ]
    for each in due:
        asked += _have_rehearsed(each, now=now, machine_now=machine_now)
    return asked


def _have_rehearsed(schedule: Schedule, *, now: datetime, machine_now: datetime) -> bool:
    """Ask for one; a schedule whose plan is over, or whose asker may no longer, ends."""
    with change_access.as_engine(now=now):
        plan = restructure.latest(schedule.reference)
        try:
            with transaction.atomic():
                if plan is None:
                    raise Refused.because("over", "The plan is gone.")
                asking.have_rehearsed(
                    account_id=schedule.asked_by_id, plan_id=plan.pk, now=now, is_nightly=True
                )
        except Refused as refused:
            if OVER & set(refused.codes):
                Schedule.objects.filter(id=schedule.pk).update(ended_at=machine_now)
            return False
        except PermissionDenied:
            Schedule.objects.filter(id=schedule.pk).update(ended_at=machine_now)
            return False
        Schedule.objects.filter(id=schedule.pk).update(last_on=nights.night_of(machine_now))
    return True


def _record(action: str, *, account_id: int, reference: str, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action=action,
        subject_kind="plan",
        subject_reference=reference,
        now=now,
    )
