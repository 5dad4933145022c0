"""What has drifted in a plan that waits: its newest dry run against the one of the night before, and the one that was signed."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from throughcare.restructure.choices import Gate, RunState, Step
from throughcare.restructure.models import Plan, Run
from throughcare.restructure.queries import results
from throughcare.restructure.queries.plans import Report
from throughcare.restructure.rules import drift as rules
from throughcare.restructure.rules.drift import Line

MOST_SHOWN: Final = 100


@dataclass(frozen=True, kw_only=True)
class Drift:
    """Lines that drifted until a moment, since the night before and since what was signed; `more` are not named."""

    at: datetime
    night_at: datetime | None
    signed_at: datetime | None
    lines: list[Line]
    more: int


def figures(plan: Plan) -> Report:
    """How the answers of a plan are spread, for the report of a run: by kind and standing, by rule, by new body."""
    used = results.rules_used(plan)
    standings = Counter[tuple[str, str]]()
    for each in used:
        standings[each.kind, each.standing] += each.count
    return {
        "standings": [[*of, count] for of, count in sorted(standings.items())],
        "rules": [[each.kind, each.rule, each.standing, each.count] for each in used],
        "units": [[code, kind, count] for code, _, kind, count in results.given(plan)],
    }


def drift_told(plan: Plan, report: Report) -> Report:
    """What drifted up to a report that is about to be kept, in the shape in which it is kept with it: pages ask nothing."""
    done = Run.objects.filter(plan=plan, step=Step.PLAN, state=RunState.DONE).order_by("-id")
    night = done.filter(asked_by_id=None).first() or done.first()
    signed = done.filter(id=_signed_run(plan)).first()
    found = rules.lines(
        report,
        night=night.result if night else None,
        signed=signed.result if signed else None,
    )
    return {
        "night_at": night.asked_at.isoformat() if night else None,
        "signed_at": signed.asked_at.isoformat() if signed else None,
        "lines": [_as_told(each) for each in found[:MOST_SHOWN]],
        "more": max(len(found) - MOST_SHOWN, 0),
    }


def drift(plan: Plan) -> Drift | None:
    """What the newest dry run found to have drifted; None where there was none before it."""
    run = Run.objects.filter(plan=plan, step=Step.PLAN, state=RunState.DONE).order_by("-id").first()
    told = run.result.get("drift") if run else None
    if run is None or not told or (told["night_at"] is None and told["signed_at"] is None):
        return None
    return Drift(
        at=run.asked_at,
        night_at=_moment(told["night_at"]),
        signed_at=_moment(told["signed_at"]),
        lines=[_as_kept(each) for each in told["lines"]],
        more=told["more"],
    )


def _signed_run(plan: Plan) -> int:
    """The run that the approval of the plan rests on; 0 where nobody signed."""
    evidence = plan.approvals.filter(gate=Gate.PLAN).values_list("evidence", flat=True).first()
    number = (evidence or "").removeprefix("run ")
    return int(number) if number.isdigit() else 0


def _moment(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _as_told(line: Line) -> Report:
    return {
        name: str(value) if isinstance(value, Decimal) else value
        for name, value in vars(line).items()
    }


def _as_kept(told: dict[str, Any]) -> Line:  # Any: JSON, as a run keeps it
    figures = ("now", "night", "signed", "expected")
    read = {name: None if told[name] is None else Decimal(told[name]) for name in figures}
    return Line(**(told | read))
