"""Whether a plan may go on: each gate red, amber or green, from facts that were measured and can be opened."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from throughcare.restructure.choices import Gate, Phase, RunState, Standing, Step
from throughcare.restructure.models import Answer, Difference, Hold, Plan, Run
from throughcare.restructure.queries import constraints, forecasts, plans
from throughcare.restructure.rules.plan import Plan as ReadPlan


class Light(StrEnum):
    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One gate: what it asks, how it stands, the fact behind it, and the page that shows the fact."""

    asks: str
    light: Light
    fact: str
    page: str


def readings(plan: Plan, read: ReadPlan, *, today: date) -> list[Reading]:
    """Every gate of a plan, in the order in which they are passed."""
    signed = set(plan.approvals.values_list("gate", flat=True))
    return [
        _checked(plan),
        _answered(plan, today=today),
        _expected(plan, read),
        _constrained(plan, read),
        _signed(Gate.PLAN, signed, "The plan is approved by somebody who did not make it"),
        _staged(plan),
        _kept_up(plan),
        _signed(Gate.GO, signed, "The go decision is signed"),
        _reconciled(plan),
    ]


def _checked(plan: Plan) -> Reading:
    is_checked = plan.phase != Phase.DRAFT
    return Reading(
        asks="The plan is whole",
        light=Light.GREEN if is_checked else Light.RED,
        fact="Every static check and every test of the plan passed."
        if is_checked
        else "Not checked yet.",
        page="words",
    )


def _answered(plan: Plan, *, today: date) -> Reading:
    answers = Answer.objects.filter(plan=plan)
    total = answers.count()
    undetermined = answers.filter(standing=Standing.UNDETERMINED).count()
    held = answers.filter(standing=Standing.HELD).count()
    late = Hold.objects.filter(plan=plan, settled_at=None, until__lt=today).count()
    light = Light.GREEN
    if held:
        light = Light.AMBER
    if undetermined or late or not total:
        light = Light.RED
    fact = f"{total:,} items: {undetermined:,} undetermined, {held:,} held, {late:,} holds past their day."
    return Reading(
        asks="Every item has an answer, or a dated hold",
        light=light,
        fact=fact if total else "No dry run yet.",
        page="results",
    )


def _expected(plan: Plan, read: ReadPlan) -> Reading:
    found = [forecasts.as_kept(each) for each in plans.found_dry(plan).get("shares", [])]
    missed = [share for share in found if not share.is_met]
    fact = "; ".join(
        f"{share.found} percent of {share.forecast.kind}s to {share.forecast.to}, expected {share.forecast.percent}"
        for share in found
    )
    return Reading(
        asks="Shares are as expected",
        light=Light.RED if missed or (read.forecasts and not found) else Light.GREEN,
        fact=fact or ("No dry run yet." if read.forecasts else "The plan expects none."),
        page="results",
    )


def _constrained(plan: Plan, read: ReadPlan) -> Reading:
    found = constraints.latest(plan)
    broken = [each for each in found if each.broken]
    light = Light.AMBER if broken else Light.GREEN
    if any(each.is_in_the_way for each in broken) or (read.constraints and not found):
        light = Light.RED
    fact = "; ".join(f"{each.name} is broken {each.broken:,} times" for each in broken)
    if not read.constraints:
        fact = "The plan has none."
    elif not found:
        fact = "No dry run yet."
    return Reading(
        asks="Constraints are kept to",
        light=light,
        fact=fact or "Every constraint is kept to.",
        page="results",
    )


def _signed(gate: Gate, signed: set[str], asks: str) -> Reading:
    return Reading(
        asks=asks,
        light=Light.GREEN if gate in signed else Light.RED,
        fact="Signed." if gate in signed else "Nobody has signed.",
        page="plan",
    )


def _staged(plan: Plan) -> Reading:
    run = (
        Run.objects.filter(plan=plan, step=Step.STAGE, state=RunState.DONE).order_by("-id").first()
    )
    fact = "Not staged."
    if run is not None and run.started_at and run.finished_at:
        seconds = (run.finished_at - run.started_at).total_seconds()
        fact = f"{sum(run.result.get('written', {}).values()):,} rows written in {seconds:.1f} seconds."
    return Reading(
        asks="Answers are written ahead",
        light=Light.GREEN if run is not None else Light.RED,
        fact=fact,
        page="plan",
    )


def _kept_up(plan: Plan) -> Reading:
    backlog = plans.backlog(plan)
    return Reading(
        asks="Everything changed since is answered again",
        light=Light.AMBER if backlog else Light.GREEN,
        fact=f"{backlog:,} changed items wait; the switch answers them first."
        if backlog
        else f"Nothing waits. {plan.title} takes effect at {plans.civil(plan.effective_at)}.",
        page="plan",
    )


def _reconciled(plan: Plan) -> Reading:
    opened = Difference.objects.filter(plan=plan, approved_by_id=None).count()
    is_done = plan.phase in {Phase.RECONCILED, Phase.SIGNED_OFF}
    return Reading(
        asks="The books agree",
        light=Light.GREEN if is_done and not opened else Light.RED,
        fact=f"{opened:,} differences are open."
        if opened
        else "Reconciled."
        if is_done
        else "Not reconciled.",
        page="books",
    )
