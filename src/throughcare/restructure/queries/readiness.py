"""Whether a plan may go on: each gate red, amber or green, from facts that were measured and can be opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings

from throughcare.access import queries as access
from throughcare.restructure.choices import Gate, Phase, RunState, Standing, Step
from throughcare.restructure.models import (
    Acceptance,
    Plan,
    Run,
    Statement,
)
from throughcare.restructure.queries import (
    capacity,
    constraints,
    forecasts,
    lockouts,
    measures,
    plans,
    results,
    sql,
    unexplained,
    units,
)
from throughcare.restructure.queries.kinds import CASE
from throughcare.restructure.queries.lights import Light, Reading
from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.gates import BY_NAME, GATES, By, is_passed
from throughcare.restructure.rules.plan import Plan as ReadPlan

NOT_STAGED: Final = (Phase.DRAFT, Phase.CHECKED, Phase.DRY_RUN)
LONGEST_FACT: Final = 500
"""As much of a fact as is kept with what was accepted."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the readings of a plan rest on, asked for once."""

    plan: Plan
    read: ReadPlan
    today: date
    standings: dict[str, int]
    cases: int
    signed: frozenset[str]
    runs: dict[str, Run]
    statements: dict[str, Statement]

    @property
    def total(self) -> int:
        return sum(self.standings.values())

    def reading(
        self,
        name: str,
        light: Light,
        fact: str,
        *,
        page: str,
        counts: tuple[tuple[str, int], ...] = (),
    ) -> Reading:
        return Reading(
            name=name,
            asks=BY_NAME[name].asks,
            light=light,
            fact=fact,
            page=page,
            counts=counts,
            statement=self.statements.get(name),
        )


def readings(plan: Plan, read: ReadPlan, *, today: date) -> list[Reading]:
    """Every gate of a plan, in the order in which they are passed."""
    asked = _asked(plan, read, today=today)
    return [_reading(asked, gate.name, by=gate.by) for gate in GATES]


def _asked(plan: Plan, read: ReadPlan, *, today: date) -> Asked:
    standings: dict[str, int] = {}
    cases = 0
    for kind, standing, count in results.kinds_answered(plan):
        standings[standing] = standings.get(standing, 0) + count
        cases += count if kind == CASE else 0
    done = Run.objects.filter(plan=plan, state=RunState.DONE).order_by("step", "-id")
    return Asked(
        plan=plan,
        read=read,
        today=today,
        standings=standings,
        cases=cases,
        signed=frozenset(plan.approvals.values_list("gate", flat=True)),
        runs={run.step: run for run in done.distinct("step")},
        statements=statements(plan),
    )


def _reading(asked: Asked, name: str, *, by: By) -> Reading:
    match by:
        case By.ROOM:
            return measures.reading_of(asked.plan, gate=name)
        case By.SIGNATURE:
            return _signed(asked, name)
        case By.PEOPLE:
            return _linked(asked) if name == "links" else _stated(asked, name)
        case By.ENGINE:
            return _MEASURED[name](asked)


def _whole(asked: Asked) -> Reading:
    is_checked = asked.plan.phase != Phase.DRAFT
    light, fact = Light.RED, "Not checked yet."
    if is_checked:
        light, fact = Light.GREEN, "Every static check and every test of the plan passed."
    return asked.reading("whole", light, fact, page="words")


def _answered(asked: Asked) -> Reading:
    undetermined = asked.standings.get(Standing.UNDETERMINED, 0)
    held = asked.standings.get(Standing.HELD, 0)
    out = lockouts.locked_out(asked.plan, asked.read) if held else 0
    late = _late_holds(asked)
    light = Light.AMBER if held else Light.GREEN
    if undetermined or late or out or not asked.total:
        light = Light.RED
    fact = f"{asked.total:,} items: {undetermined:,} undetermined, {held:,} held, {late:,} holds past their day."
    if out:
        fact += f" {out:,} accounts are held past the instant in a body that ends: they could open nothing from then on."
    return asked.reading(
        "answered",
        light,
        fact if asked.total else "No dry run yet.",
        page="results",
        counts=(
            ("Items", asked.total),
            ("Undetermined", undetermined),
            ("Held for a decision", held),
            ("Holds past their day", late),
        ),
    )


def _quality(asked: Asked) -> Reading:
    run = asked.runs.get(Step.PLAN)
    found = run.result.get("missing") if run else None
    if found is None:
        return asked.reading(
            "quality", Light.RED, "No dry run has counted what is missing.", page="results"
        )
    missing, undetermined = sum(found.values()), asked.standings.get(Standing.UNDETERMINED, 0)
    light = Light.AMBER if missing else Light.GREEN
    if undetermined:
        light = Light.RED
    of_each = ", ".join(f"{KINDS[kind].words}: {count:,}" for kind, count in sorted(found.items()))
    return asked.reading(
        "quality",
        light,
        f"Rules met a missing value in {missing:,} items{f' ({of_each})' if of_each else ''};"
        f" {undetermined:,} could not be answered for it.",
        page="results",
        counts=(("Items with a missing value", missing), ("Undetermined", undetermined)),
    )


def _expected(asked: Asked) -> Reading:
    run = asked.runs.get(Step.PLAN)
    told = run.result.get("shares", []) if run else []
    found = [forecasts.as_kept(each) for each in told]
    missed = [share for share in found if not share.is_met]
    bodies = units.names_of_bodies(asked.read) if missed else {}
    fact = "; ".join(
        f"{KINDS[share.forecast.kind].words.capitalize()}: {share.found} percent to {bodies[share.forecast.to]},"
        f" expected {share.forecast.percent}"
        for share in missed
    )
    if found and not missed:
        fact = f"{len(found)} of {len(found)} shares are as expected."
    light = Light.AMBER if missed else Light.GREEN
    if asked.read.forecasts and not found:
        light = Light.RED
    return asked.reading(
        "expected",
        light,
        fact or ("No dry run yet." if asked.read.forecasts else "The plan expects no shares."),
        page="results",
        counts=(("Shares forecast", len(found)), ("Shares missed", len(missed))),
    )


def _constrained(asked: Asked) -> Reading:
    run = asked.runs.get(Step.PLAN)
    found = constraints.latest_since(asked.plan, dry=run.result if run else {})
    broken = [each for each in found if each.broken]
    light = Light.AMBER if broken else Light.GREEN
    if any(each.is_in_the_way for each in broken) or (asked.read.constraints and not found):
        light = Light.RED
    fact = " ".join(
        f"{each.says} Broken {each.broken:,} {'time' if each.broken == 1 else 'times'}."
        for each in broken
    )
    if not asked.read.constraints:
        fact = "The plan has none."
    elif not found:
        fact = "No dry run yet."
    return asked.reading(
        "constraints",
        light,
        fact or "Every constraint is kept to.",
        page="results",
        counts=(("Constraints", len(found)), ("Constraints broken", len(broken))),
    )


def _signed(asked: Asked, name: str) -> Reading:
    is_signed = Gate(name) in asked.signed
    return asked.reading(
        name,
        Light.GREEN if is_signed else Light.RED,
        "Signed." if is_signed else "Nobody has signed.",
        page="plan",
    )


def _stated(asked: Asked, name: str) -> Reading:
    statement = asked.statements.get(name)
    light, fact = Light.RED, "Nobody has stated it."
    if statement is not None:
        light, fact = Light.RED, f"“{statement.says}” Nobody else has approved it yet."
    if statement is not None and not statement.address:
        fact = f"“{statement.says}” It names no result that can be opened. State it anew."
    elif statement is not None and statement.approved_at is not None:
        day = plans.civil(statement.approved_at)
        light, fact = Light.GREEN, f"“{statement.says}” Approved {day}."
    return asked.reading(name, light, fact, page=f"readiness/{name}")


def _linked(asked: Asked) -> Reading:
    """What people say of the links, unless messages wait at one of them."""
    stated = _stated(asked, "links")
    stuck: int = sql.value("select restructure_messages_stuck()")
    fact = f"{stuck:,} messages were given up or wait behind one that was. {stated.fact}"
    return asked.reading(
        "links",
        Light.RED if stuck else stated.light,
        fact,
        page=stated.page,
        counts=(("Messages given up", stuck),),
    )


# A hold whose item was answered by hand since is decided.
_LATE: Final = """
select count(*) from restructure_hold h
where h.plan_id = %s and h.settled_at is null and not h.waits and h.until < %s
  and not exists (select from restructure_answer a
                  where a.plan_id = h.plan_id and a.kind = h.kind and a.item_id = h.item_id and a.standing <> 'held')
"""


def _late_holds(asked: Asked) -> int:
    return int(sql.value(_LATE, [asked.plan.pk, asked.today]))


def _staged(asked: Asked) -> Reading:
    run = None if asked.plan.phase in NOT_STAGED else asked.runs.get(Step.STAGE)
    fact = "Not staged."
    written = 0
    if run is not None and run.started_at and run.finished_at:
        seconds = (run.finished_at - run.started_at).total_seconds()
        written = sum(run.result.get("written", {}).values())
        fact = f"{written:,} rows written in {seconds:.1f} seconds."
    unfinished = _unfinished(asked)
    if unfinished:
        fact += f" {sum(unfinished.values()):,} things that were to be finished before or cancelled are still under way: "
        fact += ", ".join(f"{name} {count:,}" for name, count in sorted(unfinished.items())) + "."
    return asked.reading(
        "staged",
        Light.GREEN if run is not None and not unfinished else Light.RED,
        fact,
        page="plan",
        counts=(("Answers written ahead", written),),
    )


def _unfinished(asked: Asked) -> dict[str, int]:
    """What the newest run that asked found on lists that the plan does not move."""
    runs = [asked.runs[step] for step in (Step.STAGE, Step.PLAN) if step in asked.runs]
    told = [run for run in runs if "unfinished" in run.result]
    return max(told, key=lambda run: run.pk).result["unfinished"] if told else {}


def _kept_up(asked: Asked) -> Reading:
    backlog = plans.backlog(asked.plan)
    when = plans.civil(asked.plan.effective_at)
    return asked.reading(
        "kept-up",
        Light.AMBER if backlog else Light.GREEN,
        f"{backlog:,} changed items wait; the switch answers them first."
        if backlog
        else f"Nothing waits. {asked.plan.title} takes effect at {when}.",
        page="plan",
        counts=(("Changed items that wait", backlog),),
    )


def _reconciled(asked: Asked) -> Reading:
    opened = unexplained.count_open(asked.plan)
    is_done = asked.plan.phase in {Phase.RECONCILED, Phase.SIGNED_OFF, Phase.SETTLED}
    fact = "Reconciled." if is_done else "Not reconciled."
    if opened:
        fact = f"{opened:,} differences are open."
    return asked.reading(
        "books",
        Light.GREEN if is_done and not opened else Light.RED,
        fact,
        page="books",
        counts=(("Open differences", opened),),
    )


def _capacity(asked: Asked) -> Reading:
    return capacity.reading(asked.plan, cases=asked.cases)


_MEASURED: Final[dict[str, Callable[[Asked], Reading]]] = {
    "whole": _whole,
    "answered": _answered,
    "quality": _quality,
    "expected": _expected,
    "constraints": _constrained,
    "capacity": _capacity,
    "staged": _staged,
    "kept-up": _kept_up,
    "books": _reconciled,
}


def statements(plan: Plan) -> dict[str, Statement]:
    """What is stated now of each gate that people answer for."""
    return {each.gate: each for each in Statement.objects.filter(plan=plan, withdrawn_at=None)}


def acceptances(plan: Plan) -> dict[tuple[str, str], Acceptance]:
    """What was accepted though amber, by gate and by the fact as it was found then."""
    return {(each.gate, each.fact): each for each in Acceptance.objects.filter(plan=plan)}


def are_asked() -> bool:
    """Whether the go decision waits for gates here: not on the copy of a rehearsal, nor (unless it is set) in an invented nation."""
    if settings.REHEARSAL:
        return False
    if settings.GO_ASKS_GATES is not None:
        return bool(settings.GO_ASKS_GATES)
    return not access.is_invented()


def in_the_way(plan: Plan, read: ReadPlan, *, today: date) -> list[Reading]:
    """The gates for which the go decision waits: red, or amber and accepted by nobody."""
    accepted = acceptances(plan)
    return [
        each
        for each in readings(plan, read, today=today)
        if each.gate.is_asked
        and not is_passed(each.light, is_accepted=(each.name, each.fact[:LONGEST_FACT]) in accepted)
    ]
