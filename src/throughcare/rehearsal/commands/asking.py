"""A rehearsal that is asked for, how far it is, and what came of it: kept in the live database, and nothing else there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.audit import commands as audit
from throughcare.kernel.refusals import Refused
from throughcare.rehearsal.choices import State
from throughcare.rehearsal.models import Rehearsal
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Phase

START: Final = "rehearsal.start"
QUEUE: Final = "rehearsals"
OVER: Final = (*restructure.GONE_LIVE, Phase.REVERSED, Phase.ABORTED)
UNDER_WAY: Final = (State.WAITING, State.RUNNING)

Json = dict[str, Any]  # Any: JSON
Starter = Callable[[int], None]
Tidier = Callable[[], None]

_starters: list[tuple[Starter, Tidier]] = []


@transaction.atomic
def ask(
    *,
    account_id: int,
    plan_id: int,
    now: datetime,
    most_accounts: int | None = None,
    is_nightly: bool = False,
) -> Rehearsal:
    """Write down that a rehearsal is wanted.

    Raises:
        PermissionDenied: the account may not run plans.
        Refused: the plan is live or over, is itself a reversal, or a rehearsal is under way.
    """
    access.require_of(account_id=account_id, action=Action.PLAN)
    plan = restructure.by_id(plan_id)
    if plan.reverses_id is not None:
        raise Refused.because(
            "a-reversal", "A rehearsal of the plan includes its reversal. Rehearse that plan."
        )
    if not is_to_come(plan):
        raise Refused.because(
            "over",
            f"{plan.title} is {plan.get_phase_display().lower()}. Only a plan that is to come is rehearsed.",
        )
    if Rehearsal.objects.filter(state__in=UNDER_WAY).exists():
        raise Refused.because("under-way", "A rehearsal is under way. Wait until it is done.")
    made = Rehearsal.objects.create(
        plan=plan,
        asked_by_id=account_id,
        asked_at=now,
        most_accounts=most_accounts,
        is_nightly=is_nightly,
    )
    audit.record(
        account_id=account_id,
        action="rehearsal.ask",
        subject_kind="plan",
        subject_reference=str(plan),
        now=now,
        detail={"rehearsal": made.pk},
    )
    return made


@transaction.atomic
def have_rehearsed(
    *, account_id: int, plan_id: int, now: datetime, is_nightly: bool = False
) -> Rehearsal:
    """Ask for a rehearsal, and have the worker start it once this is committed.

    Raises:
        PermissionDenied: the account may not run plans.
        Refused: as `ask`.
    """
    made = ask(account_id=account_id, plan_id=plan_id, now=now, is_nightly=is_nightly)
    app.configure_task(START, queue=QUEUE).defer(number=made.pk)
    return made


def is_to_come(plan: restructure.Plan) -> bool:
    """Whether a plan may still be rehearsed: it is not live or over, and no reversal."""
    return plan.phase not in OVER and plan.reverses_id is None


def start_with(starter: Starter, *, tidier: Tidier) -> None:
    """Have `starter` start a program of its own for a rehearsal, and `tidier` clear what a killed one left; the last ones count."""
    _starters.append((starter, tidier))


def clear_up() -> None:
    """Clear what a killed rehearsal left, where somebody here knows how."""
    if _starters:
        _starters[-1][1]()


def start(*, number: int) -> None:
    """Start the program that makes a rehearsal, unless it is no longer wanted.

    Raises:
        LookupError: nothing here knows how; the worker does.
    """
    if not Rehearsal.objects.filter(id=number, state=State.WAITING).exists():
        return
    if not _starters:
        raise LookupError("No starter of rehearsals was named")
    _starters[-1][0](number)


def begin(*, number: int, now: datetime, at: datetime, need: str = "") -> Rehearsal:
    """Take up a rehearsal; `at` is what the machine's clock says. Those that a killed program left are noted as stopped.

    `need` says what it takes on the disk.

    To be called as the only one that makes rehearsals here.
    """
    with change_access.as_engine(now=now):
        note_abandoned(at=at)
        rehearsal = Rehearsal.objects.select_related("plan").get(id=number)
        rehearsal.state = State.RUNNING
        rehearsal.started_at = at
        rehearsal.need = need
        rehearsal.save(update_fields=["state", "started_at", "need"])
    return rehearsal


def note_abandoned(*, at: datetime) -> int:
    """Note rehearsals as stopped that are not running though they say so; how many. As the engine, by whoever is alone."""
    return _stop(Rehearsal.objects.filter(state=State.RUNNING), at=at)


def tidy(*, now: datetime, at: datetime, is_none_starting: bool = False) -> int:
    """As `note_abandoned`, by a program that makes none itself.

    `is_none_starting` is for whoever starts them and knows that no program is on its way: one that waits without a job to
    start it would wait for ever, and is noted as stopped too.
    """
    with change_access.as_engine(now=now):
        stopped = note_abandoned(at=at)
        if is_none_starting:
            waiting = Rehearsal.objects.filter(state=State.WAITING)
            stopped += _stop(waiting.exclude(id__in=_numbers_of_jobs()), at=at)
    return stopped


def _stop(rehearsals: QuerySet[Rehearsal], *, at: datetime) -> int:
    return rehearsals.update(state=State.STOPPED, finished_at=at, doing="")


def _numbers_of_jobs() -> list[int]:
    """Numbers of the rehearsals that a job is still to start."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (args ->> 'number')::bigint FROM procrastinate_jobs"
            " WHERE task_name = %s AND status IN ('todo', 'doing')",
            [START],
        )
        return [number for (number,) in cursor.fetchall()]


def tell(*, number: int, now: datetime, done: int, total: int, doing: str) -> None:
    """Say how far a rehearsal is."""
    with change_access.as_engine(now=now):
        Rehearsal.objects.filter(id=number).update(done=done, total=total, doing=doing)


def refuse(*, number: int, sentence: str, now: datetime, at: datetime) -> None:
    """Keep why a rehearsal that was asked for could not start; nothing where it is no longer waiting."""
    with change_access.as_engine(now=now):
        is_waiting = Rehearsal.objects.filter(id=number, state=State.WAITING).exists()
    if is_waiting:
        reasons = [{"code": "fault", "sentence": sentence}]
        end(number=number, state=State.FAILED, result={"refused": reasons}, now=now, at=at)


def end(*, number: int, state: State, result: Json, now: datetime, at: datetime) -> None:
    """Keep what a rehearsal found."""
    with change_access.as_engine(now=now):
        rehearsal = Rehearsal.objects.select_related("plan").get(id=number)
        rehearsal.state = state
        rehearsal.result = result
        rehearsal.finished_at = at
        rehearsal.doing = ""
        rehearsal.save(update_fields=["state", "result", "finished_at", "doing"])
        audit.record(
            account_id=rehearsal.asked_by_id,
            action=f"rehearsal.{state}",
            subject_kind="plan",
            subject_reference=str(rehearsal.plan),
            now=now,
            detail={"rehearsal": number},
        )
