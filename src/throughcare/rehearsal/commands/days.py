"""A day's work of a sample of accounts, on the pages of the copy."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

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
    """What came of a day: how many signed in, how many pages were asked for, and what went wrong."""

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
            f"{self.accounts} accounts signed in and asked for {self.pages:,} pages, the slowest in {self.slowest:.1f} seconds. "
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
    """Have a sample of accounts sign in and work through the day of each of their roles, or through some steps alike."""
    worked = Worked()
    with change_access.as_engine(now=now):
        plan = restructure.by_id(the_day.plan_id)
        seats = [sampling.Seat(**vars(each)) for each in access.one_of_each(seed=plan.reference)]
    chosen = sampling.cover(seats, seed=plan.reference, most=the_day.most)
    worked.is_whole = sampling.is_whole(chosen, of=seats)
    proofs = change_access.give_proofs(
        account_ids={seat.account_id for seat in chosen},
        now=now,
        machine_now=clock.machine_now(),
    )
    for account_id, held in _by_account(chosen).items():
        visitor = Visitor(address=the_day.address)
        workers = [
            _worker(seat, visitor, the_day, now=now, is_a_glance=steps is not None) for seat in held
        ]
        if _is_let_in(workers[0], proofs[account_id]):
            worked.accounts += 1
            for seat, worker in zip(held, workers, strict=True):
                worker.work(day.DAYS[Role(seat.role)] if steps is None else steps)
        visitor.leave()
        _add(worked, visitor, workers)
    return worked


def _by_account(chosen: Iterable[sampling.Seat]) -> dict[int, list[sampling.Seat]]:
    """Who signs in once for all their roles; those last who move cases that others look for."""
    found: dict[int, list[sampling.Seat]] = {}
    for seat in chosen:
        found.setdefault(seat.account_id, []).append(seat)
    return dict(sorted(found.items(), key=lambda each: any(s.role in day.LAST for s in each[1])))


def _is_let_in(worker: Worker, proof: change_access.Proof) -> bool:
    return worker.sign_in(
        username=proof.username,
        password=proof.password,
        code=proof.code(machine_now=clock.machine_now()),
    )


def _add(worked: Worked, visitor: Visitor, workers: list[Worker]) -> None:
    worked.pages += len(visitor.pages)
    worked.slowest = max([worked.slowest, *(page.seconds for page in visitor.pages)])
    for worker in workers:
        worked.defects += worker.defects
        for name in worker.done:
            worked.steps[name] = worked.steps.get(name, 0) + 1


def _worker(
    seat: sampling.Seat, visitor: Visitor, the_day: Day, *, now: datetime, is_a_glance: bool
) -> Worker:
    held, words = ([], {}) if is_a_glance else _cases(seat, the_day, now=now)
    return Worker(
        visitor=visitor,
        role=seat.role,
        provider=seat.provider,
        part=the_day.part,
        words=words,
        owners={each.reference: each.owner for each in held},
        page_limit=the_day.limits[PAGE],
    )


def _cases(
    seat: sampling.Seat, the_day: Day, *, now: datetime
) -> tuple[list[restructure.Held], dict[str, str]]:
    """The cases of whoever sits there, and the words of their day."""
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
    return held, words
