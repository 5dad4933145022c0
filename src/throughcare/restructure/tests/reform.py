"""The reform of 2014 as its people run it, step by step, on whatever nation is there."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from throughcare.access import commands as change_access
from throughcare.access.models import Account
from throughcare.restructure import commands, queries
from throughcare.restructure.choices import Gate, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import sql
from throughcare.restructure.tests.plans import F1


def silent(_done: int, _total: int, _doing: str) -> None:
    pass


@dataclass(frozen=True, kw_only=True)
class Reform:
    """A plan at a moment. Steps are run by the programme director, who made nothing."""

    now: datetime
    plan_id: int = 0

    def at(self, now: datetime) -> "Reform":
        return replace(self, now=now)

    @property
    def plan(self) -> Plan:
        return Plan.objects.select_related("change", "reverses").get(id=self.plan_id)

    def take_in(self, text: str | None = None) -> "Reform":
        """Load and check the plan as its maker."""
        with change_access.as_engine(now=self.now):
            plan = commands.load_plan(
                account_id=account("planner"), text=text or F1.read_text(), now=self.now
            )
        taken = replace(self, plan_id=plan.pk)
        taken.done(Step.CHECK)
        return taken

    def run(self, step: Step, *, by: str = "director") -> Run:
        with change_access.as_engine(now=self.now):
            run = commands.ask_for_step(
                account_id=account(by), plan_id=self.plan_id, step=step, now=self.now
            )
        return commands.perform_step(
            run_id=run.pk, now=self.now, machine_now=lambda: self.now, tell=silent
        )

    def done(self, step: Step) -> dict[str, Any]:
        run = self.run(step, by="approver" if step == Step.SETTLE else "director")
        assert run.state == RunState.DONE, run.result
        return dict(run.result)

    def refusals(self, step: Step) -> list[str]:
        """Why a step is refused, as codes."""
        run = self.run(step)
        assert run.state == RunState.FAILED, run.result
        return [each["code"] for each in run.result["refused"]]

    def sign(self, gate: Gate, *, by: str = "approver") -> "Reform":
        with change_access.as_engine(now=self.now):
            commands.approve(account_id=account(by), plan_id=self.plan_id, gate=gate, now=self.now)
        return self

    def hold(self, *, kind: str, item_id: int, approved: bool = False) -> None:
        """Leave an item for a decision; after the go decision it counts where it is `approved` as well."""
        with change_access.as_engine(now=self.now):
            hold = commands.hold_item(
                account_id=account("planner"),
                plan_id=self.plan_id,
                kind=kind,
                item_id=item_id,
                decider_id=account("director"),
                reason="The score is being worked out.",
                until=self.now.date() + timedelta(days=14),
                now=self.now,
            )
            if approved:
                commands.approve_hold(
                    account_id=account("approver"),
                    plan_id=self.plan_id,
                    hold_id=hold.pk,
                    now=self.now,
                )

    def override(self, *, kind: str, item_id: int, unit: str) -> "Reform":
        """Set an item's answer by hand: proposed by the planner, approved by the approver."""
        with change_access.as_engine(now=self.now):
            override = commands.propose_override(
                account_id=account("planner"),
                plan_id=self.plan_id,
                kind=kind,
                item_id=item_id,
                unit_code=unit,
                reason="Decided after all was heard.",
                now=self.now,
            )
            commands.approve_override(
                account_id=account("approver"),
                plan_id=self.plan_id,
                override_id=override.pk,
                now=self.now,
            )
        return self

    def stage(self) -> "Reform":
        self.done(Step.PLAN)
        self.sign(Gate.PLAN)
        self.done(Step.STAGE)
        return self

    def go_live(self, *, now: datetime) -> "Reform":
        self.stage().sign(Gate.GO)
        later = self.at(now)
        later.done(Step.SWITCH)
        return later

    def reversal(self, *, instant: datetime) -> "Reform":
        with change_access.as_engine(now=self.now):
            plan = commands.prepare_reversal(
                account_id=account("planner"), plan_id=self.plan_id, instant=instant, now=self.now
            )
        return replace(self, plan_id=plan.pk)

    def gone_back(self, *, instant: datetime) -> "Reform":
        """The reversal, checked, tried, signed and live at its instant."""
        reversal = self.reversal(instant=instant)
        reversal.done(Step.CHECK)
        return reversal.go_live(now=instant)

    def rows(self, statement: str, *params: object) -> list[tuple[Any, ...]]:
        """What the engine reads at this moment."""
        with change_access.as_engine(now=self.now):
            return sql.rows(statement, params)

    def broken(self) -> dict[str, list[str]]:
        """Every invariant that does not hold."""
        with change_access.as_engine(now=self.now):
            found = {each.id: each.breaks() for each in queries.INVARIANTS}
        return {name: lines for name, lines in found.items() if lines}


def account(username: str) -> int:
    return Account.objects.get(username=username).pk
