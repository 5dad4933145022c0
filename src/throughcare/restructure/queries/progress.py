"""The steps of a plan as its page shows them: what has become of each, and what must be signed between."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from throughcare.restructure.choices import Gate, Phase, RunState, Step
from throughcare.restructure.models import Approval, Plan, Run
from throughcare.restructure.queries import (
    ending,
    frozen,
    plans,
    sealed_packs,
    signing_off,
    turns,
)


@dataclass(frozen=True, kw_only=True)
class StepLine:
    """`state` is one of done, running, held (it comes next), waiting and failed; `gate` is what must be signed before it.

    `is_offered` where it makes sense to run it as things stand, signed or not. `step` is None for what nobody runs: the
    lists that providers accept, and the end of the plan.
    """

    step: Step | None
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
    Phase.SETTLED: 6,
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
    Phase.SETTLED: {Step.EVIDENCE},
    Phase.REVERSED: {Step.EVIDENCE},
    Phase.ABORTED: set[Step](),
}
_GATES: Final = {Step.STAGE: Gate.PLAN, Step.SWITCH: Gate.GO}


def steps(plan: Plan, *, now: datetime) -> list[StepLine]:
    """Every step in order. A step that failed the last time it was run says so."""
    reached = _REACHED.get(Phase(plan.phase), 0)
    is_sealed = _is_sealed(plan)
    newest = {run.step: run for run in Run.objects.filter(plan=plan).order_by("id")}
    following = plans.next_step(plan_id=plan.pk, now=now)
    if plan.phase in {Phase.RECONCILED, Phase.SIGNED_OFF} and not is_sealed:
        following = Step.EVIDENCE
    found = []
    for place, (step, text) in enumerate(_TEXTS.items()):
        is_done = place < reached if step != Step.EVIDENCE else is_sealed
        if plan.phase == Phase.REVERSED and step == Step.RECONCILE:
            is_done = was_reconciled(plan)
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
    return [*found, *_after_the_steps(plan, is_sealed=is_sealed)]


def _is_sealed(plan: Plan) -> bool:
    """Whether the evidence was sealed, and once every provider has accepted its list, sealed with that."""
    signed_off_at = signing_off.signed_off_at(plan)
    sealed_at = sealed_packs.sealed_at(plan)
    if plan.phase not in {Phase.SIGNED_OFF, Phase.SETTLED} or signed_off_at is None:
        return sealed_at is not None
    return sealed_at is not None and sealed_at >= signed_off_at


def was_reconciled(plan: Plan) -> bool:
    """Whether the plan has books: whether it was ever reconciled, all agreeing or not."""
    return Run.objects.filter(plan=plan, step=Step.RECONCILE, state=RunState.DONE).exists()


def _after_the_steps(plan: Plan, *, is_sealed: bool) -> list[StepLine]:
    """What comes of itself once people have done their part."""
    is_signed_off = plan.phase in {Phase.SIGNED_OFF, Phase.SETTLED}
    return [
        _by_itself(
            "Sign-off",
            "Each provider accepts what it has now, as it is or with exceptions that have an owner and a date.",
            is_done=is_signed_off,
            is_next=plan.phase == Phase.RECONCILED and is_sealed,
        ),
        _by_itself(
            "Settled",
            "What goes on after the day has ended: old codes, the reading of cases that were handed over, exceptions, holds.",
            is_done=plan.phase == Phase.SETTLED,
            is_next=plan.phase == Phase.SIGNED_OFF and is_sealed,
        ),
    ]


def _by_itself(title: str, text: str, *, is_done: bool, is_next: bool) -> StepLine:
    state, words = _state(None, is_done=is_done, is_next=is_next)
    return StepLine(
        step=None,
        title=title,
        text=text,
        state=state,
        state_text=words,
        gate=None,
        is_offered=False,
    )


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
_SIGN_OFFS: Final = ("Sign-off by each provider", "sign-offs")
_EVIDENCE: Final = ("Evidence", "evidence")
_BOOKS: Final = ("Books", "books")

_NEXT: Final = {
    Phase.DRAFT: Next(
        says="Run the step Check. It changes nothing.", read=(("The plan in words", "words"),)
    ),
    Phase.CHECKED: Next(says="Run the step Dry-run. It moves nothing."),
    Phase.LIVE: Next(
        says="See on the page for the day that every first check is green. Then run the step Reconcile.",
        read=(_DAY,),
    ),
    Phase.SETTLED: Next(
        says="Nothing more. The plan is settled: everything that it kept going has ended.",
        read=(_EVIDENCE,),
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
        case Phase.RECONCILED:
            return _after_the_books(plan)
        case Phase.SIGNED_OFF:
            return _after_the_sign_off(plan, now=now)
        case Phase.REVERSED:
            return _after_a_reversal(plan)
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
            " decision on this page. It freezes rules and units until the switch.",
            read=(_READINESS, _REHEARSALS),
        )
    if not frozen.is_structure_frozen_for(plan, now=now):
        return Next(says=frozen.NOT_FROZEN, read=(("Freezes", "freezes"),))
    if now < plan.effective_at:
        return Next(
            says=f"Wait. The switch can be pressed on the page for the day from {plans.civil(plan.effective_at)} on.",
            read=(_DAY, _READINESS),
        )
    return Next(
        says="The programme director presses the switch on the page for the day.", read=(_DAY,)
    )


def _after_the_books(plan: Plan) -> Next:
    if signing_off.settled_since(plan):
        return Next(
            says="Items were given to another body since the books were closed. Run the step Reconcile again: each provider"
            " whose list it changes accepts it anew.",
            read=(_SIGN_OFFS, _BOOKS),
        )
    if not _is_sealed(plan):
        return Next(says="The books agree. Run the step Evidence.", read=(_BOOKS,))
    return Next(
        says="Each provider reads what it has now, and accepts it as it is or with exceptions. Once the last one has, the"
        " plan is signed off by itself.",
        read=(_SIGN_OFFS, _EVIDENCE),
    )


def _after_the_sign_off(plan: Plan, *, now: datetime) -> Next:
    if not _is_sealed(plan):
        return Next(
            says="Every provider has accepted its list. Run the step Evidence once more: it seals who accepted what.",
            read=(_SIGN_OFFS,),
        )
    still = [each for each in ending.going_on(plan, plans.read(plan), now=now) if not each.is_over]
    if any(each.is_owed for each in still):
        says = "Have settled what somebody still owes: it is listed on this page. The plan is settled once all that goes on has ended."
    elif still:
        says = "Nothing. What goes on is listed on this page, and until when. The plan is settled in the night after the last of it."
    else:
        says = "Nothing. All that it kept going has ended. The plan is settled tonight."
    return Next(says=says, read=(_SIGN_OFFS, _EVIDENCE))


def _after_a_reversal(plan: Plan) -> Next:
    is_sealed = _is_sealed(plan)
    if not was_reconciled(plan):
        then = (
            "The evidence is sealed, and says so. Nothing more is to be done here."
            if is_sealed
            else "Run the step Evidence: it seals what was answered, signed and run."
        )
        return Next(
            says="Everything was given back before this plan was reconciled: it has no books. That all is where it was is"
            f" for the books of its reversal to prove. {then}",
            read=(_EVIDENCE,) if is_sealed else (),
        )
    if is_sealed:
        return Next(says="Nothing more. The evidence is sealed.", read=(_EVIDENCE,))
    return Next(says="Everything was given back. Run the step Evidence.", read=(_BOOKS,))


def approvals(plan: Plan) -> list[Approval]:
    return list(plan.approvals.order_by("id"))
