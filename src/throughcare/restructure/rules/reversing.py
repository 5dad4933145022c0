"""The plan that undoes a plan: whoever answered before answers again, and what is new goes to the body of its area.

It is written as a plan file like any other, so that people read, check, test and approve it as one (restructure
rules, section 9).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from throughcare.restructure.rules.catalogue import KINDS
from throughcare.restructure.rules.plan import EdgeKind, Plan

Written = dict[str, Any]  # Any: what the schema of plans allows

TABLE: Final = "the provider again"
KEEPERS: Final = "who keeps the archive"
RULE: Final = "as-before"
ARCHIVE: Final[Written] = {
    "table": KEEPERS,
    "key": "provider",
    "says": "Should a body that ends be left with something, one of those that had it before keeps it.",
}
FOLLOWS_CASE: Final = "victim-contact.case"
DAYS_TO_DECIDE: Final = 28


def reference_of(reference: str) -> str:
    """What the reversal of a plan is called."""
    return f"{reference}-reversal"


def reversal_of(
    plan: Plan, *, kinds: Mapping[str, str], areas: Collection[str], instant: datetime
) -> str:
    """The text of the plan that undoes `plan` at `instant`.

    `kinds` are those of its old units, by code; `areas` the codes of the areas that places lie in. Where each area is
    that of an old unit, what is new goes to the unit of its area; else with the officer or the team that has it.
    """
    again = [unit.code for unit in plan.old_units] + _going_on(plan)
    kept = _keepers(plan)
    by_area = set(areas) <= {unit.code for unit in plan.old_units}
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
        **({"archive": ARCHIVE} if kept else {}),
        "succession": [_event(plan)],
        "tables": {
            TABLE: {
                "covers": again,
                "rows": {code: code for code in again},
            },
            **({KEEPERS: {"covers": [*kept], "rows": kept}} if kept else {}),
        },
        "rules": {kind: _rules(kind, plan, instant, by_area=by_area) for kind in plan.rules},
        "in flight": {
            each.kind: {"becomes": each.becomes, "by": each.by, "says": each.says}
            for each in plan.in_flight
        },
        "tests": {"examples": _examples(plan, by_area=by_area)},
    }
    return yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=110)


def _civil(moment: datetime, plan: Plan) -> str:
    return moment.astimezone(ZoneInfo(plan.zone)).isoformat(timespec="seconds")


def _keepers(plan: Plan) -> Mapping[str, str]:
    """Of each body that the plan made, the first of those that it came from: it keeps what that body may be left with."""
    origins = _origins(plan)
    return {unit.code: origins[unit.code][0] for unit in plan.new_units if origins[unit.code]}


def _again(plan: Plan, kinds: Mapping[str, str]) -> list[Written]:
    names: dict[str, dict[str, str]] = defaultdict(dict)
    for unit in plan.old_units:
        names[kinds[unit.code]][unit.code] = unit.name
    return [{"kind": kind, "names": by_code} for kind, by_code in names.items()]


def _going_on(plan: Plan) -> list[str]:
    """The units that go on and were given something."""
    given = {edge.to for edge in plan.edges if edge.to is not None}
    return sorted(given - {unit.code for unit in plan.new_units})


def _event(plan: Plan) -> Written:
    """Units that the plan opened end; one that goes on gives back, as a part of itself, what it was given."""
    origins = _origins(plan)
    edges = [_back(unit.code, origins[unit.code]) for unit in plan.new_units]
    for code in _going_on(plan):
        edges += [
            {"from": code, "to": [code], "kind": "continues"},
            {"from": code, "to": origins[code], "kind": "transfer", "rule": RULE},
        ]
    event = f"{plan.events[0].reference}-REVERSED"
    return {"event": event, "legal basis": plan.legal_basis, "edges": edges}


def _origins(plan: Plan) -> Mapping[str, list[str]]:
    """For each unit that was given something, the units that it came from."""
    origins: dict[str, list[str]] = defaultdict(list)
    for edge in plan.edges:
        if edge.to is not None and edge.kind is not EdgeKind.CONTINUES:
            origins[edge.to].append(edge.origin)
    return origins


def _back(code: str, origins: list[str]) -> Written:
    if not origins:
        return {"from": code, "to": [], "kind": "close"}
    if len(origins) == 1:
        return {"from": code, "to": origins, "kind": "merge"}
    return {"from": code, "to": origins, "kind": "split-merge", "rule": RULE}


def _rules(kind: str, plan: Plan, instant: datetime, *, by_area: bool) -> list[Written]:
    if kind == FOLLOWS_CASE:
        return [
            {
                "name": "follows-case",
                "when": "always",
                "same as": "case",
                "says": "The duty for the case stays with the body that has the case.",
            }
        ]
    return [
        {
            "name": RULE,
            "when": "before is known",
            "table": TABLE,
            "key": "before",
            "says": f"It goes back to whoever had it before {plan.title}.",
        },
        *(_new_by_area(kind) if by_area else _new_with_others(kind)),
        {
            "name": "unplaced",
            "when": "always",
            "hold": {
                "owner": plan.approvers[0],
                "reason": "It is new, and nothing says which body it belongs to.",
                "until": f"{(instant + timedelta(days=DAYS_TO_DECIDE)).date()}",
            },
            "says": "Somebody has to say where it goes.",
        },
    ]


def _new_by_area(kind: str) -> list[Written]:
    by_home = {
        "name": "home",
        "when": "home_area is known",
        "table": TABLE,
        "key": "home_area",
        "says": "What is new since goes to the body of the area that the person lives in.",
    }
    by_place = {
        "name": "area",
        "when": "area is known",
        "table": TABLE,
        "key": "area",
        "says": "What is new since goes to the body of the area that it is held in.",
    }
    return [by_home, by_place] if kind == "case" else [by_place]


def _new_with_others(kind: str) -> list[Written]:
    asked = {"officer": "officer is known", "team": "area is known", "case": "has_case"}
    return [
        {
            "name": f"with-{related}",
            "when": when,
            "same as": related,
            "says": f"What is new since goes with the {related} that has it.",
        }
        for related, when in asked.items()
        if related in KINDS[kind].related
    ]


def _examples(plan: Plan, *, by_area: bool) -> list[Written]:
    first = plan.old_units[0].code
    found: list[Written] = []
    for kind in plan.rules:
        if kind == FOLLOWS_CASE:
            continue
        found.append(
            {
                "name": f"A {kind} that {first} had goes back to it",
                "kind": kind,
                "facts": {"before": first},
                "unit": first,
                "rule": RULE,
            }
        )
        if not by_area:
            continue
        found.append(
            {
                "name": f"A {kind} that is new goes to the body of its area",
                "kind": kind,
                "facts": {"before": "unknown", "area": first},
                "unit": first,
                "rule": "area",
            }
        )
    return found
