"""The whole sequence of a reform, on a copy: as its people would run it, timed, with a day's work on both sides of the switch.

To be called in a program whose database is a copy, signed in as the owner of its tables. A part that fails is a defect, and
ends the sequence: what comes after would stand on nothing.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied

from throughcare.access import commands as change_access
from throughcare.access.choices import Action
from throughcare.clock import commands as change_clock
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused
from throughcare.rehearsal.commands import acting, days, looking
from throughcare.rehearsal.driving import day
from throughcare.rehearsal.rules.outcome import Defect, Outcome, Timed
from throughcare.rehearsal.rules.parts import LABELS, PARTS, Severity
from throughcare.restructure import commands as change_restructure
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Gate, Step

Tell = Callable[[int, int, str], None]
Report = dict[str, Any]  # Any: JSON

MORNING: Final = timedelta(hours=9)
AFTER_THE_INSTANT: Final = timedelta(seconds=5)


class _SequenceIsOver(Exception):  # noqa: N818  how the sequence ends early
    """A part failed; its defect is written down."""


def rehearse(
    *,
    reference: str,
    address: str,
    most: int | None,
    limits: Mapping[str, float],
    tell: Tell,
) -> Outcome:
    """Run the sequence for the newest version of a plan on this copy, whose pages answer at `address`.

    Raises:
        PermissionDenied: this is no copy.
    """
    if not settings.REHEARSAL:
        raise PermissionDenied("A rehearsal runs on a copy, and this is none")
    with change_access.as_engine(now=clock.now()):
        plan = restructure.latest(reference)
        if plan is None:
            raise LookupError(reference)
    sequence = _Sequence(
        plan_id=plan.pk,
        people=acting.People(plan_id=plan.pk),
        effective_at=plan.effective_at,
        address=address,
        most=most,
        limits=limits,
        tell=tell,
    )
    try:
        sequence.run()
    except _SequenceIsOver:
        tell(len(PARTS), len(PARTS), "Stopped at a part that failed")
    return sequence.outcome()


@dataclass(kw_only=True)
class _Sequence:
    plan_id: int
    people: acting.People
    effective_at: datetime
    address: str
    most: int | None
    limits: Mapping[str, float]
    tell: Tell
    parts: list[Timed] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)
    rules: tuple[tuple[str, str, str, int], ...] = ()
    accounts: int = 0
    pages: int = 0
    is_whole_sample: bool = True

    def run(self) -> None:
        first_day = _midnight_of(self.effective_at) + MORNING
        _go_forward_to(first_day - timedelta(days=1))
        self._step("check", Step.CHECK)
        self._step("plan", Step.PLAN)
        with change_access.as_engine(now=clock.now()):
            used = restructure.rules_used(restructure.by_id(self.plan_id))
        self.rules = tuple((each.kind, each.rule, each.standing, each.count) for each in used)
        self._sign("sign_plan", Gate.PLAN)
        self._step("stage", Step.STAGE)
        self._work("work_before", is_after=False)
        self._keep_up()
        self._sign("sign_go", Gate.GO)
        _go_forward_to(self.effective_at + AFTER_THE_INSTANT)
        self._step("switch", Step.SWITCH)
        self._first_checks()
        self._work("smoke", is_after=True, steps=day.GLANCE)
        _go_forward_to(first_day)
        self._work("work_after", is_after=True)
        self._reconcile("reconcile", self.plan_id)
        self._verify("verify")
        self._step("evidence", Step.EVIDENCE)
        self._reverse()

    def _reverse(self) -> None:
        with self._part("reverse_plan") as facts:
            with change_access.as_engine(now=clock.now()):
                back = change_restructure.prepare_reversal(
                    account_id=self.people.whoever(Action.PLAN),
                    plan_id=self.plan_id,
                    instant=None,
                    now=clock.now(),
                )
            self.people.perform(Step.CHECK, back.pk)
            self.people.perform(Step.PLAN, back.pk)
            facts.append(f"{back.title}, to take effect on {restructure.civil(back.effective_at)}.")
        with self._part("reverse_stage") as facts:
            self.people.approve(Gate.PLAN, back.pk)
            facts.append(_written(self.people.perform(Step.STAGE, back.pk)))
            self.people.approve(Gate.GO, back.pk)
        _go_forward_to(back.effective_at + AFTER_THE_INSTANT)
        with self._part("reverse_switch"):
            self.people.perform(Step.SWITCH, back.pk)
        self._reconcile("reverse_reconcile", back.pk)
        self._verify("reverse_verify")

    @contextmanager
    def _part(self, name: str) -> Iterator[list[str]]:
        """Time a part; the facts that it finds are put in the list."""
        self.tell(len(self.parts), len(PARTS), LABELS[name])
        facts: list[str] = []
        known = len(self.defects)
        began = time.perf_counter()
        is_done, is_over = True, False
        try:
            yield facts
        except Refused as refused:
            is_done, is_over = False, True
            for reason in refused.reasons:
                self._fail(name, reason.sentence, where=LABELS[name])
        except PermissionDenied as denied:
            is_done, is_over = False, True
            self._fail(name, str(denied), where=LABELS[name])
        seconds = round(time.perf_counter() - began, 3)
        worst = [each for each in self.defects[known:] if each.severity == Severity.HIGH]
        self.parts.append(
            Timed(
                name=name,
                seconds=seconds,
                limit=self.limits[name],
                is_done=is_done and not worst,
                fact=" ".join(facts),
            )
        )
        if is_over:
            raise _SequenceIsOver

    def _step(self, name: str, step: Step) -> None:
        with self._part(name) as facts:
            facts.append(_written(self.people.perform(step, self.plan_id)))

    def _sign(self, name: str, gate: Gate) -> None:
        with self._part(name):
            self.people.approve(gate, self.plan_id)

    def _work(
        self, name: str, *, is_after: bool, steps: tuple[day.Step, ...] | None = None
    ) -> None:
        with self._part(name) as facts:
            worked = days.work(
                days.Day(
                    plan_id=self.plan_id,
                    address=self.address,
                    part=name,
                    is_after=is_after,
                    most=self.most,
                    limits=self.limits,
                ),
                now=clock.now(),
                steps=steps,
            )
            facts.append(worked.fact)
            self.accounts = max(self.accounts, worked.accounts)
            self.pages += worked.pages
            self.defects += worked.defects
            self.is_whole_sample = self.is_whole_sample and worked.is_whole

    def _keep_up(self) -> None:
        with self._part("keep_up") as facts:
            noted = change_restructure.keep_up(now=clock.now())
            facts.append(f"Items that changed since, answered again: {noted:,}.")
            if not noted:
                self._fail(
                    "keep_up",
                    "Nothing that the plan asks about changed, so keeping up was not tried",
                    severity=Severity.LOW,
                )

    def _first_checks(self) -> None:
        with self._part("first_checks") as facts:
            fact, defects = looking.first_checks(people=self.people, plan_id=self.plan_id)
            facts.append(fact)
            self.defects += defects

    def _reconcile(self, name: str, plan_id: int) -> None:
        with self._part(name) as facts:
            found = self.people.perform(Step.RECONCILE, plan_id)["differences"]
            for check, count in found.items():
                if count:
                    self._fail(name, "The books differ", where=check, times=count)
            facts.append(f"{len(found)} checks, {sum(found.values()):,} differences.")

    def _verify(self, name: str) -> None:
        with self._part(name) as facts:
            with change_access.as_engine(now=clock.now()):
                found = {each.id: (each.says, each.breaks()) for each in restructure.INVARIANTS}
            for number, (says, breaks) in found.items():
                if breaks:
                    self._fail(
                        name,
                        f"A rule that must always hold is broken: {says}",
                        where=number,
                        example=breaks[0],
                        times=len(breaks),
                    )
            facts.append(f"{len(found)} rules asked that must always hold.")

    def _fail(
        self,
        part: str,
        what: str,
        *,
        where: str = "",
        example: str = "",
        times: int = 1,
        severity: Severity = Severity.HIGH,
    ) -> None:
        self.defects.append(
            Defect(
                severity=severity, part=part, what=what, where=where, example=example, times=times
            )
        )

    def outcome(self) -> Outcome:
        return Outcome(
            parts=tuple(self.parts),
            defects=tuple(self.defects),
            rules=self.rules,
            accounts=self.accounts,
            pages=self.pages,
            is_whole_sample=self.is_whole_sample,
            limits=dict(self.limits),
        )


def _written(report: Report) -> str:
    written = report.get("written")
    return f"{sum(written.values()):,} rows written." if written else ""


def _go_forward_to(moment: datetime) -> None:
    """Move the clock of the copy, and never back: what is recorded there already stays in the past."""
    if moment > clock.now():
        change_clock.set_moment(moment=moment, now_real=clock.machine_now())


def _midnight_of(instant: datetime) -> datetime:
    local = instant.astimezone(restructure.CIVIL)
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
