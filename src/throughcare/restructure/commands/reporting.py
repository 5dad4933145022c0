"""What a dry run found, for those who decide on it: kept with the run, since nobody else may ask of all items."""

from throughcare.restructure.choices import Phase, RunState, Standing, Step
from throughcare.restructure.commands import loads as change_loads
from throughcare.restructure.commands.running import FROM_STAGED
from throughcare.restructure.models import ConstraintsAsked, Plan, Run
from throughcare.restructure.queries import (
    constraints,
    contradicting,
    drifting,
    forecasts,
    hands,
    plans,
    posts,
    reconciliation,
    results,
    workload,
)
from throughcare.restructure.queries.plans import Report

PARTS = (
    "constraints",
    "contradictions",
    "shares",
    "posts",
    "hands",
    "loads",
    "missing",
    "figures",
    "drift",
)


def report_of(*, plan_id: int) -> Report:
    """Where a plan stands, with what its answers come to.

    A plan that is staged is counted as keeping up left it; one that is live keeps what was found of it before.
    """
    plan = Plan.objects.get(id=plan_id)
    if plan.phase in FROM_STAGED and plan.phase != Phase.STAGED:
        run = Run.objects.filter(plan=plan, step=Step.PLAN, state=RunState.DONE).latest("id")
        return plans.status(plan_id=plan_id) | {
            part: run.result[part] for part in PARTS if part in run.result
        }
    read = plans.read(plan)
    change_loads.write_loads(plan=plan, read=read)
    ConstraintsAsked.objects.filter(plan=plan).delete()  # this report is newer
    figures = drifting.figures(plan)
    answers = plans.counted(figures["standings"])
    found = plans.standing(plan_id=plan_id) | {
        "answers": answers,
        "undetermined": answers.get(Standing.UNDETERMINED, 0),
        "constraints": [vars(each) for each in constraints.constraints(plan)],
        "contradictions": contradicting.contradictions_told(plan),
        "shares": [forecasts.as_told(each) for each in forecasts.shares(plan, read)],
        "posts": [vars(each) for each in posts.posts(plan, read)],
        "hands": hands.lacking_told(plan, read),
        "loads": workload.loads_told(plan),
        "missing": results.missing(plan),
        "figures": figures,
    }
    if plan.phase == Phase.STAGED:
        found["unfinished"] = reconciliation.unfinished(plan)
    return found | {"drift": drifting.drift_told(plan, found)}
