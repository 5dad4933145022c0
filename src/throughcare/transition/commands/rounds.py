"""Working out previews: of everybody in parts that are committed one by one, or of one account at once.

Both run as the engine. A round that was stopped is gone on with, by whoever asks for one next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.db import transaction
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.restructure import queries as restructure
from throughcare.transition import queries
from throughcare.transition.choices import RoundState
from throughcare.transition.commands import lines, seeing
from throughcare.transition.models import Preview, Round
from throughcare.transition.queries import sql

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.db.models import QuerySet

    from throughcare.restructure.models import Plan

Tell = Callable[[int, int, str], None]

WORK_OUT: Final = "transition.work_out_previews"
QUEUE: Final = "restructure"
PART: Final = 1000
"""Accounts that are worked out in one transaction."""
BEHIND_THE_REST: Final = -10
"""Priority among the jobs of the worker: messages and steps of plans go first, in between two parts."""

_NEXT: Final = """
select u.id from access_account u
where u.is_active and not u.is_system
  and not exists (select from transition_preview p where p.plan_id = %(plan)s and p.account_id = u.id and p.round_id = %(round)s)
order by u.id limit %(most)s
"""
_LEFT: Final = """
select count(*) as accounts,
       count(*) filter (where exists (select from transition_preview p where p.plan_id = %(plan)s and p.account_id = u.id
                                      and p.round_id = %(round)s)) as done
from access_account u where u.is_active and not u.is_system
"""

# Accounts that were closed since, and the counts of older rounds, at which no preview points any more.
_FORGET: Final = (
    """
    delete from transition_line l using transition_preview p
    where p.id = l.preview_id and p.plan_id = %(plan)s and p.round_id <> %(round)s
    """,
    "delete from transition_preview where plan_id = %(plan)s and round_id <> %(round)s",
    """
    delete from transition_reach h using transition_round r
    where r.id = h.round_id and r.plan_id = %(plan)s and r.id < %(round)s
    """,
    """
    delete from transition_movement m using transition_round r
    where r.id = m.round_id and r.plan_id = %(plan)s and r.id < %(round)s
    """,
)


@transaction.atomic
def have_previews_worked_out(*, account_id: int, plan: Plan, now: datetime) -> Round:
    """Ask for the previews of a plan, and have the worker work them out once this is committed.

    Raises:
        PermissionDenied: the account may not make plans.
        Refused: the plan has not been tried yet.
    """
    asked = ask_for_previews(account_id=account_id, plan=plan, now=now)
    go_on(asked)
    return asked


@transaction.atomic
def ask_for_previews(*, account_id: int, plan: Plan, now: datetime) -> Round:
    """Write down that the previews of a plan are wanted; a round that was stopped is the one to go on with.

    Raises:
        PermissionDenied: the account may not make plans.
        Refused: the plan has not been tried yet.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    answered_by = _answered_by(plan)
    stopped = _rounds(plan, answered_by).exclude(state=RoundState.DONE).first()
    asked = stopped or Round.objects.create(
        plan=plan, answered_by=answered_by, asked_by_id=account_id, asked_at=now
    )
    _record(plan, account_id=account_id, now=now)
    return asked


@transaction.atomic
def begin_previews(*, reference: str, now: datetime) -> Round | None:
    """Have the worker work out the previews of a plan that was tried, unless that was done. To be called as the engine."""
    plan = restructure.latest(reference)
    answered_by = queries.answered_by(plan) if plan else None
    if plan is None or answered_by is None or _rounds(plan, answered_by).exists():
        return None
    begun = Round.objects.create(plan=plan, answered_by=answered_by, asked_at=now)
    go_on(begun)
    return begun


def go_on(asked: Round) -> None:
    """Have the worker work out the next part, once nothing that is more urgent waits."""
    app.configure_task(
        WORK_OUT, lock=f"previews {asked.plan_id}", queue=QUEUE, priority=BEHIND_THE_REST
    ).defer(round_id=asked.pk)


def work_out_previews(*, round_id: int, now: datetime, tell: Tell) -> Round:
    """Work out the preview of every account that the round has none of yet.

    Each part is committed by itself, so that one that is stopped loses no more than a part.

    Raises:
        Refused: the plan was answered anew meanwhile; the previews have to begin again.
    """
    while True:
        asked = work_out_part(round_id=round_id, now=now)
        tell(asked.done, asked.total, "Working out previews")
        match RoundState(asked.state):
            case RoundState.DONE:
                return asked
            case RoundState.STOPPED:
                raise Refused.because(
                    "answered-anew", "The plan was tried again meanwhile. Begin the previews again."
                )
            case _:
                continue


def work_out_part(*, round_id: int, now: datetime) -> Round:
    """Work out the previews of the next accounts, in a transaction of its own; the round as it stands after that.

    It is stopped where the plan was tried again since, and done where nobody is left.
    """
    with change_access.as_engine(now=now):
        asked = Round.objects.select_related("plan").get(id=round_id)
        if asked.state == RoundState.DONE:
            return asked
        if queries.answered_by(asked.plan) != asked.answered_by:
            _set(asked, RoundState.STOPPED)
            return asked
        _lay(asked, now=now)
        wanted = {"plan": asked.plan_id, "round": asked.pk, "most": PART}
        accounts = [row["id"] for row in sql.rows(_NEXT, wanted)]
        if accounts:
            _write(asked, accounts, now=now)
            sql.write("analyze transition_reach, transition_preview, transition_line")
        (left,) = sql.rows(_LEFT, {"plan": asked.plan_id, "round": asked.pk})
        asked.done, asked.total = left["done"], left["accounts"]
        asked.save(update_fields=["done", "total"])
        if not accounts:
            _finish(asked, now=now)
    return asked


@transaction.atomic
def work_out_preview(*, account_id: int, plan: Plan, now: datetime) -> Preview:
    """Work out the preview of one account. To be called as the engine.

    Raises:
        Refused: the plan has not been tried yet.
    """
    work_out_some(account_ids=[account_id], plan=plan, now=now)
    return Preview.objects.get(plan=plan, account_id=account_id)


@transaction.atomic
def work_out_some(*, account_ids: Collection[int], plan: Plan, now: datetime) -> None:
    """Work out the previews of some accounts, by the newest count of cases. To be called as the engine.

    Raises:
        Refused: the plan has not been tried yet.
    """
    answered_by = _answered_by(plan)
    latest = _rounds(plan, answered_by).first()
    if latest is None:
        latest = Round.objects.create(
            plan=plan, answered_by=answered_by, state=RoundState.STOPPED, asked_at=now
        )
    _lay(latest, now=now, state=RoundState(latest.state))
    _write(latest, account_ids, now=now)


def _answered_by(plan: Plan) -> int:
    answered_by = queries.answered_by(plan)
    if answered_by is None:
        raise Refused.because(
            "not-tried", f"{plan.title} has not been tried yet. Run the dry run first."
        )
    return answered_by


def _lay(asked: Round, *, now: datetime, state: RoundState = RoundState.RUNNING) -> None:
    Round.objects.select_for_update(no_key=True).get(id=asked.pk)
    params: dict[str, object] = {"plan": asked.plan_id, "round": asked.pk}
    if not sql.rows("select from transition_movement where round_id = %(round)s limit 1", params):
        seeing.lay_movements(params)
        asked.counted_at = now
        asked.save(update_fields=["counted_at"])
    _set(asked, state)


def _write(asked: Round, accounts: Collection[int], *, now: datetime) -> None:
    sql.write(
        "drop table if exists transition_now_seat, transition_now_reach, transition_now_pair, transition_now_count,"
        " transition_now_named, transition_now_leader, transition_now_preview, transition_now_code"
    )
    params: dict[str, object] = {
        "plan": asked.plan_id,
        "round": asked.pk,
        "accounts": list(accounts),
        "now": now,
    }
    # Before anything is read: what changes from here on makes them stale again, once this is committed.
    Preview.objects.filter(
        plan=asked.plan, account_id__in=accounts, stale_since__isnull=False
    ).update(stale_since=None)
    seeing.write_previews(params)
    lines.write_lines(params)


def _rounds(plan: Plan, answered_by: int) -> QuerySet[Round]:
    return Round.objects.filter(plan=plan, answered_by=answered_by).order_by("-id")


def _finish(asked: Round, *, now: datetime) -> None:
    """Close the round, and drop what older ones left behind."""
    params = {"plan": asked.plan_id, "round": asked.pk}
    for statement in _FORGET:
        sql.write(statement, params)
    asked.finished_at = now
    asked.save(update_fields=["finished_at"])
    _set(asked, RoundState.DONE)


def _set(asked: Round, state: RoundState) -> None:
    asked.state = state
    asked.save(update_fields=["state"])


def _record(plan: Plan, *, account_id: int, now: datetime) -> None:
    audit.record(
        account_id=account_id,
        action="transition.previews",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
    )
