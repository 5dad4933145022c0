"""The plan that undoes a plan: whoever answered before answers again, and what is new goes to the body of its area.

It is written as a plan file like any other, so that people read, check, test and approve it as one (restructure
rules, section 9).
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from throughcare.restructure.rules.plan import Plan
from throughcare.restructure.rules.targets import PROVIDERS

Written = dict[str, Any]  # Any: what the schema of plans allows

TABLE: Final = "the provider again"
RULE: Final = "as-before"
FOLLOWS_CASE: Final = "victim-contact.case"
DAYS_TO_DECIDE: Final = 28


def reference_of(reference: str) -> str:
    """What the reversal of a plan is called."""
    return f"{reference}-reversal"


def reversal_of(plan: Plan, *, kinds: Mapping[str, str], instant: datetime) -> str:
    """The text of the plan that undoes `plan` at `instant`; `kinds` are those of its old units, by code."""
    written: Written = {
        "plan": reference_of(plan.reference),
        "version": plan.version,
        "reverses": plan.reference,
        "title": f"Reversal of {plan.title}",
        "summary": (
            f"Everything that {plan.title} moved goes back to whoever had it before. What is new since goes to "
            "the body of its area. What was written since stays, under those who wrote it."
        ),
        "instant": _civil(instant, plan),
        "zone": plan.zone,
        "legal basis": f"Decision to reverse under: {plan.legal_basis}"[:400],
        "people": {"makers": list(plan.makers), "approvers": list(plan.approvers)},
        "reversal": {
            "until": _civil(max(instant, plan.reversal_until), plan),
            "hard to undo": list(plan.hard_to_undo),
        },
        "old units": {"names": {unit.code: unit.name for unit in plan.new_units}},
        "new units": _again(plan, kinds),
        "succession": [_event(plan)],
        "tables": {
            TABLE: {
                "covers": [unit.code for unit in plan.old_units],
                "rows": {unit.code: unit.code for unit in plan.old_units},
            }
        },
        "rules": {kind: _rules(kind, plan, instant) for kind in plan.rules},
        "in flight": {
            each.kind: {"becomes": each.becomes, "by": each.by, "says": each.says}
            for each in plan.in_flight
        },
        "tests": {"examples": _examples(plan)},
    }
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=110)


def _civil(moment: datetime, plan: Plan) -> str:
    return moment.astimezone(ZoneInfo(plan.zone)).isoformat(timespec="seconds")


def _again(plan: Plan, kinds: Mapping[str, str]) -> list[Written]:
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in plan.old_units:
        names[kinds[unit.code]][unit.code] = unit.name
    return [{"kind": kind, "names": by_code} for kind, by_code in names.items()]


def _event(plan: Plan) -> Written:
    back: dict[str, list[str]] = {
        unit.code: [] for unit in plan.new_units if unit.kind in PROVIDERS
    }
    for edge in plan.edges:
        if edge.to in back:
            back[edge.to].append(edge.origin)
    edges: list[Written] = [
        {"from": code, "to": origins, "kind": "split-merge", "rule": RULE}
        if len(origins) > 1
        else {"from": code, "to": origins, "kind": "merge"}
        for code, origins in back.items()
    ]
    edges += [
        {"from": unit.code, "to": [], "kind": "close"}
        for unit in plan.new_units
        if unit.code not in back
    ]
    event = f"{plan.events[0].reference}-REVERSED"
    return {"event": event, "legal basis": plan.legal_basis, "edges": edges}


def _rules(kind: str, plan: Plan, instant: datetime) -> list[Written]:
    if kind == FOLLOWS_CASE:
        return [
            {
                "name": "follows-case",
                "when": "always",
                "same as": "case",
                "says": "The duty for the case stays with the body that has the case.",
            }
        ]
    by_home = {
        "name": "home",
        "when": "home_area is known",
        "table": TABLE,
        "key": "home_area",
        "says": "What is new since goes to the body of the area that the person lives in.",
    }
    return [
        {
            "name": RULE,
            "when": "before is known",
            "table": TABLE,
            "key": "before",
            "says": f"It goes back to whoever had it before {plan.title}.",
        },
        *([by_home] if kind == "case" else []),
        {
            "name": "area",
            "when": "area is known",
            "table": TABLE,
            "key": "area",
            "says": "What is new since goes to the body of the area that it is held in.",
        },
        {
            "name": "unplaced",
            "when": "always",
            "hold": {
                "owner": plan.approvers[0],
                "reason": "It is new, and nothing says which area it belongs to.",
                "until": f"{(instant + timedelta(days=DAYS_TO_DECIDE)).date()}",
            },
            "says": "Somebody has to say where it goes.",
        },
    ]


def _examples(plan: Plan) -> list[Written]:
    first = plan.old_units[0].code
    found: list[Written] = []
    for kind in plan.rules:
        if kind == FOLLOWS_CASE:
            continue
        found += [
            {
                "name": f"A {kind} that {first} had goes back to it",
                "kind": kind,
                "facts": {"before": first},
                "unit": first,
                "rule": RULE,
            },
            {
                "name": f"A {kind} that is new goes to the body of its area",
                "kind": kind,
                "facts": {"before": "unknown", "area": first},
                "unit": first,
                "rule": "area",
            },
        ]
    return found
