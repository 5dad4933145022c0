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
    Step.PLAN: "Answer where every item goes, on the live data, with its reason. Nothing moves.",
    Step.STAGE: "Write the answers ahead. Nobody sees them before the switch.",
    Step.SWITCH: "Make the plan live in one small act. Every page shows the old structure or the new, never both.",
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
    if plan.phase == Phase.RECONCILED and not is_sealed:
        following = Step.EVIDENCE
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


@dataclass(frozen=True, kw_only=True)
class Next:
    """What is to be done now, in a sentence or two, and the parts of the plan to read for it: (words, address below the plan's)."""

    says: str
    read: tuple[tuple[str, str], ...] = ()


_DAY: Final = ("The day", "day")
_READINESS: Final = ("What is green and what is not", "readiness")
_REHEARSALS: Final = ("Rehearsals", "rehearsals")

_NEXT: Final = {
    Phase.DRAFT: Next(
        says="Run the step Check. It changes nothing.", read=(("The plan in words", "words"),)
    ),
    Phase.CHECKED: Next(says="Run the step Dry-run. It moves nothing."),
    Phase.LIVE: Next(
        says="See on the page for the day that every first check is green. Then run the step Reconcile.",
        read=(_DAY,),
    ),
    Phase.ABORTED: Next(says="Nothing. This version was given up for a newer one."),
}


def what_comes_next(plan: Plan, *, now: datetime) -> Next:
    """For somebody who never saw a restructure: what to do as the plan stands."""
    match Phase(plan.phase):
        case Phase.DRY_RUN:
            return _before_staging(plan)
        case Phase.STAGED:
            return _before_the_switch(plan, now=now)
        case Phase.RECONCILED | Phase.SIGNED_OFF | Phase.REVERSED:
            return _after_the_books(plan)
        case phase:
            return _NEXT[phase]


def _before_staging(plan: Plan) -> Next:
    if plan.approvals.filter(gate=Gate.PLAN).exists():
        return Next(
            says="Have the plan rehearsed on a copy. Then run the step Stage.", read=(_REHEARSALS,)
        )
    return Next(
        says="Read what the dry run found, and have the plan rehearsed on a copy. Then somebody who did not make"
        " the plan signs it on this page. Stage is refused until then.",
        read=(("Results", "results"), _REHEARSALS),
    )


def _before_the_switch(plan: Plan, *, now: datetime) -> Next:
    if not plan.approvals.filter(gate=Gate.GO).exists():
        return Next(
            says="See what is not green yet, and have it settled. Then somebody who did not make the plan signs the go"
            " decision on this page.",
            read=(_READINESS, _REHEARSALS),
        )
    if now < plan.effective_at:
        return Next(
            says=f"Wait. The switch can be pressed on the page for the day from {plans.civil(plan.effective_at)} on.",
            read=(_DAY, _READINESS),
        )
    return Next(
        says="The programme director presses the switch on the page for the day.", read=(_DAY,)
    )


def _after_the_books(plan: Plan) -> Next:
    if plan.evidence.exists():
        return Next(says="Nothing more. The evidence is sealed.", read=(("Evidence", "evidence"),))
    return Next(says="The books agree. Run the step Evidence.", read=(("Books", "books"),))


def approvals(plan: Plan) -> list[Approval]:
    return list(plan.approvals.order_by("id"))
