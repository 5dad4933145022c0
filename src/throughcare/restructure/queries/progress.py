"""The steps of a plan as its page shows them: what has become of each, and what must be signed between."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.models import Approval, Plan, Run
from throughcare.restructure.queries import plans, turns


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """`state` is one of done, running, held (it comes next), waiting and failed; `gate` is what must be signed before it.

    `is_offered` where it makes sense to run it as things stand, signed or not.
    """

    step: Step
    title: str
    text: str
    state: str
    state_text: str
    gate: Gate | None
    is_offered: bool
    href: str = ""


_TEXTS: Final = {
    Step.CHECK: "Find every mistake in the plan before anything runs.",
    Step.PLAN: "Answer every item on the live data, with its reason. Nothing moves.",
    Step.STAGE: "Write the answers ahead. They count from the instant, once the plan is live.",
    Step.SWITCH: "Make the plan live in one small act. Everybody reads all-old or all-new.",
    Step.RECONCILE: "Close the books: nothing lost, nothing doubled, nothing altered.",
    Step.EVIDENCE: "Seal what was there before, what is there after, and that they agree.",
}
_REACHED: Final = {
    Phase.DRAFT: 0,
    Phase.CHECKED: 1,
    Phase.DRY_RUN: 2,
    Phase.STAGED: 3,
    Phase.LIVE: 4,
    Phase.RECONCILED: 5,
    Phase.SIGNED_OFF: 6,
    Phase.REVERSED: 6,
}
_OFFERED: Final = {
    Phase.DRAFT: {Step.CHECK},
    Phase.CHECKED: {Step.PLAN},
    Phase.DRY_RUN: {Step.PLAN, Step.STAGE},
    Phase.STAGED: {Step.SWITCH},
    Phase.LIVE: {Step.RECONCILE},
    Phase.RECONCILED: {Step.RECONCILE, Step.EVIDENCE},
    Phase.SIGNED_OFF: {Step.EVIDENCE},
    Phase.REVERSED: {Step.EVIDENCE},
    Phase.ABORTED: set[Step](),
}
_GATES: Final = {Step.STAGE: Gate.PLAN, Step.SWITCH: Gate.GO}


def steps(plan: Plan, *, now: datetime) -> list[StepLine]:
    """Every step in order. A step that failed the last time it was run says so."""
    reached = _REACHED.get(Phase(plan.phase), 0)
    is_sealed = plan.evidence.exists()
    newest = {run.step: run for run in Run.objects.filter(plan=plan).order_by("id")}
    following = plans.next_step(plan_id=plan.pk, now=now)
    found = []
    for place, (step, text) in enumerate(_TEXTS.items()):
        is_done = place < reached if step != Step.EVIDENCE else is_sealed
        state, words = _state(newest.get(step), is_done=is_done, is_next=step == following)
        found.append(
            StepLine(
                step=step,
                title=step.label,
                text=text,
                state=state,
                state_text=words,
                gate=_GATES.get(step),
                is_offered=step in _OFFERED[Phase(plan.phase)]
                and not (step == Step.EVIDENCE and is_done),
            )
        )
    return found


def _state(run: Run | None, *, is_done: bool, is_next: bool) -> tuple[str, str]:
    if turns.is_under_way(run):
        return "running", "Running"
    if is_done:
        return "done", "Done"
    if run is not None and run.state == RunState.RUNNING:
        return "failed", "Stopped"
    if run is not None and run.state == RunState.FAILED:
        return "failed", "Broke off" if run.broke_off else "Refused"
    return ("held", "Next") if is_next else ("waiting", "Not yet")


def gates_to_sign(plan: Plan) -> list[Gate]:
    """What somebody other than the maker has to sign next."""
    signed = set(plan.approvals.values_list("gate", flat=True))
    wanted = {Phase.DRY_RUN: Gate.PLAN, Phase.STAGED: Gate.GO}.get(Phase(plan.phase))
    return [wanted] if wanted is not None and wanted not in signed else []


def approvals(plan: Plan) -> list[Approval]:
    return list(plan.approvals.order_by("id"))
