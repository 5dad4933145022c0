"""A day's work of a sample of accounts, on the pages of the copy."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module

from django.conf import settings

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Role
from throughcare.clock import queries as clock
from throughcare.rehearsal.driving import day
from throughcare.rehearsal.driving.visitor import Visitor
from throughcare.rehearsal.driving.working import Worker
from throughcare.rehearsal.rules import sampling
from throughcare.rehearsal.rules.outcome import Defect
from throughcare.rehearsal.rules.parts import PAGE
from throughcare.restructure import queries as restructure


@dataclass(kw_only=True)
class Worked:
    """What came of a day: how many worked, how many pages were asked for, and what went wrong."""

    accounts: int = 0
    pages: int = 0
    slowest: float = 0
    steps: dict[str, int] = field(default_factory=dict)
    """How many went through each step to its end."""
    defects: list[Defect] = field(default_factory=list)
    is_whole: bool = True

    @property
    def fact(self) -> str:
        steps = ", ".join(f"{name} {count}" for name, count in sorted(self.steps.items()))
        return (
            f"{self.accounts} accounts asked for {self.pages:,} pages, the slowest in {self.slowest:.1f} seconds. "
            f"Done: {steps or 'nothing'}."
        )


@dataclass(frozen=True, kw_only=True)
class Day:
    """Which day is worked: on which side of the switch, at which address, and for which part of a rehearsal."""

    plan_id: int
    address: str
    part: str
    is_after: bool
    most: int | None
    limits: Mapping[str, float]


def work(the_day: Day, *, now: datetime, steps: tuple[day.Step, ...] | None = None) -> Worked:
    """Have a sample of accounts work through the day of their role, or through some steps alike."""
    worked = Worked()
    with change_access.as_engine(now=now):
        plan = restructure.by_id(the_day.plan_id)
        seats = [sampling.Seat(**vars(each)) for each in access.one_of_each(seed=plan.reference)]
    chosen = sampling.cover(seats, seed=plan.reference, most=the_day.most)
    worked.is_whole = sampling.is_whole(chosen, of=seats)
    for seat in sorted(chosen, key=lambda each: each.role in day.LAST):
        worker = _worker(seat, the_day, now=now)
        worker.work(day.DAYS[Role(seat.role)] if steps is None else steps)
        _add(worked, worker)
    return worked


def _add(worked: Worked, worker: Worker) -> None:
    pages = worker.visitor.pages
    worked.accounts += 1
    worked.pages += len(pages)
    worked.slowest = max([worked.slowest, *(page.seconds for page in pages)])
    worked.defects += worker.defects
    for name in worker.done:
        worked.steps[name] = worked.steps.get(name, 0) + 1


def _worker(seat: sampling.Seat, the_day: Day, *, now: datetime) -> Worker:
    with change_access.as_engine(now=now):
        plan = restructure.by_id(the_day.plan_id)
        held = restructure.cases_of(plan, account_id=seat.account_id, is_after=the_day.is_after)
        there, elsewhere = (
            find(
                plan,
                provider=seat.provider,
                is_after=the_day.is_after,
                seed=str(seat.account_id),
            )
            for find in (restructure.a_case_at, restructure.a_case_elsewhere)
        )
    words = {
        "plan": plan.reference,
        "note": f"Rehearsal, {the_day.part}, account {seat.account_id}.",
    }
    for name, case in (("there", there), ("elsewhere", elsewhere)):
        if case is not None:
            words |= {name: case.reference, f"{name}_owner": case.owner}
    return Worker(
        visitor=Visitor(address=the_day.address, cookie=_signed_in(seat.account_id)),
        role=seat.role,
        provider=seat.provider,
        part=the_day.part,
        words=words,
        owners={each.reference: each.owner for each in held},
        page_limit=the_day.limits[PAGE],
    )


def _signed_in(account_id: int) -> tuple[str, str]:
    """Begin a session of an account in the copy, as a sign-in would have, and give its cookie."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    change_access.begin(session, account_id=account_id, machine_now=clock.machine_now())
    session.save()
    return settings.SESSION_COOKIE_NAME, session.session_key
