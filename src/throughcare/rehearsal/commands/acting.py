"""Acting for the people of a plan, on a copy: each step and signature by the first of them who may."""

from dataclasses import dataclass
from typing import Any

from throughcare.access import commands as change_access
from throughcare.access import queries as access
from throughcare.access.choices import Action
from throughcare.clock import queries as clock
from throughcare.kernel.refusals import Refused
from throughcare.restructure import commands as change_restructure
from throughcare.restructure import queries as restructure
from throughcare.restructure.choices import Gate, RunState, Step

Report = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, kw_only=True)
class People:
    """The makers and approvers whom a plan names; its reversal is theirs too."""

    plan_id: int

    def perform(self, step: Step, plan_id: int) -> Report:
        """Run a step as whoever of the plan's people may.

        Raises:
            Refused: it was.
        """
        now = clock.now()
        with change_access.as_engine(now=now):
            run = change_restructure.ask_for_step(
                account_id=self.whoever(change_restructure.NEEDED[step]),
                plan_id=plan_id,
                step=step,
                now=now,
            )
        run = change_restructure.perform_step(
            run_id=run.pk, now=now, machine_now=clock.machine_now, tell=_to_nobody
        )
        if run.state != RunState.DONE:
            first, *_ = run.result["refused"]
            raise Refused.because(
                first["code"], " ".join(each["sentence"] for each in run.result["refused"])
            )
        report: Report = run.result
        return report

    def approve(self, gate: Gate, plan_id: int) -> None:
        now = clock.now()
        with change_access.as_engine(now=now):
            change_restructure.approve(
                account_id=self.whoever(Action.APPROVE, but=restructure.by_id(plan_id).made_by_id),
                plan_id=plan_id,
                gate=gate,
                now=now,
            )

    def whoever(self, action: Action, *, but: int | None = None) -> int:
        """The first of the plan's people who may do something."""
        for username in restructure.people(plan_id=self.plan_id):
            account_id = access.account_id(username=username)
            if account_id not in {None, but} and access.may_somewhere(
                account_id=account_id or 0, action=action
            ):
                return account_id or 0
        raise Refused.because(
            "nobody-may", f"Nobody whom the plan names may do this: {action.label.lower()}."
        )


def _to_nobody(_done: int, _total: int, _doing: str) -> None:
    """Parts are told, not the steps within."""
